"""Encodes sentences as vectors of length 1, so that a dot product is their nearness."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from nlu.encoder.build import MODEL, TOKENIZER, build

SIZE = 384
# Word pieces of a message that are read; the longest patient messages measured have 120.
MAX_TOKENS = 128
BATCH = 32


class Encoder:
    """The sentence encoder, loaded and ready.

    Args:
        threads: how many threads one call may use; one leaves the other core to the server.
    """

    def __init__(self, threads: int = 1) -> None:
        folder = build()
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of `texts`: float32, (number of texts, 384), each of length 1."""
        vectors = np.empty((len(texts), SIZE), dtype=np.float32)
        # Sentences of like length go together, so that little padding is computed.
        order = np.argsort([len(text) for text in texts], kind="stable")
        for start in range(0, len(texts), BATCH):
            places = order[start : start + BATCH]
            encoded = self._tokenizer.encode_batch([texts[place] for place in places])
            ids = np.array([item.ids for item in encoded], dtype=np.int64)
            mask = np.array([item.attention_mask for item in encoded], dtype=np.int64)
            inputs = {"input_ids": ids, "attention_mask": mask}
            vectors[places] = self._session.run(["embedding"], inputs)[0]
        return vectors


@lru_cache(maxsize=1)
def get_encoder() -> Encoder:
    """The encoder of this process, loaded at the first call."""
    return Encoder()
