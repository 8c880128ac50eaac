"""What the first page shows."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from clinic import attention, clock
from clinic.content import get_content
from clinic.health import parts
from clinic.screenings import Screenings
from clinic.screenings.hours import is_closed
from clinic.storage import get_database

# More cards than these are folded away under the last of them: the day has to stay in sight.
CARDS = 12
NEXT_DAYS, NEXT_VISITS = 7, 8


def today() -> dict[str, Any]:
    """What is wrong, what wants attention, who comes today and next, who waits."""
    clinic = get_content().clinic
    now = clock.now()
    day = now.astimezone(clinic.tz).date()
    begins = datetime.combine(day, time(0), clinic.tz)
    ends = datetime.combine(day + timedelta(days=1), time(0), clinic.tz)
    engine = Screenings(get_database())
    with get_database().read() as connection:
        tasks = attention.open_tasks(connection)
        seen = attention.seen_tasks(connection)
        alarmed = {task.conversation for task in tasks if task.kind == "safety_alert"}
        private = attention.private(
            connection, {task.conversation for task in (*tasks, *seen) if task.conversation}
        )
        heard = {name: attention.heard_in(connection, name) for name in alarmed if name}
    later = ends + timedelta(days=NEXT_DAYS)
    visits = engine.between(begins, ends, cancelled=True)
    coming = engine.between(ends, later, limit=NEXT_VISITS)
    return {
        "said": engine.said_of([*visits, *coming]),
        "today": day,
        "now": now,
        "closed": is_closed(clinic, day),
        "visits": visits,
        "coming": coming,
        "troubles": [part for part in parts(get_database()) if not part.ok],
        "tasks": tasks[:CARDS],
        "more": tasks[CARDS:],
        "seen": seen,
        "heard": heard,
        "private": private,
        "waiting": engine.waiting(),
        "names": {therapist.id: therapist.name for therapist in clinic.therapists},
    }
