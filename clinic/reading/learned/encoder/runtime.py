"""Encodes sentences as vectors of length 1, so that a dot product is their nearness."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from clinic.reading.learned.encoder.build import TOKENIZER, build, model_file
from clinic.reading.learned.encoder.weights import MEANING, SIGNS

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
        self._read = lru_cache(maxsize=KEPT_VECTORS if threads == 1 else 0)(self._both)
        self._session = onnxruntime.InferenceSession(
            str(model_file()), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of what `texts` mean: float32, (number of texts, 384), each of length 1."""
        return self.read(texts)[:, :SIZE]

    def read(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Of each text the vector of what it means and that of its signs, side by side: (number
        of texts, 768). The second alone hears signs worse than both.

        One at a time: in a batch the rounding is one for all, and a sentence's vector would
        depend on its neighbours.
        """
        if self._threads == 1:
            vectors = [self._read(text) for text in texts]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                vectors = list(pool.map(self._read, texts))
        return np.array(vectors, dtype=np.float32).reshape(len(texts), 2 * SIZE)

    def _both(self, text: str) -> NDArray[np.float32]:
        encoded = self._tokenizer.encode(text)
        inputs = {
            "input_ids": np.array([encoded.ids], dtype=np.int64),
            "attention_mask": np.array([encoded.attention_mask], dtype=np.int64),
        }
        meaning, signs = self._session.run([MEANING, SIGNS], inputs)
        return np.concatenate([meaning[0], signs[0]])


@lru_cache(maxsize=1)
def get_encoder() -> Encoder:
    """The encoder of this process, loaded at the first call."""
    return Encoder()
