"""Encodes sentences as vectors of length 1, so that a dot product is their nearness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from clinic.reading.learned.encoder.build import TOKENIZER, build, model_file
from clinic.reading.learned.encoder.weights import MEANING, TUNED_MEANING

Said = TypeVar("Said")

SIZE = 384
# The newest vectors: what a message's clauses and what its sentences are is often the same.
KEPT_VECTORS = 256
# Word pieces of a message that are read; the longest patient messages measured have 120.
MAX_TOKENS = 128


class Encoder:
    """The sentence encoder, loaded and ready.

    Args:
        threads: how many may work on one call; one leaves the other core to the server.
    """

    def __init__(self, threads: int = 1) -> None:
        folder = build()
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        # Threads that each take a sentence do a quarter more than threads that share one.
        self._threads = threads
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # Training reads every text once.
        kept = lru_cache(maxsize=KEPT_VECTORS if threads == 1 else 0)
        self._read, self._read_after = kept(self._both), kept(self._after)
        self._session = onnxruntime.InferenceSession(
            str(model_file()), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of what `texts` mean, as they come: float32, (number of texts, 384), each of
        length 1."""
        return self.read(texts)[:, :SIZE]

    def read(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Of each text its vector as it comes and the tuned one, side by side: (number of texts,
        768). The second alone hears signs worse than both.

        One at a time: in a batch the rounding is one for all, and a sentence's vector would
        depend on its neighbours.
        """
        return self._each(self._read, texts, 2 * SIZE)

    def read_after(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """The tuned vectors of texts that are read together with what was said before: (number of
        pairs, 384).

        Args:
            pairs: what was said before each text, and the text.
        """
        return self._each(self._read_after, pairs, SIZE)

    def _each(
        self, read: Callable[[Said], NDArray[np.float32]], texts: Sequence[Said], size: int
    ) -> NDArray[np.float32]:
        if self._threads == 1:
            vectors = [read(text) for text in texts]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                vectors = list(pool.map(read, texts))
        return np.array(vectors, dtype=np.float32).reshape(len(texts), size)

    def _both(self, text: str) -> NDArray[np.float32]:
        meaning, tuned = self._run([MEANING, TUNED_MEANING], self._tokenizer.encode(text))
        return np.concatenate([meaning, tuned])

    def _after(self, pair: tuple[str, str]) -> NDArray[np.float32]:
        return self._run([TUNED_MEANING], self._tokenizer.encode(*pair))[0]

    def _run(self, outputs: list[str], encoded: Encoding) -> list[NDArray[np.float32]]:
        inputs = {
            "input_ids": np.array([encoded.ids], dtype=np.int64),
            "attention_mask": np.array([encoded.attention_mask], dtype=np.int64),
        }
        return [found[0] for found in self._session.run(outputs, inputs)]


@lru_cache(maxsize=1)
def get_encoder() -> Encoder:
    """The encoder of this process, loaded at the first call."""
    return Encoder()
