"""Tells texts that are nearly the same."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

# Two texts are nearly the same when they share so much: letters in order, or words.
SAME_LETTERS, SAME_WORDS = 0.88, 0.80


def plain(text: str) -> str:
    """The words of a text, without case and marks."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower()))


def alike(left: str, right: str) -> bool:
    """Whether two texts are nearly the same: 80 % of the words, or 88 % of the letters in order."""
    left, right = plain(left), plain(right)
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
