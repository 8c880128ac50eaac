"""What the diary shows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from clinic import clock
from clinic.busy.calendars import own_calendars
from clinic.content import get_content
from clinic.screenings import Screening, Screenings, blocks
from clinic.screenings.contact import ways_to
from clinic.screenings.hours import is_closed
from clinic.screenings.notices import reach_of
from clinic.screenings.sheet import sheet_of
from clinic.storage import get_database
from frontdesk import spreadsheet
from frontdesk.rendering import is_near

DAYS_SHOWN = 7
# More days than these are no export of a week or a month.
MOST_DAYS = 400
COLUMNS = ("Day", "Time", "Therapist", "Patient", "Phone", "Reference", "State", "Booked by")
STATES = {"arrived": "Arrived", "late": "Late", "done": "Done", "no_show": "No-show"}


def the_day(asked: date | None) -> dict[str, Any]:
    """A day: a row for each time, a column for each therapist."""
    clinic = get_content().clinic
    now = clock.now()
    today = now.astimezone(clinic.tz).date()
    day = asked or today
    with get_database().read() as connection:
        sheet = sheet_of(connection, clinic, day, now)
        troubled = [one for one in own_calendars(connection) if one.trouble]
    visits = [visit for _, row in sheet.rows for cell in row for visit in cell.visits]
    return {
        "sheet": sheet,
        "troubled": troubled,
        "day": day,
        "today": today,
        "now": now,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "names": names(),
        "closed": is_closed(clinic, day),
        "said": Screenings(get_database()).said_of(visits),
        "count": sum(visit.state == "booked" for visit in visits),
    }


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
        "last": days[-1],
        "names": names(),
        "closed": [day for day in days if is_closed(clinic, day)],
    }


def hit_by(number: int) -> dict[str, Any] | None:
    """A block with the visits it hits, and how each of their patients can be told."""
    clinic = get_content().clinic
    with get_database().read() as connection:
        block = blocks.get(connection, number)
        if block is None:
            return None
        visits = blocks.visits_hit(connection, block, clinic.tz)
    ways = {visit.reference: [way for way, _ in ways_to(reach_of(visit))] for visit in visits}
    return {"block": block, "visits": visits, "names": names(), "ways": ways}


def as_csv(first: date, last: date) -> str:
    """The screenings of some days as a table for a spreadsheet."""
    zone = get_content().clinic.tz
    last = min(last, first + timedelta(days=MOST_DAYS))
    found = Screenings(get_database()).between(
        midnight(first), midnight(last + timedelta(days=1)), cancelled=True
    )
    called, rows = names(), []
    for visit in found:
        at = visit.starts_at.astimezone(zone)
        state = "Called off" if visit.state == "cancelled" else STATES.get(visit.attendance or "")
        rows.append(
            (
                f"{at:%Y-%m-%d}",
                f"{at:%H:%M}",
                called.get(visit.therapist, visit.therapist),
                visit.name,
                visit.phone.replace("+", "00", 1),
                visit.reference,
                state or "Booked",
                visit.channel,
            )
        )
    return spreadsheet.as_csv(COLUMNS, rows)


def names() -> dict[str, str]:
    """The therapists' names by id."""
    return {therapist.id: therapist.name for therapist in get_content().clinic.therapists}


def midnight(day: date) -> datetime:
    """When a day begins at the clinic."""
    return datetime.combine(day, time(0), get_content().clinic.tz)


def read_day(text: str) -> date | None:
    """The day in an address, when it is one and not so far off that there is nothing to see."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_near(day) else None


def read_clock(text: str) -> time | None:
    """The hour in a form; None when it is none."""
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None
