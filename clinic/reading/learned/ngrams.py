"""Which n-grams of letters and of words a text has, each weighed by how rare it is (tf-idf).

As scikit-learn's vectorizers weigh them. Those take longer for one message than everything else
that is done with it, most of it for checks of matrices, and keep every n-gram they left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_WORD = re.compile(r"[\w']+")
LETTERS = (3, 4)
MOST_WORDS = 3


class Row(NamedTuple):
    """One text: places of its n-grams among those known, ascending, and their weights; the
    weights have length 1 together."""

    places: NDArray[np.int32]
    weights: NDArray[np.float32]


def letters_of(text: str) -> list[str]:
    """The runs of three and of four letters in each word of a text, its edges marked by blanks."""
    found: list[str] = []
    for word in text.lower().split():
        marked = f" {word} "
        for length in LETTERS:
            found += [marked[at : at + length] for at in range(len(marked) - length + 1)]
    return found


def words_of(text: str) -> list[str]:
    """The words of a text, and its runs of two and of three words."""
    words = _WORD.findall(text.lower())
    found: list[str] = list(words)
    for length in range(2, MOST_WORDS + 1):
        found += [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]
    return found


class Grams:
    """The n-grams that are known.

    Args:
        cut: lists the n-grams of a text.
        rare: an n-gram in fewer texts than this is not learned.

    Attributes:
        size: how many are known.
    """

    def __init__(self, cut: Callable[[str], Iterable[str]], rare: int) -> None:
        self._cut, self._rare = cut, rare
        self._places: dict[str, int] = {}
        self._idf = np.empty(0, dtype=np.float32)

    @property
    def size(self) -> int:
        return len(self._places)

    def fit(self, texts: Sequence[str]) -> Grams:
        """Learns which n-grams there are, and how rare each is."""
        found = Counter(chain.from_iterable(set(self._cut(text)) for text in texts))
        known = sorted(gram for gram, count in found.items() if count >= self._rare)
        self._places = {gram: place for place, gram in enumerate(known)}
        counts = np.array([found[gram] for gram in known], dtype=np.float64)
        self._idf = (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)
        return self

    def weigh(self, texts: Iterable[str]) -> list[Row]:
        """The known n-grams of each text."""
        return [self._row(text) for text in texts]

    def _row(self, text: str) -> Row:
        # Counted first and looked up then: both without a step of Python's for each n-gram.
        counts = Counter(map(self._places.get, self._cut(text)))
        del counts[None]
        known = sorted(place for place in counts if place is not None)
        found = np.array(known, dtype=np.int32)
        often = np.array([counts[place] for place in known], dtype=np.float32)
        weights = (1 + np.log(often)) * self._idf[found]
        return Row(found, weights / max(float(np.linalg.norm(weights)), 1e-12))


def beside(*blocks: tuple[list[Row], int, float]) -> csr_matrix:
    """Blocks of rows joined side by side: (texts, sum of the sizes).

    Args:
        blocks: the rows of each, its size, and what it is multiplied by.
    """
    places = [np.empty(0, np.int32)]
    weights = [np.empty(0, np.float32)]
    ends = [0]
    for rows in zip(*(rows for rows, _, _ in blocks), strict=True):
        start = 0
        for row, (_, size, factor) in zip(rows, blocks, strict=True):
            places.append(row.places + start)
            weights.append(row.weights * factor)
            start += size
        ends.append(ends[-1] + sum(len(row.places) for row in rows))
    width = sum(size for _, size, _ in blocks)
    parts = (np.concatenate(weights, dtype=np.float32), np.concatenate(places), np.array(ends))
    return csr_matrix(parts, shape=(len(ends) - 1, width))
