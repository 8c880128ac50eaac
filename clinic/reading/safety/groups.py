"""Loads content/safety.yml: the kinds of signs, how urgent each is, and what is said.

The Spanish words stand in es/safety.yml, group by group. Neither file says how people tell of a
sign: that is the vocabulary (safety_words.yml).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, Extra, constr, validator

from clinic.content.errors import ContentError
from clinic.content.watched import Watched
from clinic.content.yaml_file import line_of, read_yaml, validate
from clinic.reading.safety.verdict import Tier

FILE, SPANISH = "safety.yml", "es/safety.yml"
TIERS: tuple[Tier, ...] = ("E", "C", "U")
NUMBERS: dict[str, str] = {"E": "911", "C": "988"}
# Two text messages hold so many characters; `make lint` checks their alphabet.
LONGEST = 306

Language = str  # "en" or "es"
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
    """What both files have."""

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


class _SpanishFile(_Spoken):
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
    """Both files, checked."""

    groups: dict[str, Group]
    spoken: dict[Language, Spoken] = field(default_factory=dict)

    def tier(self, group: str | None) -> Tier | None:
        """The tier of a group; None for none."""
        known = self.groups.get(group or "")
        return known.tier if known else None


def load_groups(folder: Path) -> SafetyContent:
    """Reads both files from a content folder.

    Raises:
        ContentError: at the line of the first mistake.
    """
    path, path_es = folder / FILE, folder / SPANISH
    data, data_es = read_yaml(path), read_yaml(path_es)
    file, spanish = validate(path, data, _File), validate(path_es, data_es, _SpanishFile)
    for key in (*file.groups, *spanish.groups):
        if key not in spanish.groups:
            raise ContentError(path_es, line_of(data_es, ("groups",)), f"{key!r} is missing")
        if key not in file.groups:
            raise ContentError(path_es, line_of(data_es, ("groups", key)), f"no group {key!r}")
    for where, document, spoken in ((path, data, file), (path_es, data_es, spanish)):
        for tier in TIERS:
            place = ("replies", tier)
            _check(where, line_of(document, place), tier, spoken.replies[tier])
        for key, words in spoken.groups.items():
            tier = file.groups[key].tier
            if words.reply:
                _check(where, line_of(document, ("groups", key, "reply")), tier, words.reply)
            _fits(where, line_of(document, ("groups", key, "question")), words.question)
    groups = {key: _group(key, file, spanish) for key in file.groups}
    return SafetyContent(groups, {"en": _spoken(file), "es": _spoken(spanish)})


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


def _group(key: str, file: _File, spanish: _SpanishFile) -> Group:
    english, other = file.groups[key], spanish.groups[key]
    tier = english.tier
    return Group(
        key,
        tier,
        english.name,
        english.discreet,
        {"en": english.reply or file.replies[tier], "es": other.reply or spanish.replies[tier]},
        {"en": english.question, "es": other.question},
    )


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


_watched = Watched((FILE, SPANISH), load_groups)


def get_groups() -> SafetyContent:
    """What is in force; an edit of the files shows within seconds.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    return _watched.get()
