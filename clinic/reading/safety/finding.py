"""Finds the signs of the vocabulary in a message that was brought into plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from clinic.reading.safety.vocabulary import Phrase, Sign, Vocabulary

# A list may be found many times in a very long message; so many places of each are combined.
PLACES = 40
# Of a word with an open end ("numb*") so many letters are looked up.
OPEN_END = 3


@dataclass(frozen=True)
class Word:
    """One word of a message: as written, and with what it may be a form of."""

    text: str
    forms: tuple[str, ...]


Span = tuple[int, int]  # first word, and the one after the last


@dataclass(frozen=True)
class Found:
    """A sign in a message, whatever is said about it.

    Attributes:
        sign: which.
        spans: where each of its lists was found, as word positions.
    """

    sign: Sign
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Position of its first word."""
        return min(start for start, _ in self.spans)

    @property
    def end(self) -> int:
        """Position after its last word."""
        return max(end for _, end in self.spans)

    @property
    def gap(self) -> int:
        """How many words stand between its lists."""
        return self.end - self.start - sum(end - start for start, end in self.spans)


def find_signs(places: dict[str, list[Span]], vocabulary: Vocabulary) -> Iterator[Found]:
    """Every sign of a message whose word lists stand at `places`, everywhere it stands."""
    for sign in vocabulary.signs:
        lists = [places.get(name, [])[:PLACES] for name in sign.lists]
        if not all(lists):
            continue
        for spans in product(*lists):
            found = Found(sign, spans)
            if found.gap > sign.within or _overlap(spans):
                continue
            if any(_near(found, places.get(name, ())) for name in sign.unless):
                continue
            yield found


def find_lists(words: Sequence[Word], vocabulary: Vocabulary) -> dict[str, list[Span]]:
    """Where each word list's phrases stand in a message."""
    alone, pairs = _index(vocabulary)
    keys = [(*word.forms, word.text[:OPEN_END] + "*") for word in words]
    places: dict[str, list[Span]] = {}
    for position, firsts in enumerate(keys):
        found: dict[_Entry, None] = {}
        if position + 1 < len(words):
            for first, second in product(firsts, keys[position + 1]):
                found.update(dict.fromkeys(pairs.get((first, second), ())))
        for first in firsts:
            found.update(dict.fromkeys(alone.get(first, ())))
        for name, phrase in found:
            if _stands_at(phrase, words, position):
                places.setdefault(name, []).append((position, position + len(phrase)))
    return places


# A word list's name and one of its phrases.
_Entry = tuple[str, Phrase]
# The phrases of one word by that word, the longer ones by their first two; a word with an open end
# by its first letters.
_Index = tuple[dict[str, tuple[_Entry, ...]], dict[tuple[str, str], tuple[_Entry, ...]]]


@lru_cache(maxsize=2)
def _index(vocabulary: Vocabulary) -> _Index:
    alone: dict[str, list[_Entry]] = {}
    pairs: dict[tuple[str, str], list[_Entry]] = {}
    for name, phrases in vocabulary.phrases.items():
        for phrase in phrases:
            first, *rest = map(_key, phrase)
            if rest:
                pairs.setdefault((first, rest[0]), []).append((name, phrase))
            else:
                alone.setdefault(first, []).append((name, phrase))
    return (
        {key: tuple(entries) for key, entries in alone.items()},
        {key: tuple(entries) for key, entries in pairs.items()},
    )


def _key(wanted: str) -> str:
    return wanted[:OPEN_END] + "*" if wanted.endswith("*") else wanted


def _stands_at(phrase: Phrase, words: Sequence[Word], position: int) -> bool:
    if position + len(phrase) > len(words):
        return False
    return all(_is(word, words[position + place]) for place, word in enumerate(phrase))


def _is(wanted: str, word: Word) -> bool:
    if wanted.endswith("*"):
        return word.text.startswith(wanted[:-1])
    return wanted in word.forms


def _overlap(spans: Sequence[Span]) -> bool:
    """Whether two lists were found in the very same words: "incontinent" can't be both."""
    ordered = sorted(spans)
    return any(second[0] < first[1] for first, second in pairwise(ordered))


def _near(found: Found, spans: Sequence[Span], within: int = 3) -> bool:
    return any(start <= found.end + within and end >= found.start - within for start, end in spans)
