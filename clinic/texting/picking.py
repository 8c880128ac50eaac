"""Reads which of the numbered choices a text message chooses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clinic.messages import Choice
from clinic.texting.reading import plain_words

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
_THUMB_UP = re.compile("^\\s*[\U0001f44d\u2705\U0001f44c]")
_AFFIRM = "/affirm"


@dataclass(frozen=True)
class NotAChoice:
    """A bare number that is none of the choices."""

    number: int


def pick(text: str, choices: Sequence[Choice]) -> Choice | NotAChoice | None:
    """The choice a message picks: by "2", "two", "the 2nd", "second one", "the last one", or by
    the choice's own words.

    Returns:
        `NotAChoice` for a bare number that is none of them; None when the message says something
        else. An ordinal beyond the choices is something else: "the 14th" is a date.
    """
    if not choices:
        return None
    words = plain_words(text)
    for choice in choices:
        if words and words == plain_words(choice.label):
            return choice
    if not words and _THUMB_UP.match(text):
        return next((choice for choice in choices if choice.payload == _AFFIRM), None)
    if match := _BARE_ORDINAL.match(words):
        number = len(choices) if match[2] == "last" else _ORDINAL[match[2]]
        return choices[number - 1] if number <= len(choices) else None
    if match := _BARE_NUMBER.match(words):
        number = _NUMBER[str(int(match[1])) if match[1].isdigit() else match[1]]
        return choices[number - 1] if 0 < number <= len(choices) else NotAChoice(number)
    return None
