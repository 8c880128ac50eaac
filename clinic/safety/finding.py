"""Finds the signs of the vocabulary in a message that was brought into plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from clinic.safety.vocabulary import Phrase, Sign, Vocabulary

# A list may be found many times in a very long message; so many places of each are combined.
PLACES = 40


@dataclass(frozen=True)
class Word:
    """One word of a message: as written and as a dictionary would list it."""

    text: str
    lemma: str


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
    index = _index(vocabulary)
    places: dict[str, list[Span]] = {}
    for position, word in enumerate(words):
        candidates = {
            *index.get(word.text, ()),
            *index.get(word.lemma, ()),
            *index.get(word.text[:3] + "*", ()),
        }
        for name, phrase in candidates:
            if _stands_at(phrase, words, position):
                places.setdefault(name, []).append((position, position + len(phrase)))
    return places


# Lists of phrases by their first word, or by the first three letters of one with an open end.
_Index = dict[str, tuple[tuple[str, Phrase], ...]]
_indexes: dict[int, tuple[Vocabulary, _Index]] = {}


def _index(vocabulary: Vocabulary) -> _Index:
    kept = _indexes.get(id(vocabulary))
    if kept and kept[0] is vocabulary:
        return kept[1]
    index: dict[str, list[tuple[str, Phrase]]] = {}
    for name, phrases in vocabulary.phrases.items():
        for phrase in phrases:
            first = phrase[0]
            key = first[:3] + "*" if first.endswith("*") else first
            index.setdefault(key, []).append((name, phrase))
    _indexes.clear()
    _indexes[id(vocabulary)] = vocabulary, {key: tuple(value) for key, value in index.items()}
    return _indexes[id(vocabulary)][1]


def _stands_at(phrase: Phrase, words: Sequence[Word], position: int) -> bool:
    if position + len(phrase) > len(words):
        return False
    return all(_is(word, words[position + place]) for place, word in enumerate(phrase))


@lru_cache(maxsize=20_000)
def _is(wanted: str, word: Word) -> bool:
    if wanted.endswith("*"):
        return word.text.startswith(wanted[:-1])
    return wanted in (word.text, word.lemma)


def _overlap(spans: Sequence[Span]) -> bool:
    """Whether two lists were found in the very same words: "incontinent" can't be both."""
    ordered = sorted(spans)
    return any(second[0] < first[1] for first, second in pairwise(ordered))


def _near(found: Found, spans: Sequence[Span], within: int = 3) -> bool:
    return any(start <= found.end + within and end >= found.start - within for start, end in spans)
