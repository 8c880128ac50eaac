"""The words for times and for what is sent: content/times.yml and content/notices.yml."""

from __future__ import annotations

from pydantic import BaseModel, Extra, conlist, validator
from pydantic.fields import ModelField

from clinic.content.braces import only_names
from clinic.content.one_file import watched_file


class _Strict(BaseModel):
    class Config:
        allow_mutation = False
        extra = Extra.forbid


# What each text is filled in with; the others with nothing.
NAMES = {
    "day": ("weekday", "month", "date"),
    "date": ("month", "date"),
    "long": ("day", "time", "zone"),
    "short": ("weekday", "month", "date", "time"),
    "zoned": ("short", "zone"),
}
WISH_NAMES = {
    "on_day": ("day",),
    "weekday_between": ("day", "first", "last"),
    "between_days": ("first", "last"),
    "from_day": ("day",),
    "until_day": ("day",),
    "at": ("time",),
    "after": ("time",),
    "before": ("time",),
    "between": ("first", "last"),
    "either": ("first", "last"),
    "but": ("wish", "never"),
}


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
    zoned: str

    @validator(*NAMES)
    def _known_names(cls, value: str, field: ModelField) -> str:
        return only_names(value, NAMES[field.name])


class WishWords(_Strict):
    """How a wish for a time is said back."""

    any_day: str
    on_day: str
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

    @validator(*WISH_NAMES)
    def _known_names(cls, value: str, field: ModelField) -> str:
        return only_names(value, WISH_NAMES[field.name])


class Words(_Strict):
    """Everything in content/times.yml."""

    times: TimeWords
    wish: WishWords


_words = watched_file("times.yml", Words)


def get_words() -> Words:
    """The words in force.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    return _words.get()
