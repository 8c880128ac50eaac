"""Reads which of the options on offer a message chooses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clinic.reading.context import Option
from clinic.reading.english import english
from clinic.reading.ordinals import CARDINALS, MISTYPED, ORDINAL_DIGITS, ORDINALS
from clinic.reading.words import plain_words

_PLACES = {**{word: n for word, n in ORDINALS.items() if n <= 10}, **ORDINAL_DIGITS}
_NUMBERS = {
    **{word: n for word, n in CARDINALS.items() if n <= 10},
    **{str(number): number for number in range(100)},
}
_BEFORE = (
    r"(?:(?:ok|okay|yes|yeah|yep|um|uh|well|please|pls"
    r"|(?:thats|that is) (?:good|fine|great|perfect|ok|okay)|good|great|perfect"
    r"|lets do|lets go with|lets|i choose|i pick|i can do|i could do|i can make"
    r"|ill take|i will take|i shall take|i will have|ill have|can i have|could i have|can i get"
    r"|id take|let me have|ill go with|ill do|id like|i would like|i want|give me|i mean|i meant"
    r"|i said|(?:can|could) (?:we|i|you) do|make it|make that"
    r"|choose|pick|go with|take|want)\s+)*"
)
_AFTER = (
    r"(?:\s+(?:please|pls|plz|thanks|thank you|then|(?:(?:that |it )?is|would be|sounds|looks)"
    r" (?:fine|good|ok|okay|best|better|perfect|great)|works|for (?:me|her|him|us|them)"
    r"|if it is still (?:free|open|available)|if its still (?:free|open|available)"
    r"|if possible|if thats ok|there|above|listed|(?:on|of|from|in) (?:the|that|your) list"
    r"|(?:that )?(?:you|u) (?:just )?(?:have|had|got|list|listed|said|gave|give|sent|offer|offered"
    r"|show|showed|mentioned|named|wrote|put)(?: me)?))*"
)
_BARE_NUMBER = re.compile(
    rf"^{_BEFORE}(?:the\s+)?(?:(?:number|no|num|option|choice|answer|reply)\s*)?#?\s*"
    rf"(\d{{1,2}}|{'|'.join(word for word in _NUMBERS if word.isalpha())}){_AFTER}$"
)
_BARE_PLACE = re.compile(
    rf"^{_BEFORE}(the\s+|that\s+)?({'|'.join(_PLACES)}|last)"
    rf"(?:\s+(?:one|option|choice|slot|answer|(?(1)time)))?{_AFTER}$"
)
# "3 works better, actually", "3, not 2".
_RATHER = r"(?:\s+(?:better|actually|instead|(?:not|instead of)\s+(?:at\s+)?\d{1,2}))*"
_KERNEL = re.compile(
    rf"^(?:(?:no|nah|nope|wait|actually|sorry|oh|hmm)\s+)*{_BEFORE}"
    rf"(?:at\s+|the\s+|that\s+)*(\S.*?)(?:\s+one)?{_AFTER}{_RATHER}$"
)
# What asks something chooses nothing: "is it free?" is no wish for the button with that word.
_ASKS = re.compile(r"^(?:is|are|does|do|did|what|why|how|who|where|which|when|will)\b")
# Of times on offer, which are shown in their order. "Later" alone asks for others.
_BY_ORDER = re.compile(
    rf"^{_BEFORE}(?:the\s+)?(?:(early|earlier|late|later|earliest|soonest|latest|middle)"
    rf"\s+(?:one|option|time|slot)|(middle|earliest|latest|soonest))(?:\s+i guess)?{_AFTER}$"
)
# What a slip of the thumb is looked for in, where a place is named.
_ORDERED = frozenset({*_PLACES, "earliest", "latest", "soonest", "middle"})
_OF_A_PLACE = _ORDERED | set(CARDINALS)
# What another part of a message says of the options, too.
_OF_OTHERS = _ORDERED | {"last", "other", "none", "neither"}
# Where a message that chooses goes on with something else.
_GOES_ON = re.compile(r"[.,;!?]+\s|\s[-–]+\s|\s(?:and|but)\s", re.IGNORECASE)
_SLOT = "slot:"
# From so many letters on, an option's words may be misspelt: one wrong, missing, more, swapped.
_LONG_ENOUGH = 5
# A yes that thumbs made something of, where the engine's spelling knows no better word.
_YES = frozenset({"yse", "eys", "yess", "yesss", "ys", "yees", "yeas"})
_THUMB_UP = re.compile("^\\s*[\U0001f44d\u2705\U0001f44c]")
YES = frozenset({"yes", "yes_book"})
# "One of these" is a letter away from "None of these", and "yes, one" is no choice of the first:
# where a sign is asked about, only a digit or the very words choose.
_FIGURE = re.compile(
    r"^(?:the\s+)?(?:number|no|num|option|choice|answer|reply)?\s*#?\s*(\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s+one)?(?:\s+(?:please|pls|thanks))?$"
)
NONE_OF_THESE, ONE_OR_MORE = "none_of_these", "one_or_more"
_SIGNS = frozenset({NONE_OF_THESE, ONE_OR_MORE})
_HALVES = frozenset({"am", "pm"})
_COMMON = frozenset(
    """
    the a an one thing stuff option please pls ok okay yes yeah i want ill take lets do go with for
    at on to that this about of and it is works time
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


@dataclass(frozen=True)
class NotAnOption:
    """A bare number that is none of the options."""

    number: int


def choose(text: str, options: Sequence[Option]) -> Option | NotAnOption | None:
    """The option a message chooses: by "2", "two", "the 2nd", "second one", "the last one", by its
    own words, a slip of the thumb in them aside, or by words that only one of them has.

    Returns:
        `NotAnOption` for a bare number that is none of them; None when the message says something
        else. A place beyond the options is something else: "the 14th" is a date.
    """
    if not options:
        return None
    words = plain_words(text)
    if any(option.key in _SIGNS for option in options):
        return _chosen_exactly(words, options)
    named = _named(words, options)
    if named:
        return named
    words = " ".join(map(_place_meant, words.split()))
    if words in _YES or (not words and is_thumb_up(text)):
        return next((option for option in options if option.key in YES), None)
    if match := _BARE_PLACE.match(words):
        number = len(options) if match[2] == "last" else _PLACES[match[2]]
        return options[number - 1] if number <= len(options) else None
    if match := _BY_ORDER.match(words):
        return _by_order(match[1] or match[2], options)
    if match := _BARE_NUMBER.match(words):
        number = _NUMBERS[str(int(match[1])) if match[1].isdigit() else match[1]]
        return _numbered(number, options)
    return None if _ASKS.match(words) else _by_words(words, options)


def choose_beside(text: str, options: Sequence[Option]) -> tuple[Option, list[str]] | None:
    """The option that one part of a message chooses, and the other parts, which say something
    else: "the second, Walt Brezny". None where another part speaks of an option as well."""
    parts = [part for part in _GOES_ON.split(text) if part.strip()]
    for place, part in enumerate(parts):
        chosen = choose(part, options)
        others = [*parts[:place], *parts[place + 1 :]]
        if isinstance(chosen, Option):
            return None if any(map(_speaks_of_one, others)) else (chosen, others)
    return None


def _speaks_of_one(part: str) -> bool:
    return not _OF_OTHERS.isdisjoint(map(_place_meant, plain_words(part).split()))


def kernel(text: str) -> str:
    """A short answer without what is said around it: "the am one please" -> "am"."""
    words = plain_words(text)
    match = _KERNEL.match(words)
    return match[1] if match else words


def is_thumb_up(text: str) -> bool:
    """Whether a message begins with a picture that says yes."""
    return bool(_THUMB_UP.match(text))


def is_number(text: str) -> bool:
    """Whether a message is the number of an option and nothing else, whatever is offered."""
    return plain_words(text) in _NUMBERS


def _chosen_exactly(words: str, options: Sequence[Option]) -> Option | NotAnOption | None:
    """The option whose digit or very words these are."""
    if figure := _FIGURE.match(words):
        return _numbered(int(figure[1]), options)
    return next((option for option in options if plain_words(option.label) == words), None)


def _by_order(word: str | None, options: Sequence[Option]) -> Option | None:
    times = [option for option in options if option.key.startswith(_SLOT)]
    if not times or word is None:
        return None
    if word == "middle":
        return times[len(times) // 2] if len(times) % 2 else None
    return times[-1] if word.startswith("late") else times[0]


def _numbered(number: int, options: Sequence[Option]) -> Option | NotAnOption:
    return options[number - 1] if 0 < number <= len(options) else NotAnOption(number)


def _named(words: str, options: Sequence[Option]) -> Option | None:
    """The option these words name; a misspelt one only when no other is as near."""
    labels = [plain_words(option.label) for option in options]
    if words in labels and words:
        return options[labels.index(words)]
    if len(words) < _LONG_ENOUGH or any(character.isdigit() for character in words):
        return None
    near = [option for option, label in zip(options, labels, strict=True) if _slip(words, label)]
    return near[0] if len(near) == 1 else None


def _by_words(words: str, options: Sequence[Option]) -> Option | None:
    """The one option that has all the telling words of a short message ("the heat one")."""
    telling = {word for word in words.split() if word not in _COMMON}
    if not telling or len(telling) > 3 or all(word.isdigit() for word in telling):
        return None
    if telling & _HALVES and any(word.isdigit() for word in telling):
        return None  # "2 pm" has the words of "2:30 PM" and is another time
    fitting = [o for o in options if telling <= set(plain_words(o.label).split())]
    return fitting[0] if len(fitting) == 1 else None


def _place_meant(word: str) -> str:
    """A word for a place, where a slip of the thumb made none of English of it."""
    if word in MISTYPED or len(word) < _LONG_ENOUGH or word in english():
        return MISTYPED.get(word, word)
    near = [place for place in _OF_A_PLACE if _slip(word, place)]
    return near[0] if len(near) == 1 else word


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
