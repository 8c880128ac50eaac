"""Puts the closed classes of a language into English, phrase by phrase.

Days, hours, numbers, yes and no, who is who: a few hundred phrases that hardly change. Everything
else, names above all, stays as it was typed. What was put into English is not read again by the
phrases that follow: "son" may be English by then.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Stand for English words until all phrases were looked for: letters of no language.
_FIRST = 0xE000
_MOST = 0x1000
_KEPT = re.compile("[\ue000-\uf8ff]")
# Nobody means such a letter: who types one would be given the words of another place.
_NO_WORDS = re.compile("[¿¡\ue000-\uf8ff]")
_GROUP = re.compile(r"\\(\d)")


class Phrasebook:
    """Phrases and what they are in English.

    Args:
        phrases: patterns, without accents, and what each is in English; `\\1` is what its first
            group holds, still to be put into English by the phrases that follow. In their order.
        as_typed: patterns; what the first group of each holds stays as it was typed: a name, or
            words that are English already.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]], as_typed: Iterable[str] = ()) -> None:
        self._as_typed = [re.compile(rf"(?<!\w){one}", re.IGNORECASE) for one in as_typed]
        self._phrases = [
            (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), _GROUP.split(english))
            for pattern, english in phrases
        ]

    def apply(self, text: str) -> str:
        """A text with every phrase in English."""
        text = _NO_WORDS.sub(" ", unicodedata.normalize("NFC", text))
        kept: list[str] = []
        for typed in self._as_typed:
            text = typed.sub(lambda match: _kept(match, kept), text)
        plain = without_accents(text)
        for pattern, english in self._phrases:
            if not pattern.search(plain):
                continue
            parts, at = [], 0
            for match in pattern.finditer(plain):
                if len(kept) >= _MOST:
                    break
                parts.append(text[at : match.start()])
                parts.append(_said(english, match, text, kept))
                at = match.end()
            text = "".join((*parts, text[at:]))
            plain = without_accents(text)
        text = _KEPT.sub(lambda match: kept[ord(match.group()) - _FIRST], text)
        return " ".join(text.split())


def without_accents(text: str) -> str:
    """The text with each letter in its plain form, as long as before."""
    return "".join(map(_plain, text))


@lru_cache(maxsize=1024)
def _plain(character: str) -> str:
    base = "".join(
        one for one in unicodedata.normalize("NFD", character) if not unicodedata.combining(one)
    )
    return base if len(base) == 1 else character


def _kept(match: re.Match[str], kept: list[str]) -> str:
    """What is found, with what its group holds kept aside."""
    if len(kept) >= _MOST:
        return match.group()
    kept.append(match.group(1))
    begin = match.start(1) - match.start()
    return match.group()[:begin] + chr(_FIRST + len(kept) - 1)


def _said(english: list[str], match: re.Match[str], text: str, kept: list[str]) -> str:
    """The English for one phrase: its words kept aside, and what its groups hold as it is."""
    said = ""
    for place, part in enumerate(english):
        if place % 2:
            number = int(part)
            if match.start(number) >= 0:
                said += text[match.start(number) : match.end(number)]
        elif part:
            said += chr(_FIRST + len(kept))
            kept.append(part)
    return said
