"""Mends misspellings towards the words of the examples; leaves every other word alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import symspellpy

from clinic.reading.english import english
from clinic.reading.shorthand import SHORTHAND

# Words the dictionary does not know and that are never "mended" away.
PROTECTED = frozenset(
    [
        "sciatica",
        "sciatic",
        "piriformis",
        "tens",
        "estim",
        "stim",
        "invivo",
        "radiculopathy",
        "lumbar",
        "ergonomics",
        "mri",
        "mris",
        "xray",
        "discectomy",
        "cauda",
        "equina",
        "nerve",
        "glides",
        "flossing",
        "needling",
        "medicare",
        "medicaid",
        "aetna",
        "cigna",
        "hsa",
        "copay",
        "ibuprofen",
        "tylenol",
        "advil",
        "naproxen",
        "gabapentin",
        "prednisone",
        "cbd",
        "ct",
        "emg",
        "pt",
        "cortisone",
    ]
)
# Shorthand that is no word ("w/o", "b4"), the longest first: as words it would fall to pieces.
_ODD = "|".join(
    rf"(?<!\w){re.escape(short)}" + (r"(?!\w)" if short[-1].isalnum() else "")
    for short in sorted(SHORTHAND, key=len, reverse=True)
    if len(short) > 1 and not short.isalpha() and not short[0].isdigit()
)
_TOKEN = re.compile(rf"{_ODD}|[^\W\d_]+(?:'[^\W\d_]+)?|\d\w*|[^\w\s]", re.UNICODE)
_LONG_RUN = re.compile(r"(.)\1{2,}")
# Shorter words are no goal of a mending; one of three letters may have lost one: "hav", "bck".
SHORTEST_GOAL, SHORTEST = 4, 3


class Speller:
    """Mends words.

    Args:
        counts: how often each word that is spelt right stands in the training examples.
        seen: every word of the examples, however it is spelt.
    """

    def __init__(self, counts: dict[str, int], seen: frozenset[str] = frozenset()) -> None:
        self.counts = counts
        self._seen = seen
        self._known = english() | PROTECTED | counts.keys()
        self._speller = symspellpy.SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        for word, count in counts.items():
            if len(word) >= SHORTEST_GOAL:
                self._speller.create_dictionary_entry(word, count)
        for word in sorted(PROTECTED):
            if len(word) >= SHORTEST_GOAL:
                self._speller.create_dictionary_entry(word, 5)

    def __reduce__(self) -> tuple[type[Speller], tuple[dict[str, int], frozenset[str]]]:
        """Stored as what it was made from, which is a twentieth of what it looks words up in."""
        return Speller, (self.counts, self._seen)

    @classmethod
    def learn(cls, examples: Iterable[str]) -> Speller:
        """A speller that knows the words of the examples which are spelt right."""
        counts = Counter(word for text in examples for word in re.findall(r"[a-z]+", text.lower()))
        right = english() | PROTECTED
        right_counts = {word: count for word, count in counts.items() if word in right}
        return cls(right_counts, frozenset(counts))

    def reads(self, text: str) -> bool:
        """Whether a text says anything: a word that is known, or no Latin letters at all."""
        words = re.findall(r"[a-z]+", text.lower())
        if not words:
            return True
        # A held key mends to a single letter, which says nothing: "xxxxxx" is no "x".
        mended = re.findall(r"[a-z]{2,}", self.mend(text))
        return any(self._is_word(word) for word in (*words, *mended))

    def _is_word(self, word: str) -> bool:
        return not _LONG_RUN.search(word) and (word in self._known or word in self._seen)

    def mend(self, text: str) -> str:
        """The text in lower case with shorthand spelt out and misspellings mended."""
        text = text.replace("’", "'").replace("‘", "'").lower()
        return " ".join(self._mend_word(word) for word in _TOKEN.findall(text))

    def _mend_word(self, word: str) -> str:
        if word in SHORTHAND:
            return SHORTHAND[word]
        if word in self._known or len(word) < SHORTEST or not word.isascii():
            return word
        if not word.isalpha():
            return word
        word = _LONG_RUN.sub(r"\1", word)
        if word in self._known:
            return word
        distance = 2 if len(word) >= 7 else 1
        found = self._speller.lookup(word, symspellpy.Verbosity.TOP, max_edit_distance=distance)
        return str(found[0].term) if found else word
