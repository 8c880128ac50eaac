"""A language that is not English, as far as reading needs it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from clinic.reading.clauses import SHORTEST_WORDS
from clinic.reading.parting import ReadAlone, cut_by_meaning
from clinic.reading.tongues.phrasebook import Phrasebook, without_accents
from clinic.reading.tongues.spelling import Spelling

_WORD = re.compile(r"[a-z']+")
# What a mark of the language (an "ñ", a "¿") counts for, in small words.
OF_A_MARK = 2
# Each reader asks for the same words in English: so many texts, of a message and its parts.
_REMEMBERED = 64


@dataclass(frozen=True)
class Tongue:
    """A language.

    Attributes:
        code: its folder's name ("es").
        words: small and frequent words that English does not have, without accents.
        marks: letters and signs that English has no use for.
        phrasebook: its closed classes in English.
        ends: where a clause ends before another one, in a text that ends with no white space: a
            joining word and what opens a question.
        joins: what may stand between two clauses that only their meaning tells apart, in a text
            whose words have one space between them.
        spelling: mends its words.
        with_digits: writes phone numbers that are told in words as digits, given a text and the
            same without accents.
    """

    code: str
    words: frozenset[str]
    marks: re.Pattern[str]
    phrasebook: Phrasebook
    ends: re.Pattern[str]
    joins: re.Pattern[str]
    spelling: Spelling
    with_digits: Callable[[str, str], str]

    def count(self, words: Sequence[str], text: str) -> int:
        """How much in a message is of this language."""
        marked = OF_A_MARK * bool(self.marks.search(text.lower()))
        return sum(word in self.words for word in words) + marked

    def in_english(self, text: str) -> str:
        """A text whose misspellings are mended with its closed classes in English, for the readers
        of times, names and answers; what is not in the phrasebook stays as it is."""
        return _in_english(self, text)

    def clauses(self, text: str, read_alone: ReadAlone) -> list[str]:
        """The clauses of a message that has more than one, else nothing.

        Args:
            text: the message.
            read_alone: reads each of some texts by itself.
        """
        text = unicodedata.normalize("NFC", text).rstrip()
        cuts = [match.span() for match in self.ends.finditer(without_accents(text))]
        starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
        parts = (text[a:b].strip(" ,;.!¡-/") for a, b in zip(starts, ends, strict=True))
        found = [part for part in parts if len(part.split()) >= SHORTEST_WORDS or "?" in part]
        found = cut_by_meaning(found, self.joins, read_alone)
        return found if len(found) > 1 else []


@lru_cache(maxsize=_REMEMBERED)
def _in_english(tongue: Tongue, text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    return tongue.phrasebook.apply(tongue.with_digits(text, without_accents(text)))


def words_of(text: str) -> list[str]:
    """The words of a text, lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
