"""Holds what is wished for against the times on offer, and against today: "something later", "the
same day, but later", "Thursday at 3:30"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from clinic.reading.when.items import Calendar, Mark
from clinic.reading.when.wish import Days, Hours, Option

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


def only_weekdays(days: Days) -> bool:
    return days.weekdays is not None and days.first is None and days.last is None


def against_offered(
    marks: set[Mark], wanted: list[Option], never: list[Option], offered: Sequence[datetime]
) -> tuple[list[Option], list[Option]]:
    """Adds what is meant against the times on offer: later, earlier, another day, another time."""
    if not offered:
        return wanted, never
    first, last = offered[0], offered[-1]
    # Thursdays were on offer, so a later one is a Thursday.
    weekdays = frozenset(at.weekday() for at in offered)
    of_one = len(weekdays) == 1 and first.date() != last.date()
    only = weekdays if of_one else None
    if marks & {"later", "earlier"} and wanted:
        wanted = [_than_offered(option, marks, first, last) for option in wanted]
    if "later" in marks and not wanted:
        wanted = [
            Option(Days(last.date(), last.date()), Hours(first=_clock(last + _MINUTE))),
            Option(Days(last.date() + _DAY, weekdays=only)),
        ]
    if "earlier" in marks and not wanted:
        wanted = [
            Option(Days(None, first.date() - _DAY, only)),
            Option(Days(first.date(), first.date()), Hours(last=_clock(first - _MINUTE))),
        ]
    if "other_day" in marks:
        never = never + [Option(Days(at.date(), at.date())) for at in offered]
    if marks & {"other_day", "other_time", "later", "earlier"}:
        # "10:30 works, and none of the other things": what is named is not refused.
        named = [option for option in wanted if option.hours.exact]
        never = never + [
            Option(Days(at.date(), at.date()), Hours(_clock(at), _clock(at)))
            for at in offered
            if not any(option.contains(at) for option in named)
        ]
    clocks = {_clock(at) for at in offered}
    if "same_time" in marks and len(clocks) == 1:
        at = clocks.pop()
        wanted = [
            replace(option, hours=Hours(at, at, exact=True)) for option in wanted or [Option()]
        ]
    return wanted, never


def _than_offered(option: Option, marks: set[Mark], first: datetime, last: datetime) -> Option:
    """ "The same day, but later": on the day that is on offer, the hours after those on offer."""
    days, day = option.days, first.date()
    one_day = days.first == days.last == day or len(days.weekdays or ()) == 1
    if option.hours != Hours() or not one_day or not days.contains(day) or last.date() != day:
        return option
    later = Hours(first=_clock(last + _MINUTE))
    hours = later if "later" in marks else Hours(last=_clock(first - _MINUTE))
    return Option(Days(day, day), hours)


def _clock(at: datetime) -> time:
    return time(at.hour, at.minute)


def settled(option: Option, calendar: Calendar) -> Option:
    """A range with one day left in it as that day; a weekday at an exact time as the next one.

    "Thursday at 3:30" means this Thursday, or the one that is on offer, not any Thursday on which
    3:30 is free; said on a Thursday after 3:30, the next.
    """
    days = option.days
    if only_weekdays(days) and option.hours.exact and len(days.weekdays or ()) == 1:
        over = option.hours.last < calendar.clock
        ahead = (calendar.today + _DAY * away for away in range(int(over), 8))
        coming = next(day for day in (*calendar.offered, *ahead) if days.contains(day))
        return replace(option, days=Days(coming, coming))
    if days.weekdays and days.first and days.last and (days.last - days.first).days < 62:
        span = range((days.last - days.first).days + 1)
        left = [day for day in (days.first + _DAY * away for away in span) if days.contains(day)]
        if len(left) == 1:
            return replace(option, days=Days(left[0], left[0]))
    return option
