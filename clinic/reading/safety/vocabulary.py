"""Loads content/safety.yml: the signs, the words for them, and what is said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Extra, constr, validator

from clinic.content.errors import ContentError
from clinic.content.watched import Watched
from clinic.content.yaml_file import line_of, read_yaml, validate

Tier = Literal["E", "C", "U"]
Phrase = tuple[str, ...]

FILE = "safety.yml"
WITHIN = 8  # words from the first to the last word of a sign, where the file says nothing else
ANYWHERE = 100_000
SHORTEST_WITH_FORMS = 4
SEGMENT = 160  # characters of one text message in the GSM-7 alphabet


class Review(BaseModel):
    """Who approved the wording; empty until somebody has."""

    status: str
    reviewer: str | None = None
    date: str | None = None

    class Config:
        extra = Extra.forbid


class _File(BaseModel):
    review: Review
    replies: dict[Tier, constr(min_length=20)]  # type: ignore[valid-type]
    safety_line: constr(min_length=20)  # type: ignore[valid-type]
    checklist: tuple[str, ...]
    words: dict[str, list[str]]
    parts: list[str]
    signs: list[dict[str, object]]
    context: dict[str, list[str]]
    shorthand: dict[str, str]

    class Config:
        extra = Extra.forbid

    @validator("replies")
    def _complete(cls, value: dict[Tier, str]) -> dict[Tier, str]:
        if set(value) != {"E", "C", "U"}:
            raise ValueError("write a reply for each of E, C and U")
        for tier, number in (("E", "911"), ("C", "988")):
            if number not in value[tier]:  # type: ignore[index]
                raise ValueError(f"the reply for {tier} has to name {number}")
            if len(value[tier]) > SEGMENT:  # type: ignore[index]
                raise ValueError(f"the reply for {tier} is longer than {SEGMENT} characters")
        if "911" in value["U"] or "988" in value["U"]:
            raise ValueError("the reply for U names neither 911 nor 988")
        return value


@dataclass(frozen=True)
class Sign:
    """What makes an alarm: one phrase of each list, close together.

    Attributes:
        tier: E, C or U.
        group: what the staff sees.
        lists: names of the word lists.
        within: words from the first to the last word, at most.
        unless: names of lists that must not stand close by.
        parts: those of its lists that name a part or function of the body, which may be said to
            be well.
    """

    tier: Tier
    group: str
    lists: tuple[str, ...]
    within: int
    unless: tuple[str, ...]
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All of safety.yml, checked.

    Attributes:
        phrases: every word list and every context list by name, as phrases of words.
        signs: what to look for.
        shorthand: a spelling, and the words behind it.
    """

    review: Review
    replies: dict[Tier, str]
    safety_line: str
    checklist: tuple[str, ...]
    phrases: dict[str, tuple[Phrase, ...]]
    signs: tuple[Sign, ...]
    shorthand: dict[str, Phrase]

    @cached_property
    def spellings(self) -> dict[str, int]:
        """Every single word of the vocabulary and its regular forms, for the spelling step, each
        with its weight: of two that are equally close, a word of the vocabulary is meant.

        A form that is no English word ("peeed") does no harm: it is only ever a misspelling's goal.
        """
        words = {
            word
            for phrases in self.phrases.values()
            for phrase in phrases
            for word in phrase
            if not word.endswith("*")
        }
        forms = {form for word in words for form in _forms(word)} - words
        return {**dict.fromkeys(sorted(words), 2), **dict.fromkeys(sorted(forms), 1)}


def _forms(word: str) -> tuple[str, ...]:
    """The regular forms of a word: leak, leaks, leaked, leaking; urinate, urinates, urinating."""
    if len(word) < SHORTEST_WITH_FORMS or not word.isalpha() or word.endswith(("s", "ing", "ed")):
        return ()
    stem = word.removesuffix("e")
    return (f"{word}s", f"{stem}ed", f"{stem}ing")


def load_vocabulary(folder: Path) -> Vocabulary:
    """Reads safety.yml from a content folder.

    Raises:
        ContentError: at the line of the first mistake.
    """
    path = folder / FILE
    data = read_yaml(path)
    file = validate(path, data, _File)
    lists = {**file.words, **file.context}
    for name in file.parts:
        if name not in lists:
            raise ContentError(path, line_of(data, ("parts",)), f"there is no word list {name!r}")
    signs = []
    for number, fields in enumerate(file.signs):
        line = line_of(data, ("signs", number))
        signs.append(_sign(path, line, fields, lists, frozenset(file.parts)))
    return Vocabulary(
        review=file.review,
        replies=file.replies,
        safety_line=file.safety_line,
        checklist=file.checklist,
        phrases={name: tuple(map(_phrase, words)) for name, words in lists.items()},
        signs=tuple(signs),
        shorthand={spelling: _phrase(words) for spelling, words in file.shorthand.items()},
    )


def _sign(
    path: Path,
    line: int | None,
    fields: dict[str, object],
    lists: dict[str, list[str]],
    parts: frozenset[str],
) -> Sign:
    unknown = set(fields) - {"tier", "group", "all", "within", "unless"}
    if unknown or not {"tier", "group", "all"} <= set(fields):
        raise ContentError(path, line, "a sign has tier, group, all, and may have within, unless")
    tier, names, unless = fields["tier"], fields["all"], fields.get("unless", [])
    if tier not in ("E", "C", "U"):
        raise ContentError(path, line, f"tier {tier!r} is none of E, C, U")
    if not isinstance(names, list) or not isinstance(unless, list) or not names:
        raise ContentError(path, line, "`all` and `unless` are lists of names of word lists")
    for name in (*names, *unless):
        if name not in lists:
            raise ContentError(path, line, f"there is no word list {name!r}")
    within = fields.get("within", WITHIN)
    if within == "anywhere":
        within = ANYWHERE
    if not isinstance(within, int) or within < 1:
        raise ContentError(path, line, "`within` is a number of words, or anywhere")
    return Sign(tier, str(fields["group"]), tuple(names), within, tuple(unless), parts & set(names))


def _phrase(words: str) -> Phrase:
    return tuple(str(words).lower().replace("-", " ").split())


_watched = Watched((FILE,), load_vocabulary)


def get_vocabulary() -> Vocabulary:
    """The vocabulary in force; an edit of the file shows within seconds.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    return _watched.get()
