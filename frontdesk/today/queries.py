"""What the first page shows."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.engine import Connection

from clinic import attention, clock, on_call
from clinic.content import get_content
from clinic.health import parts
from clinic.patients.alerted import alerts_of
from clinic.patients.known import names_of
from clinic.screenings import Screenings
from clinic.screenings.attending import marks_for
from clinic.screenings.hours import is_closed
from clinic.storage import get_database

# So many cards a page: the day has to stay in sight.
CARDS = 12
NEXT_DAYS, NEXT_VISITS = 7, 8


def today(after: int = 0) -> dict[str, Any]:
    """What is wrong, what wants attention, who comes today and next, who waits.

    Args:
        after: so many of what wants attention stand on the pages before.
    """
    clinic = get_content().clinic
    now = clock.now()
    day = now.astimezone(clinic.tz).date()
    begins = datetime.combine(day, time(0), clinic.tz)
    ends = datetime.combine(day + timedelta(days=1), time(0), clinic.tz)
    engine = Screenings(get_database())
    with get_database().read() as connection:
        wanting = _wanting(connection, after)
        unwatched = on_call.unwatched(connection)
    visits = engine.between(begins, ends, cancelled=True)
    coming = engine.between(ends, ends + timedelta(days=NEXT_DAYS), limit=NEXT_VISITS)
    asked = engine.unanswered_offers()
    with get_database().read() as connection:
        alerts = alerts_of(connection, [*visits, *coming, *asked])
    return {
        **wanting,
        "alerts": alerts,
        "unwatched": unwatched,
        "said": engine.said_of([*visits, *coming, *asked]),
        "today": day,
        "now": now,
        "closed": is_closed(clinic, day),
        "visits": visits,
        "missable": any("no_show" in marks_for(visit, now, clinic.tz) for visit in visits),
        "coming": coming,
        "asked": asked,
        "for_owners": attention.FOR_OWNERS,
        "troubles": [part for part in parts(get_database()) if not part.ok],
        "waiting": engine.waiting(),
        "names": {therapist.id: therapist.name for therapist in clinic.therapists},
    }


def _wanting(connection: Connection, after: int) -> dict[str, Any]:
    """A page of what wants attention, and what was seen last, with what belongs to them."""
    count = attention.count_open(connection)
    after = min(max(after, 0), max(count - 1, 0) // CARDS * CARDS)
    tasks = attention.open_tasks(connection, limit=CARDS, offset=after)
    seen = attention.seen_tasks(connection)
    shown = (*tasks, *seen)
    heard = attention.heard_in_each(
        connection, {task.conversation for task in shown if task.conversation}
    )
    return {
        "tasks": tasks,
        "count": count,
        "after": after,
        "newer": max(after - CARDS, 0),
        "older": count - after - len(tasks),
        "seen": seen,
        "heard": heard,
        "private": attention.private_of(heard),
        "known": names_of(connection, (task.reach for task in shown if not task.name)),
    }
