"""Says when the clinic is open (`clinic.screenings.opening` knows when that is)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from clinic.content import ClinicFacts
from clinic.content.facts import WEEKDAYS
from clinic.screenings import times
from clinic.screenings.opening import Spans, open_until, opens_next, spans_on

__all__ = ["open_until", "opens_next", "say_next", "say_spans", "say_week", "spans_on"]


def say_next(clinic: ClinicFacts, now: datetime) -> dict[str, Any]:
    """When it opens next, as the names `next_day` and `next_time` of a reply; empty words where
    that is not known."""
    following = opens_next(clinic, now)
    if following is None:
        return {"next_day": "", "next_time": ""}
    return {
        "next_day": times.say_day(following[0]),
        "next_time": times.say_clock(following[1]),
    }


def say_spans(spans: Iterable[tuple[time, time]]) -> str:
    """ "9 AM-noon, 1 PM-5 PM"."""
    return ", ".join(f"{times.say_clock(start)}-{times.say_clock(end)}" for start, end in spans)


def say_week(clinic: ClinicFacts) -> str:
    """The opening hours, a line for each run of days with the same hours."""
    names = times.weekday_names()
    runs: list[tuple[int, int, Spans]] = []
    for number, day in enumerate(WEEKDAYS):
        spans = clinic.hours.get(day, ())
        if runs and runs[-1][2] == spans:
            runs[-1] = (runs[-1][0], number, spans)
        else:
            runs.append((number, number, spans))
    lines = []
    for first, last, spans in runs:
        days = names[first] if first == last else f"{names[first]}-{names[last]}"
        if spans:
            lines.append(f"{days} {say_spans(spans)}")
    return "\n".join(lines)


def day_meant(subject: str, now: datetime, clinic: ClinicFacts) -> date | None:
    """The day that a question about hours names: a date, or the next such weekday."""
    today = now.astimezone(clinic.tz).date()
    if subject == "today":
        return today
    if subject == "tomorrow":
        return today + timedelta(days=1)
    if subject in WEEKDAYS:
        return today + timedelta(days=(WEEKDAYS.index(subject) - today.weekday()) % 7)
    try:
        return date.fromisoformat(subject)
    except ValueError:
        return None
