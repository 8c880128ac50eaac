"""Encodes sentences as vectors of length 1, so that a dot product is their nearness."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from clinic.reading.learned.encoder.build import MODEL, TOKENIZER, build

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
        self._encode = lru_cache(maxsize=KEPT_VECTORS if threads == 1 else 0)(self._encoded)
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of `texts`: float32, (number of texts, 384), each of length 1.

        One at a time: in a batch the rounding is one for all, and a sentence's vector would
        depend on its neighbours.
        """
        if self._threads == 1:
            vectors = [self._encode(text) for text in texts]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                vectors = list(pool.map(self._encode, texts))
        return np.array(vectors, dtype=np.float32).reshape(len(texts), SIZE)

    def _encoded(self, text: str) -> NDArray[np.float32]:
        encoded = self._tokenizer.encode(text)
        inputs = {
            "input_ids": np.array([encoded.ids], dtype=np.int64),
            "attention_mask": np.array([encoded.attention_mask], dtype=np.int64),
        }
        vector: NDArray[np.float32] = self._session.run(["embedding"], inputs)[0][0]
        return vector


@lru_cache(maxsize=1)
def get_encoder() -> Encoder:
    """The encoder of this process, loaded at the first call."""
    return Encoder()
