"""When the clinic is open: now, on a day, and when somebody is there next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from clinic.content import ClinicFacts
from clinic.content.facts import WEEKDAYS
from clinic.screenings import times
from clinic.screenings.hours import is_closed

# Nobody is away longer than that at a stretch.
LOOKED_AHEAD_DAYS = 60

Spans = tuple[tuple[time, time], ...]


def spans_on(clinic: ClinicFacts, day: date) -> Spans:
    """The opening hours of a day; none when the clinic is closed."""
    if is_closed(clinic, day):
        return ()
    return clinic.hours.get(WEEKDAYS[day.weekday()], ())


def open_until(clinic: ClinicFacts, now: datetime) -> time | None:
    """Until when it is open now; None while it is closed."""
    local = now.astimezone(clinic.tz)
    clock = local.time().replace(tzinfo=None)
    for start, end in spans_on(clinic, local.date()):
        if start <= clock < end:
            return end
    return None


def opens_next(clinic: ClinicFacts, now: datetime) -> tuple[date, time] | None:
    """The next day and hour at which it opens; None when none is in sight."""
    local = now.astimezone(clinic.tz)
    for ahead in range(LOOKED_AHEAD_DAYS):
        day = local.date() + timedelta(days=ahead)
        for start, _ in spans_on(clinic, day):
            if ahead or start > local.time().replace(tzinfo=None):
                return day, start
    return None


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
