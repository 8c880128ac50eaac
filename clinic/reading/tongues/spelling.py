"""Mends what is written by ear: "sita porfabor" -> "cita porfavor", "qero" -> "quiero".

Who has not gone to school for long writes as it sounds, and sounds alike is spelt alike: a word is
mended to the one that is said the same way and is far commoner. What sounds otherwise is mended
where one letter is missing, wrong or too many, and only towards common words. Names, which are in
no list, are what this must not touch: words with a capital inside a sentence stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import symspellpy

from clinic.reading.english import common
from clinic.reading.learned.tongues import load_own
from clinic.reading.tongues.phrasebook import without_accents
from clinic.settings import ROOT

_WORD = re.compile(r"[^\W\d_]+")
_STOPS = frozenset(".!?\n")
_SMALL_FOLLOWS = re.compile(r",? [^\W\d_A-Z]")
# Shorter words are too like each other ("ay" and "hay"): those stand in the shorthand.
SHORTEST = 4
# So many times commoner is the word that is meant.
COMMONER = 4
# A word of English that is said so often is a word of the language as well.
BORROWED = 2
# Letters of a word that a slip is looked for in, and how often what it is mended to is said.
SLIP_SHORTEST, SLIP_AT_LEAST = 5, 8


class Spelling:
    """How the words of a language are spelt.

    Args:
        code: of the language: what its people write is in `data/languages/`, what we write in
            `content/`.
        sound: how a word is said, in letters: equal for words that are said alike.
        shorthand: what thumbs write for a word.
        is_known: whether a word is read as it is, however rare.
    """

    def __init__(
        self,
        code: str,
        sound: Callable[[str], str],
        shorthand: Mapping[str, str],
        is_known: Callable[[str], bool],
    ) -> None:
        self._code, self._sound = code, sound
        self._shorthand, self._is_known = shorthand, is_known
        self._better = lru_cache(maxsize=4096)(self._better_than)

    def mend(self, text: str) -> str:
        """The text with what is misspelt mended; letter by letter as it was, where nothing is."""
        shouted = text.isupper()
        return _WORD.sub(lambda match: self._mended(match, shouted), text)

    @cached_property
    def _ours(self) -> Counter[str]:
        """The words of what we write, which is spelt right."""
        written = (path.read_text("utf-8") for path in _content(self._code))
        return Counter(word for text in written for word in _plain_words(text))

    @cached_property
    def _counts(self) -> Counter[str]:
        theirs = (example.text for example in load_own(self._code))
        return self._ours + Counter(word for text in theirs for word in _plain_words(text))

    @cached_property
    def _commonest(self) -> dict[str, str]:
        """For each sound its spelling: ours, else the commonest."""
        found: dict[str, str] = {}
        for word in sorted(self._counts, key=lambda word: (word in self._ours, self._counts[word])):
            if word in self._ours or word not in common():
                found[self._sound(word)] = word
        return found

    @cached_property
    def _slips(self) -> symspellpy.SymSpell:
        speller = symspellpy.SymSpell(max_dictionary_edit_distance=1, prefix_length=7)
        for word, count in self._counts.items():
            if count >= SLIP_AT_LEAST and len(word) >= SLIP_SHORTEST:
                speller.create_dictionary_entry(word, count)
        return speller

    def _mended(self, match: re.Match[str], shouted: bool) -> str:
        word = match.group()
        if word[:1].isupper() and not shouted and not _opens_a_sentence(match):
            return word
        return self._shorthand.get(word.lower()) or self._better(without_accents(word)) or word

    def _better_than(self, word: str) -> str | None:
        """What a word is meant to be; None where it is that already, or nobody knows."""
        word = word.lower()
        said = self._counts[word]
        if len(word) < SHORTEST or self._is_known(word) or _is_english(word, said):
            return None
        best = self._commonest.get(self._sound(word), word)
        if best != word and self._counts[best] >= max(1, COMMONER * said):
            return best
        if said or len(word) < SLIP_SHORTEST:
            return None
        near = self._slips.lookup(word, symspellpy.Verbosity.TOP, max_edit_distance=1)
        # Its end says who does it: "contestan" is no "contestar".
        same = near and _edges(self._sound(near[0].term)) == _edges(self._sound(word))
        return str(near[0].term) if same else None


def _is_english(word: str, said: int) -> bool:
    """Whether a word is an English one, which is said now and then: "phone"."""
    return word in common() and said < BORROWED


def _edges(sound: str) -> tuple[str, str]:
    return sound[:1], sound[-1:]


def _content(code: str) -> Iterable[Path]:
    folder = ROOT / "content" / code
    return sorted([*folder.glob("*.yml"), *folder.glob("*.md")])


def _plain_words(text: str) -> list[str]:
    return _WORD.findall(without_accents(text.lower()))


def _opens_a_sentence(match: re.Match[str]) -> bool:
    """Whether a word with a capital has it from its place: small letters follow it."""
    text, at = match.string, match.start()
    if not _SMALL_FOLLOWS.match(text, match.end()):
        return False
    while at and not (text[at - 1].isalnum() or text[at - 1] == "_"):
        at -= 1
        if text[at] in _STOPS:
            return True
    return at == 0
