"""Loads content/safety_words.yml: the signs, and how people say them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

from pydantic import BaseModel, Extra

from clinic.content.errors import ContentError
from clinic.content.watched import Watched
from clinic.content.yaml_file import line_of, read_yaml, validate
from clinic.reading.safety import groups
from clinic.reading.safety.verdict import Tier

Phrase = tuple[str, ...]

FILE = "safety_words.yml"
WITHIN = 8  # words from the first to the last word of a sign, where the file says nothing else
ANYWHERE = 100_000
SHORTEST_WITH_FORMS = 4
# Before the name of a word list: each of its phrases.
EACH_OF = "@"
# How the names of the Spanish word lists begin.
SPANISH_LIST = "es_"


class _File(BaseModel):
    words: dict[str, list[str]]
    parts: list[str]
    signs: list[dict[str, object]]
    context: dict[str, list[str]]
    shorthand: dict[str, str]
    as_they_are: list[str] = []

    class Config:
        extra = Extra.forbid


@dataclass(frozen=True)
class Sign:
    """What makes an alarm: one phrase of each list, close together.

    Attributes:
        tier: of its group: E, C or U.
        group: as in safety.yml.
        lists: names of the word lists.
        within: words from the first to the last word, at most.
        unless: names of lists that must not stand close by.
        parts: those of its lists that name a part or function of the body, which may be said to
            be well.
        certain: its words can hardly mean anything else.
        also_asked: it is there also where it is asked about: "how can I hurt myself".
    """

    tier: Tier
    group: str
    lists: tuple[str, ...]
    within: int
    unless: tuple[str, ...]
    parts: frozenset[str] = frozenset()
    certain: bool = False
    also_asked: bool = False


@dataclass(frozen=True, eq=False)
class Spellings:
    """What a misspelling may have been meant for.

    Attributes:
        weights: each word's: of two that are equally close the weightier is meant.
    """

    weights: dict[str, int]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All of safety_words.yml, checked.

    Attributes:
        phrases: every word list and every context list by name, as phrases of words.
        signs: what to look for.
        shorthand: a spelling, and the words behind it.
        as_they_are: words that look like a misspelt one of the lists, and are none.
    """

    phrases: dict[str, tuple[Phrase, ...]]
    signs: tuple[Sign, ...]
    shorthand: dict[str, Phrase]
    as_they_are: frozenset[str]

    @cached_property
    def spellings(self) -> Spellings:
        """Every single word of the vocabulary and its regular forms, for the spelling step.

        A form that is no English word ("peeed") does no harm: it is only ever a misspelling's goal.
        """
        words = self._words("")
        forms = {form for word in words for form in _forms(word)} - words
        return Spellings({**dict.fromkeys(sorted(words), 2), **dict.fromkeys(sorted(forms), 1)})

    @cached_property
    def spanish_spellings(self) -> Spellings:
        """Those of the Spanish lists: "pecho" is no misspelt "peach"."""
        return Spellings(dict.fromkeys(sorted(self._words(SPANISH_LIST)), 2))

    def _words(self, of_lists: str) -> set[str]:
        """Every single word of the lists whose names begin so."""
        return {
            word
            for name, phrases in self.phrases.items()
            if name.startswith(of_lists)
            for phrase in phrases
            for word in phrase
            if not word.endswith("*")
        }


def _forms(word: str) -> tuple[str, ...]:
    """The regular forms of a word: leak, leaks, leaked, leaking; urinate, urinates, urinating."""
    if len(word) < SHORTEST_WITH_FORMS or not word.isalpha() or word.endswith(("s", "ing", "ed")):
        return ()
    stem = word.removesuffix("e")
    return (f"{word}s", f"{stem}ed", f"{stem}ing")


def load_vocabulary(folder: Path) -> Vocabulary:
    """Reads safety_words.yml from a content folder, and the groups it speaks of.

    Raises:
        ContentError: at the line of the first mistake.
    """
    path = folder / FILE
    data = read_yaml(path)
    file = validate(path, data, _File)
    lists = {**file.words, **file.context}
    known = groups.load_groups(folder)
    for name in file.parts:
        if name not in lists:
            raise ContentError(path, line_of(data, ("parts",)), f"there is no word list {name!r}")
    signs = []
    for number, fields in enumerate(file.signs):
        line = line_of(data, ("signs", number))
        try:
            signs.append(_sign(lists, frozenset(file.parts), known, fields))
        except ValueError as error:
            raise ContentError(path, line, str(error)) from error
    return Vocabulary(
        phrases={name: _phrases(path, data, name, lists) for name in lists},
        signs=tuple(signs),
        shorthand={spelling: _phrase(words) for spelling, words in file.shorthand.items()},
        as_they_are=frozenset(file.as_they_are),
    )


def _phrases(
    path: Path, data: object, name: str, lists: dict[str, list[str]]
) -> tuple[Phrase, ...]:
    """The phrases of a word list. A word "@name" stands for each phrase of that other list, which
    has none of its own.

    Raises:
        ContentError: there is no such list.
    """
    found: list[Phrase] = []
    for words in lists[name]:
        choices = []
        for word in str(words).split():
            other = word.removeprefix(EACH_OF)
            if word.startswith(EACH_OF) and other not in lists:
                raise ContentError(path, line_of(data, ("words", name)), f"no word list {other!r}")
            choices.append(lists[other] if word.startswith(EACH_OF) else [word])
        found += [_phrase(" ".join(map(str, chosen))) for chosen in product(*choices)]
    return tuple(found)


def _sign(
    lists: Collection[str],
    parts: frozenset[str],
    known: groups.SafetyContent,
    fields: dict[str, object],
) -> Sign:
    """A sign from its fields.

    Raises:
        ValueError: what is wrong with them.
    """
    unknown = set(fields) - {"group", "all", "within", "unless", "certain", "also_asked"}
    if unknown or not {"group", "all"} <= set(fields):
        raise ValueError(
            "a sign has group and all, and may have within, unless, certain, also_asked"
        )
    group, names, unless = str(fields["group"]), fields["all"], fields.get("unless", [])
    tier = known.tier(group)
    if tier is None:
        raise ValueError(f"there is no group {group!r} in {groups.FILE}")
    if not isinstance(names, list) or not isinstance(unless, list) or not names:
        raise ValueError("`all` and `unless` are lists of names of word lists")
    for name in (*names, *unless):
        if name not in lists:
            raise ValueError(f"there is no word list {name!r}")
    within = fields.get("within", WITHIN)
    if within == "anywhere":
        within = ANYWHERE
    if not isinstance(within, int) or within < 1:
        raise ValueError("`within` is a number of words, or anywhere")
    return Sign(
        tier,
        group,
        tuple(names),
        within,
        tuple(unless),
        parts & set(names),
        certain=fields.get("certain") is True,
        also_asked=fields.get("also_asked") is True,
    )


def _phrase(words: str) -> Phrase:
    return tuple(str(words).lower().replace("-", " ").split())


_watched = Watched((FILE, *groups.FILES), load_vocabulary)


def get_vocabulary() -> Vocabulary:
    """The vocabulary in force; an edit of the file shows within seconds.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    return _watched.get()
