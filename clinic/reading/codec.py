"""A Read and a Context as plain JSON: they travel on a message, through the tracker, to the
dialogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime, time
from typing import Any

from clinic.content.facts import ClinicFacts
from clinic.languages import ENGLISH
from clinic.reading.context import Before, Context, Option
from clinic.reading.read import Correction, Named, Phone, Read, TimeSaid, Wish
from clinic.reading.safety.verdict import Sign, Verdict
from clinic.reading.when import Days, Hours, Reading
from clinic.reading.when import Option as TimeOption
from clinic.reading.when import Wish as TimeWish
from clinic.screenings.models import Slot, read_code

Json = dict[str, Any]

# Three messages in a row are one sentence when they came within so long.
TOGETHER_SECONDS = 120


def read_as_json(read: Read) -> Json:
    """A Read as JSON; what has its first value is left out."""
    written: Json = _written(read)
    return written


def read_from_json(data: Mapping[str, Any]) -> Read:
    """Reads `read_as_json` back. Fields of another release are left out."""
    given = _known(Read, data)
    if "safety" in given:
        safety = _known(Verdict, given["safety"])
        safety["signs"] = tuple(Sign(**_known(Sign, sign)) for sign in safety.get("signs", ()))
        given["safety"] = Verdict(**safety)
    for name, kind in (
        ("wishes", Wish),
        ("names", Named),
        ("phones", Phone),
        ("corrections", Correction),
    ):
        given[name] = tuple(kind(**_known(kind, item)) for item in given.get(name, ()))
    given["alternatives"] = tuple(given.get("alternatives", ()))
    given["refuses"] = frozenset(given.get("refuses", ()))
    if given.get("time"):
        said = _known(TimeSaid, given["time"])
        said["reading"] = _reading(said.get("reading"))
        given["time"] = TimeSaid(**said)
    return Read(**given)


def context_from_json(
    data: Mapping[str, Any], now: datetime, facts: ClinicFacts, before: Before | None = None
) -> Context:
    """The context in the public part of a dialogue's state.

    Args:
        data: {"asked", "flow", "options": [{"key", "label"}], "slot_codes", "stands", "topic",
            "fact", "alarm", "booked", "declined", "name", "phone", "called_back", "called_off",
            "language", "lately": [[words, seconds since the epoch]]}, any of which may be left out.
        now: the present, aware.
        facts: how long a screening takes.
        before: the patient's message before this one.
    """
    slots = [
        slot for code in data.get("slot_codes") or () if (slot := _slot(code, facts)) is not None
    ]
    options = data.get("options") or ()
    return Context(
        now=now,
        asked=data.get("asked"),
        flow=data.get("flow"),
        options=tuple(Option(str(item["key"]), str(item["label"])) for item in options),
        slots=tuple(slots),
        stands=_slot(data.get("stands"), facts),
        topic=data.get("topic"),
        fact=data.get("fact"),
        before=_with_earlier(before, data.get("lately") or (), now),
        alarm=data.get("alarm"),
        booked=bool(data.get("booked")),
        declined=bool(data.get("declined")),
        name=data.get("name"),
        phone=data.get("phone"),
        called_back=bool(data.get("called_back")),
        called_off=bool(data.get("called_off")),
        language=data.get("language") or ENGLISH,
    )


def _with_earlier(
    before: Before | None, lately: Sequence[Sequence[Any]], now: datetime
) -> Before | None:
    """The last message with those right before it; `lately` may hold it as well."""
    if before is None:
        return None
    since = now.timestamp() - TOGETHER_SECONDS
    told = [str(words) for words, at in lately if at >= since]
    others = [words for words in told if not before.text.startswith(words)]
    return replace(before, earlier=" ".join(others))


def _slot(code: Any, facts: ClinicFacts) -> Slot | None:
    with suppress(ValueError):
        therapist, start = read_code(str(code))
        return Slot(start, therapist, start + facts.screening.length)
    return None


def _reading(data: Mapping[str, Any] | None) -> Reading | None:
    if data is None:
        return None
    wish = data.get("wish")
    return Reading(_time_wish(wish) if wish is not None else None, data.get("problem"))


def _time_wish(data: Mapping[str, Any]) -> TimeWish:
    given = _known(TimeWish, data)
    if "options" in given:
        given["options"] = tuple(map(_time_option, given["options"]))
    given["never"] = tuple(map(_time_option, given.get("never", ())))
    return TimeWish(**given)


def _time_option(data: Mapping[str, Any]) -> TimeOption:
    days, hours = data.get("days", {}), data.get("hours", {})
    weekdays = days.get("weekdays")
    return TimeOption(
        Days(
            first=_date(days.get("first")),
            last=_date(days.get("last")),
            weekdays=None if weekdays is None else frozenset(weekdays),
        ),
        Hours(
            **{
                name: time.fromisoformat(hours[name]) for name in ("first", "last") if name in hours
            },
            exact=hours.get("exact", False),
            around=hours.get("around", False),
        ),
    )


def _date(said: str | None) -> date | None:
    return None if said is None else date.fromisoformat(said)


def _known(kind: type, data: Mapping[str, Any]) -> Json:
    names = {item.name for item in fields(kind)}
    return {name: value for name, value in data.items() if name in names}


def _written(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        kept = {}
        for item in fields(value):
            held = getattr(value, item.name)
            if held != _first_value(item):
                kept[item.name] = _written(held)
        return kept
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_written(item) for item in value]
    return value


_ABSENT = object()


def _first_value(item: Any) -> Any:
    if item.default_factory is not MISSING:
        return item.default_factory()
    return _ABSENT if item.default is MISSING else item.default
