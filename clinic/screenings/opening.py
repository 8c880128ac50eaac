"""When the clinic is open: now, on a day, and when somebody is there next."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from clinic.content import ClinicFacts
from clinic.content.facts import WEEKDAYS
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
