"""What the diary shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from clinic import clock
from clinic.busy.calendars import own_calendars
from clinic.content import get_content
from clinic.content.clock_times import show_time
from clinic.patients.alerted import alerts_of
from clinic.screenings import Screening, Screenings, blocks
from clinic.screenings.attending import marks_for
from clinic.screenings.contact import ways_to
from clinic.screenings.hours import is_closed, working_on
from clinic.screenings.lookup import between
from clinic.screenings.notices import reach_of
from clinic.screenings.sheet import sheet_of, therapists_of
from clinic.storage import get_database
from frontdesk import spreadsheet
from frontdesk.labels import MARKS, way_label
from frontdesk.rendering import is_near

DAYS_SHOWN = 7
# More days than these are no export of a week or a month.
MOST_DAYS = 400
COLUMNS = ("Day", "Time", "Therapist", "Patient", "Phone", "Reference", "State", "Booked by")


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
        alerts = alerts_of(connection, visits)
    return {
        "sheet": sheet,
        "alerts": alerts,
        "troubled": troubled,
        "day": day,
        "today": today,
        "now": now,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "names": names(),
        "closed": is_closed(clinic, day),
        "said": Screenings(get_database()).said_of(visits),
        "missable": any("no_show" in marks_for(visit, now, clinic.tz) for visit in visits),
        "count": sum(visit.state == "booked" for visit in visits),
    }


def the_week(asked: date | None) -> dict[str, Any]:
    """Seven days, from today on or from another one: a column for each, a row for each therapist.
    Signs and what was said of visits stand in the list and in the day."""
    clinic, turns = get_content().clinic, _turns(asked)
    first, last = midnight(turns["first"]), midnight(turns["last"] + timedelta(days=1))
    with get_database().read() as connection:
        visits = between(connection, first, last, cancelled=True)
        found = blocks.occurring(connection, first, last, clinic.tz)
        alerts = alerts_of(connection, visits, signs=False)
    days = _days_of(turns["first"], turns["last"])
    cells: dict[tuple[str, date], list[Screening]] = defaultdict(list)
    for visit in visits:
        cells[visit.therapist, visit.starts_at.astimezone(clinic.tz).date()].append(visit)
    made = [one for one in found if not one.busy]

    def blocked(therapist: str, day: date) -> list[blocks.Block]:
        begins, ends = midnight(day), midnight(day + timedelta(days=1))
        return [one for one in made if one.hits(therapist, begins, ends)]

    work = {day: working_on(clinic, day) for day in days}
    rows = [
        (one, [(cells[one, day], blocked(one, day), one in work[day]) for day in days])
        for one in therapists_of(clinic, visits)
    ]
    return {
        **turns,
        "days": days,
        "rows": rows,
        "alerts": alerts,
        "names": names(),
        "closed": [day for day in days if not work[day]],
        "count": sum(visit.state == "booked" for visit in visits),
    }


def the_list(asked: date | None) -> dict[str, Any]:
    """The screenings of seven days, from today on or from another day, one under the other."""
    turns = _turns(asked)
    return {**_days(turns["first"], turns["last"]), **turns}


def _turns(asked: date | None) -> dict[str, Any]:
    """Which seven days are shown, and where the pages before and after them begin."""
    today = clock.now().astimezone(get_content().clinic.tz).date()
    first = asked or today
    return {
        "first": first,
        "today": today,
        "before": first - timedelta(days=DAYS_SHOWN),
        "after": first + timedelta(days=DAYS_SHOWN),
        "last": first + timedelta(days=DAYS_SHOWN - 1),
    }


def to_print(first: date | None, last: date | None) -> dict[str, Any]:
    """The screenings of a day, or of some days, for paper: those that stand."""
    now = clock.now()
    first = first or now.astimezone(get_content().clinic.tz).date()
    last = min(max(last or first, first), first + timedelta(days=DAYS_SHOWN - 1))
    return {**_days(first, last, cancelled=False), "now": now}


def _days(first: date, last: date, cancelled: bool = True) -> dict[str, Any]:
    """The screenings from a day to another, by day."""
    clinic = get_content().clinic
    days = _days_of(first, last)
    by_day: dict[date, list[Screening]] = defaultdict(list)
    engine = Screenings(get_database())
    found = engine.between(midnight(first), midnight(last + timedelta(days=1)), cancelled=cancelled)
    for item in found:
        by_day[item.starts_at.astimezone(clinic.tz).date()].append(item)
    with get_database().read() as connection:
        alerts = alerts_of(connection, found)
    return {
        "days": [(day, by_day[day]) for day in days],
        "alerts": alerts,
        "said": engine.said_of(found),
        "names": names(),
        "closed": [day for day in days if not working_on(clinic, day)],
    }


def _days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def hit_by(number: int) -> dict[str, Any] | None:
    """A block with the visits it hits, and how each of their patients can be told."""
    clinic = get_content().clinic
    with get_database().read() as connection:
        block = blocks.get(connection, number)
        if block is None:
            return None
        visits = blocks.visits_hit(connection, block, clinic.tz)
    return {"block": block, "visits": visits, "names": names(), **to_ask(visits)}


def to_ask(visits: Sequence[Screening]) -> dict[str, Any]:
    """Of visits that can't stay where they are: how each patient can be told, and what was said
    of it last."""
    ways = {visit.reference: [way for way, _ in ways_to(reach_of(visit))] for visit in visits}
    return {"ways": ways, "said": Screenings(get_database()).said_of(visits)}


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
        state = "Called off" if visit.state == "cancelled" else MARKS.get(visit.attendance or "")
        rows.append(
            (
                f"{at:%Y-%m-%d}",
                show_time(at.time()),
                called.get(visit.therapist, visit.therapist),
                visit.name,
                spreadsheet.phone_cell(visit.phone),
                visit.reference,
                state or "Booked",
                way_label(visit.channel),
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
