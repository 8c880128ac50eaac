"""The words for times and for what is sent: content/times.yml and content/notices.yml."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, Extra, conlist

from clinic.content.watched import Watched
from clinic.content.yaml_file import read_yaml, validate


class _Strict(BaseModel):
    class Config:
        allow_mutation = False
        extra = Extra.forbid


class TimeWords(_Strict):
    """How a time is said."""

    weekdays: conlist(str, min_items=7, max_items=7)  # type: ignore[valid-type]
    months: conlist(str, min_items=12, max_items=12)  # type: ignore[valid-type]
    am: str
    pm: str
    noon: str
    day: str
    date: str
    long: str
    short: str
    sms: str


class WishWords(_Strict):
    """How a wish for a time is said back."""

    any_day: str
    weekday: str
    weekend: str
    weekday_between: str
    between_days: str
    from_day: str
    until_day: str
    morning: str
    afternoon: str
    evening: str
    lunch: str
    at: str
    after: str
    before: str
    between: str
    either: str
    but: str
    later: str
    earlier: str
    other_day: str


class Words(_Strict):
    """Everything in content/times.yml."""

    times: TimeWords
    wish: WishWords


def _load(folder: Path) -> Words:
    path = folder / "times.yml"
    return validate(path, read_yaml(path), Words)


_words = Watched(("times.yml",), _load)


def get_words() -> Words:
    """The words in force.

    Raises:
        ContentError: at the first read only, at the file and line of the mistake.
    """
    return _words.get()
