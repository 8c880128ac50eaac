"""What the diary shows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from clinic import clock
from clinic.content import get_content
from clinic.screenings import Screening, Screenings
from clinic.screenings.hours import is_closed
from clinic.storage import get_database

DAYS_SHOWN = 7


def the_week(asked: date | None) -> dict[str, Any]:
    """The screenings of seven days, from today on or from another day."""
    clinic = get_content().clinic
    today = clock.now().astimezone(clinic.tz).date()
    first = asked or today
    days = [first + timedelta(days=ahead) for ahead in range(DAYS_SHOWN)]
    by_day: dict[date, list[Screening]] = defaultdict(list)
    engine = Screenings(get_database())
    found = engine.between(midnight(first), midnight(days[-1] + timedelta(days=1)), cancelled=True)
    for item in found:
        by_day[item.starts_at.astimezone(clinic.tz).date()].append(item)
    return {
        "days": [(day, by_day[day]) for day in days],
        "said": engine.said_of(found),
        "first": first,
        "today": today,
        "before": first - timedelta(days=DAYS_SHOWN),
        "after": first + timedelta(days=DAYS_SHOWN),
        "names": {therapist.id: therapist.name for therapist in clinic.therapists},
        "closed": [day for day in days if is_closed(clinic, day)],
    }


def midnight(day: date) -> datetime:
    """When a day begins at the clinic."""
    return datetime.combine(day, time(0), get_content().clinic.tz)


def read_day(text: str) -> date | None:
    """The day in an address, when it is one and not so far off that there is nothing to see."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
