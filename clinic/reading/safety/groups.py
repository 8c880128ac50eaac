"""Loads content/safety.yml: the kinds of signs, how urgent each is, and what is said.

The words of other languages stand in their folders (es/safety.yml), group by group; Spanish has to
be there, as it is said also where patients are answered in English alone. None of these files says
how people tell of a sign: that is the vocabulary (safety_words.yml).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Extra, constr, validator

from clinic.content.errors import ContentError
from clinic.content.watched import Watched
from clinic.content.yaml_file import line_of, read_yaml, validate
from clinic.languages import ENGLISH
from clinic.reading.safety.verdict import Tier

FILE, SPANISH, EACH = "safety.yml", "es/safety.yml", "*/safety.yml"
FILES = (FILE, SPANISH, EACH)
TIERS: tuple[Tier, ...] = ("E", "C", "U")
NUMBERS: dict[str, str] = {"E": "911", "C": "988"}
# Two text messages hold so many characters; `make lint` checks their alphabet.
LONGEST = 306

Language = str  # "en", "es"
_Sentence = constr(min_length=20)
_ByTier = dict[Tier, _Sentence]  # type: ignore[valid-type]


class Review(BaseModel):
    """Who approved the wording; empty until somebody has."""

    status: str
    reviewer: str | None = None
    date: str | None = None

    class Config:
        extra = Extra.forbid


class _After(BaseModel):
    help_is_coming: _Sentence  # type: ignore[valid-type]
    help_in_a_crisis: _Sentence | None = None  # type: ignore[valid-type]
    doctor_called: _Sentence | None = None  # type: ignore[valid-type]
    withdrawn: _Sentence  # type: ignore[valid-type]
    withdrawn_crisis: _Sentence  # type: ignore[valid-type]

    class Config:
        extra = Extra.forbid


class _Words(BaseModel):
    reply: _Sentence | None = None  # type: ignore[valid-type]
    question: _Sentence  # type: ignore[valid-type]

    class Config:
        extra = Extra.forbid


class _Group(_Words):
    tier: Tier
    name: str
    discreet: bool = False


class _Spoken(BaseModel):
    """What all files have."""

    review: Review
    replies: _ByTier
    reminders: _ByTier
    denied: _ByTier
    after: _After
    safety_line: _Sentence  # type: ignore[valid-type]
    checklist: tuple[str, ...]

    class Config:
        extra = Extra.forbid

    @validator("replies", "reminders", "denied")
    def _complete(cls, value: dict[Tier, str]) -> dict[Tier, str]:
        if set(value) != set(TIERS):
            raise ValueError("write one for each of E, C and U")
        return value


class _File(_Spoken):
    groups: dict[str, _Group]


class _Translation(_Spoken):
    groups: dict[str, _Words]


@dataclass(frozen=True)
class Group:
    """One kind of sign.

    Attributes:
        key: its name in the files and in a `Sign`.
        tier: E, C or U.
        name: what the staff see.
        discreet: somebody may read along: nothing in a list, a preview or a later reminder may
            give away what it was about.
        replies: what is said when it is present, by language.
        questions: what is asked when it is in doubt, by language.
    """

    key: str
    tier: Tier
    name: str
    discreet: bool
    replies: dict[Language, str]
    questions: dict[Language, str]


@dataclass(frozen=True)
class Spoken:
    """What is said in one language, whatever the group.

    Attributes:
        replies: to an alarm, by tier.
        reminders: the one line before the next answer after an alarm.
        denied: when the sign in doubt is not there.
        after: when the patient tells how it went on: help_is_coming, help_in_a_crisis,
            doctor_called (each where it has words of its own), withdrawn, withdrawn_crisis.
        safety_line: when somebody asks about a sign.
        checklist: the signs asked about before a screening is booked.
    """

    review: Review
    replies: dict[Tier, str]
    reminders: dict[Tier, str]
    denied: dict[Tier, str]
    after: dict[str, str]
    safety_line: str
    checklist: tuple[str, ...]


@dataclass(frozen=True)
class SafetyContent:
    """All files, checked."""

    groups: dict[str, Group]
    spoken: dict[Language, Spoken] = field(default_factory=dict)

    def tier(self, group: str | None) -> Tier | None:
        """The tier of a group; None for none."""
        known = self.groups.get(group or "")
        return known.tier if known else None


def load_groups(folder: Path) -> SafetyContent:
    """Reads the file of each language from a content folder.

    Raises:
        ContentError: at the line of the first mistake.
    """
    path = folder / FILE
    data = read_yaml(path)
    file = validate(path, data, _File)
    _check_words(path, data, file, file)
    paths = sorted({folder / SPANISH, *folder.glob(EACH)})
    others = {where.parent.name: _translation(where, file) for where in paths}
    spoken = {ENGLISH: _spoken(file), **{code: _spoken(one) for code, one in others.items()}}
    groups = {key: _group(key, file, others) for key in file.groups}
    return SafetyContent(groups, spoken)


def _translation(path: Path, file: _File) -> _Translation:
    data = read_yaml(path)
    found = validate(path, data, _Translation)
    for key in (*file.groups, *found.groups):
        if key not in found.groups:
            raise ContentError(path, line_of(data, ("groups",)), f"{key!r} is missing")
        if key not in file.groups:
            raise ContentError(path, line_of(data, ("groups", key)), f"no group {key!r}")
    _check_words(path, data, found, file)
    return found


def _check_words(path: Path, data: Any, words: _File | _Translation, file: _File) -> None:
    for tier in TIERS:
        _check(path, line_of(data, ("replies", tier)), tier, words.replies[tier])
    for key, said in words.groups.items():
        tier = file.groups[key].tier
        if said.reply:
            _check(path, line_of(data, ("groups", key, "reply")), tier, said.reply)
        _fits(path, line_of(data, ("groups", key, "question")), said.question)


def _check(path: Path, line: int | None, tier: Tier, words: str) -> None:
    """That a reply names its number, and fits.

    Raises:
        ContentError: it doesn't.
    """
    number = NUMBERS.get(tier)
    if number and number not in words:
        raise ContentError(path, line, f"a reply for {tier} has to name {number}")
    if tier == "U" and any(other in words for other in NUMBERS.values()):
        raise ContentError(path, line, "a reply for U names neither 911 nor 988")
    _fits(path, line, words)


def _fits(path: Path, line: int | None, words: str) -> None:
    if len(words) > LONGEST:
        raise ContentError(path, line, f"is longer than {LONGEST} characters, two text messages")


def _group(key: str, file: _File, others: Mapping[Language, _Translation]) -> Group:
    english = file.groups[key]
    tier = english.tier
    replies = {ENGLISH: english.reply or file.replies[tier]}
    replies |= {code: one.groups[key].reply or one.replies[tier] for code, one in others.items()}
    questions = {ENGLISH: english.question}
    questions |= {code: one.groups[key].question for code, one in others.items()}
    return Group(key, tier, english.name, english.discreet, replies, questions)


def _spoken(file: _Spoken) -> Spoken:
    return Spoken(
        file.review,
        file.replies,
        file.reminders,
        file.denied,
        file.after.dict(exclude_none=True),
        file.safety_line,
        file.checklist,
    )


_watched = Watched(FILES, load_groups)


def get_groups() -> SafetyContent:
    """What is in force; an edit of the files shows within seconds.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    return _watched.get()
