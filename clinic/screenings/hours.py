"""When screenings can be given at all: opening hours, closures and holidays become times.

Wall-clock hours are turned into instants with the clinic's zone, so a day has 23 or 25 hours
when clocks change: an hour that is skipped has no times, an hour that comes twice has them twice
(`times.say` tells them apart).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

import holidays

from clinic.content import ClinicFacts, Therapist
from clinic.content.facts import WEEKDAYS
from clinic.screenings.models import Slot


def slots_between(clinic: ClinicFacts, first: datetime, last: datetime) -> list[Slot]:
    """Every time a screening could begin from `first` to `last`, both included, taken or not.

    Sorted by start, then in the order the therapists stand in the clinic's facts.
    """
    order = {therapist.id: place for place, therapist in enumerate(clinic.therapists)}
    day = first.astimezone(clinic.tz).date()
    until = last.astimezone(clinic.tz).date()
    slots: list[Slot] = []
    while day <= until:
        if not is_closed(clinic, day):
            for therapist in clinic.therapists:
                slots.extend(
                    slot for slot in _day(clinic, therapist, day) if first <= slot.starts_at <= last
                )
        day += timedelta(days=1)
    return sorted(slots, key=lambda slot: (slot.starts_at, order[slot.therapist]))


def bookable(clinic: ClinicFacts, now: datetime) -> tuple[datetime, datetime]:
    """The first and the last instant a screening may begin at, seen from `now`.

    The last is the end of the local day `ahead_days` from today, so that "up to 30 days ahead"
    means whole days.
    """
    rules = clinic.screening
    first = now + timedelta(hours=rules.notice_hours)
    day = now.astimezone(clinic.tz).date() + timedelta(days=rules.ahead_days)
    last = datetime.combine(day, time(23, 59, 59), clinic.tz).astimezone(timezone.utc)
    return first, last


def is_closed(clinic: ClinicFacts, day: date) -> bool:
    """Whether the clinic is closed all day: a public holiday or a day in its list."""
    if any(first <= day <= last for first, last in clinic.closures):
        return True
    rule = clinic.holidays
    return rule is not None and day in _holidays(rule.country, rule.subdivision, day.year)


def working_on(clinic: ClinicFacts, day: date) -> set[str]:
    """Ids of the therapists with hours on a day."""
    if is_closed(clinic, day):
        return set()
    return {one.id for one in clinic.therapists if _hours_on(clinic, one, day)}


def _hours_on(clinic: ClinicFacts, therapist: Therapist, day: date) -> Sequence[tuple[time, time]]:
    hours = clinic.hours if therapist.hours is None else therapist.hours
    return hours.get(WEEKDAYS[day.weekday()], ())


@lru_cache(maxsize=16)
def _holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))


def _day(clinic: ClinicFacts, therapist: Therapist, day: date) -> Iterator[Slot]:
    length = clinic.screening.length
    step = length + clinic.screening.buffer
    for opens, closes in _hours_on(clinic, therapist, day):
        start = datetime.combine(day, opens, clinic.tz).astimezone(timezone.utc)
        end = datetime.combine(day, closes, clinic.tz).astimezone(timezone.utc)
        while start + length <= end:
            slot = Slot(start, therapist.id, start + length)
            if _within(slot, clinic, day, opens, closes):
                yield slot
            start += step


def _within(slot: Slot, clinic: ClinicFacts, day: date, opens: time, closes: time) -> bool:
    """Whether the clock on the wall agrees too: false only in the hours around a clock change."""
    begins = slot.starts_at.astimezone(clinic.tz)
    ends = slot.ends_at.astimezone(clinic.tz)
    return (
        begins.date() == ends.date() == day
        and opens <= begins.time().replace(tzinfo=None)
        and ends.time().replace(tzinfo=None) <= closes
    )
