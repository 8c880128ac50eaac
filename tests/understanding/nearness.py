"""Tells texts that are nearly the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from sklearn.feature_extraction.text import TfidfVectorizer

# Two texts are near-duplicates when they share so much: letters in order, or words.
SAME_LETTERS, SAME_WORDS = 0.88, 0.80
WORTH_A_LOOK = 0.5


def plain(text: str) -> str:
    """The words of a text, without case and marks."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower()))


def alike(left: str, right: str) -> bool:
    """Whether two plain texts are nearly the same."""
    words, others = set(left.split()), set(right.split())
    shared = len(words & others) / max(len(words | others), 1)
    if shared >= SAME_WORDS:
        return True
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return (
        shared > 0
        and matcher.real_quick_ratio() >= SAME_LETTERS
        and matcher.quick_ratio() >= SAME_LETTERS
        and matcher.ratio() >= SAME_LETTERS
    )


def near_pairs(texts: Sequence[str], others: set[str]) -> list[tuple[str, str]]:
    """Each text with each of the plain `others` that it is nearly the same as."""
    listed = sorted(others)
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), use_idf=False)
    right = grams.fit_transform(listed)
    left = grams.transform([plain(text) for text in texts])
    # Who is nearly the same shares most groups of three letters: the rest needs no closer look.
    found = (left @ right.T).tocoo()
    return [
        (texts[row], listed[column])
        for row, column, nearness in zip(found.row, found.col, found.data, strict=True)
        if nearness >= WORTH_A_LOOK and alike(plain(texts[row]), listed[column])
    ]
