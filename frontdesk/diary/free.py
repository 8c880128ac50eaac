"""The free times of a day to choose from, with the days around it that have any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from clinic import clock
from clinic.content import get_content
from clinic.screenings import Screenings, Slot
from clinic.screenings.availability import FURTHEST
from clinic.storage import get_database
from frontdesk.diary.queries import midnight

# So many days are looked through for free times: a list of more is long to look at.
DAYS_SHOWN = 14


@dataclass(frozen=True)
class FreeDays:
    """The free times to choose from.

    Attributes:
        day: the day that is looked at.
        slots: its free times, of every therapist.
        days: the days with any, each with how many.
        furthest: the last day that can be asked for.
    """

    day: date
    slots: list[Slot]
    days: list[tuple[date, int]]
    furthest: date


def free_days(asked: date | None, otherwise: date) -> FreeDays:
    """The free times of the day that was asked for, or else of another one, or of the first that
    has any; and the days of two weeks: from today, or from that day where it is later."""
    zone, now = get_content().clinic.tz, clock.now()
    today = now.astimezone(zone).date()
    furthest = (now + FURTHEST).astimezone(zone).date()
    near = min(max(asked or otherwise, today), furthest)
    first = today if near < today + timedelta(days=DAYS_SHOWN) else near
    until = midnight(first + timedelta(days=DAYS_SHOWN))
    by_day: dict[date, list[Slot]] = {}
    for slot in Screenings(get_database()).open_times(midnight(first), until):
        by_day.setdefault(slot.starts_at.astimezone(zone).date(), []).append(slot)
    day = near if asked or near in by_day else next(iter(by_day), near)
    counted = [(one, len(slots)) for one, slots in by_day.items()]
    return FreeDays(day, by_day.get(day, []), counted, furthest)
