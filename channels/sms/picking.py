"""Reads which of the numbered choices a text message chooses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from channels.sms.reading import plain_words
from clinic.messages import Choice
from clinic.messages.payloads import key_of

_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = (
    ("first", "1st"),
    ("second", "2nd"),
    ("third", "3rd"),
    ("fourth", "4th"),
    ("fifth", "5th"),
    ("sixth", "6th"),
    ("seventh", "7th"),
    ("eighth", "8th"),
    ("ninth", "9th"),
    ("tenth", "10th"),
)
# What thumbs make of them.
_MISTYPED = {
    **dict.fromkeys(("frist", "fisrt", "firts", "fist", "firs"), "first"),
    **dict.fromkeys(("secound", "secnd", "sceond", "secon", "seond"), "second"),
    **dict.fromkeys(("thrid", "thrd", "thirs", "tird"), "third"),
    **dict.fromkeys(("oen", "noe", "onee"), "one"),
    **dict.fromkeys(("tow", "twoo"), "two"),
    **dict.fromkeys(("tree", "thre", "threee", "htree"), "three"),
}
_NUMBER = {
    **{word: number for number, word in enumerate(_CARDINALS, 1)},
    **{str(number): number for number in range(100)},
}
_ORDINAL = {word: number for number, words in enumerate(_ORDINALS, 1) for word in words}

_BEFORE = (
    r"(?:(?:ok|okay|yes|yeah|yep|um|uh|well|please|pls|lets do|lets go with|lets|i choose|i pick"
    r"|ill take|i will take|ill go with|id like|i would like|i want|give me|i mean|make it|choose"
    r"|pick|go with|take|want)\s+)*"
)
_AFTER = r"(?:\s+(?:please|pls|plz|thanks|thank you|then|is fine|is good|works|sounds good))*"
_BARE_NUMBER = re.compile(
    rf"^{_BEFORE}(?:the\s+)?(?:(?:number|no|num|option|choice|answer|reply)\s*)?#?\s*"
    rf"(\d{{1,2}}|{'|'.join(_CARDINALS)}){_AFTER}$"
)
_BARE_ORDINAL = re.compile(
    rf"^{_BEFORE}(the\s+)?({'|'.join(_ORDINAL)}|last)"
    rf"(?:\s+(?:one|option|choice|slot|answer|(?(1)time)))?{_AFTER}$"
)
# From so many letters on, a choice's words may be misspelt: one wrong, missing, more, or swapped.
_LONG_ENOUGH = 5
# A yes that thumbs made something of, where the engine's spelling knows no better word.
_YES = frozenset({"yse", "eys", "yess", "yesss", "ys", "yees", "yeas"})
_THUMB_UP = re.compile("^\\s*[\U0001f44d\u2705\U0001f44c]")
_AFFIRM = ("yes", "yes_book")
# "One of these" is a letter away from "None of these", and "yes, one" is no choice of the first:
# where a sign is asked about, only a digit or the very words choose. All else is the engine's.
_NO_SIGN = "none_of_these"


@dataclass(frozen=True)
class NotAChoice:
    """A bare number that is none of the choices."""

    number: int


def pick(text: str, choices: Sequence[Choice]) -> Choice | NotAChoice | None:
    """The choice a message picks: by "2", "two", "the 2nd", "second one", "the last one", or by
    the choice's own words, a slip of the thumb in them aside.

    Returns:
        `NotAChoice` for a bare number that is none of them; None when the message says something
        else. An ordinal beyond the choices is something else: "the 14th" is a date.
    """
    if not choices:
        return None
    words = plain_words(text)
    if any(key_of(choice.payload) == _NO_SIGN for choice in choices):
        return _chosen_exactly(words, choices)
    named = _named(words, choices)
    if named:
        return named
    words = " ".join(_MISTYPED.get(word, word) for word in words.split())
    if words in _YES or (not words and _THUMB_UP.match(text)):
        return next((choice for choice in choices if key_of(choice.payload) in _AFFIRM), None)
    if match := _BARE_ORDINAL.match(words):
        number = len(choices) if match[2] == "last" else _ORDINAL[match[2]]
        return choices[number - 1] if number <= len(choices) else None
    if match := _BARE_NUMBER.match(words):
        number = _NUMBER[str(int(match[1])) if match[1].isdigit() else match[1]]
        return _numbered(number, choices)
    return None


def _chosen_exactly(words: str, choices: Sequence[Choice]) -> Choice | NotAChoice | None:
    """The choice whose digit or very words these are."""
    if words.isdecimal() and words in _NUMBER:
        return _numbered(_NUMBER[words], choices)
    return next((choice for choice in choices if plain_words(choice.label) == words), None)


def _numbered(number: int, choices: Sequence[Choice]) -> Choice | NotAChoice:
    return choices[number - 1] if 0 < number <= len(choices) else NotAChoice(number)


def is_number(text: str) -> bool:
    """Whether a message is the number of a choice and nothing else, whatever is offered."""
    words = plain_words(text)
    return words in _NUMBER


def _named(words: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice these words name; a misspelt one only when no other is as near."""
    labels = [plain_words(choice.label) for choice in choices]
    if words in labels and words:
        return choices[labels.index(words)]
    if len(words) < _LONG_ENOUGH or any(character.isdigit() for character in words):
        return None
    near = [choice for choice, label in zip(choices, labels, strict=True) if _slip(words, label)]
    return near[0] if len(near) == 1 else None


def _slip(words: str, label: str) -> bool:
    """Whether one wrong, missing or added letter, or two swapped ones, is all the difference."""
    if abs(len(words) - len(label)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(words, label, strict=False)) if a != b), None)
    if start is None:
        return True
    rest, wanted = words[start:], label[start:]
    swapped = rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:]
    return swapped or rest[1:] in (wanted[1:], wanted) or rest == wanted[1:]
