"""Finds texts that are nearly the same among very many."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from clinic.learning.nearness import alike, plain
from clinic.reading.learned.after_alarm import load_after_alarm
from clinic.reading.learned.tongues import load_own
from clinic.reading.safety.examples import load_examples
from evaluation.messages import training_examples

WORTH_A_LOOK = 0.5
# Of all texts at once, every pair of them would be in memory.
AT_ONCE = 200


def near_pairs(texts: Sequence[str], others: Iterable[str]) -> list[tuple[str, str]]:
    """Each text with each of the `others` that it is nearly the same as, both as they are written;
    accents count for nothing."""
    listed, grams, right = _indexed(frozenset(others))
    pairs = []
    for start in range(0, len(texts), AT_ONCE):
        some = [_unaccented(text) for text in texts[start : start + AT_ONCE]]
        # Who is nearly the same shares most groups of three letters: the rest needs no closer look.
        found = (grams.transform(some) @ right.T).tocoo()
        near = found.data >= WORTH_A_LOOK
        pairs += [
            (texts[start + row], listed[column])
            for row, column in zip(found.row[near], found.col[near], strict=True)
            if alike(some[row], listed[column])
        ]
    return pairs


@lru_cache(maxsize=2)
def _indexed(others: frozenset[str]) -> tuple[list[str], TfidfVectorizer, Any]:
    """The others in order, and how many groups of three letters each has."""
    listed = sorted({_unaccented(other) for other in others})
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), use_idf=False)
    return listed, grams, grams.fit_transform(listed)


def _unaccented(text: str) -> str:
    """The words of a text, without case, marks and accents."""
    parts = unicodedata.normalize("NFKD", text)
    return plain("".join(part for part in parts if not unicodedata.combining(part)))


@lru_cache(maxsize=1)
def everything_learned() -> frozenset[str]:
    """Every text that is learned from: wishes, signs, and other languages."""
    wishes = (text for text, _ in training_examples())
    signs = (example.text for example in load_examples())
    of_alarms = (said.text for said in load_after_alarm())
    return frozenset([*wishes, *signs, *of_alarms, *(own.text for own in load_own("es"))])
