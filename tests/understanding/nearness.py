"""Finds texts that are nearly the same among very many."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer

from clinic.learning.nearness import alike, plain

WORTH_A_LOOK = 0.5


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
