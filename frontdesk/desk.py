"""The staff's pages: what wants attention, the weeks, the clinic's hours, the audit log."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic import attention, clock
from clinic.content import get_content
from clinic.content.facts import WEEKDAYS
from clinic.health import parts
from clinic.messages.conversation import said as said_in
from clinic.screenings import (
    BadPhone,
    Screening,
    Screenings,
    UnknownScreening,
    read_phone,
    read_reference,
)
from clinic.screenings.hours import is_closed
from clinic.staff import audit, audit_lines
from clinic.storage import get_database
from frontdesk.calendars import feed_url
from frontdesk.guard import for_staff
from frontdesk.rendering import render

DAYS_SHOWN = 7
CLOSED_AHEAD = 90
# More cards than these are folded away under the last of them: the week has to stay in sight.
CARDS = 12


@for_staff("read the week")
async def week(request: Request) -> Response:
    """What wants attention on top, then today and the days after it; or another week."""
    asked = _day(request.query_params.get("from", ""))
    return render(request, "week.html", **await asyncio.to_thread(_week, asked))


def _week(asked: date | None) -> dict[str, Any]:
    clinic = get_content().clinic
    today = clock.now().astimezone(clinic.tz).date()
    first = asked or today
    days = [first + timedelta(days=ahead) for ahead in range(DAYS_SHOWN)]
    engine = Screenings(get_database())
    by_day: dict[date, list[Screening]] = defaultdict(list)
    shown = engine.between(_midnight(first), _midnight(days[-1], 1), cancelled=True)
    for item in shown:
        by_day[item.starts_at.astimezone(clinic.tz).date()].append(item)
    with get_database().read() as connection:
        tasks = attention.open_tasks(connection)
        seen = attention.seen_tasks(connection)
        alarmed = {task.conversation for task in tasks if task.kind == "safety_alert"}
        heard = {name: attention.heard_in(connection, name) for name in alarmed if name}
    return {
        "days": [(day, by_day[day]) for day in days],
        "said": engine.said_of(shown),
        "first": first,
        "today": today,
        "before": first - timedelta(days=DAYS_SHOWN),
        "after": first + timedelta(days=DAYS_SHOWN),
        "troubles": [part for part in parts(get_database()) if not part.ok],
        "tasks": tasks[:CARDS],
        "more": tasks[CARDS:],
        "seen": seen,
        "heard": heard,
        "waiting": engine.waiting(),
        "names": {therapist.id: therapist.name for therapist in clinic.therapists},
        "closed": [day for day in days if is_closed(clinic, day)],
    }


def _midnight(day: date, later: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(0), get_content().clinic.tz)


def _day(text: str) -> date | None:
    """The day in an address, when it is one and not so far off that there is nothing to see."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


@for_staff(None)
async def find(request: Request) -> Response:
    """A screening by its reference, or all of a phone number."""
    words = request.query_params.get("q", "")[:100]
    return await asyncio.to_thread(_find, request, words)


def _find(request: Request, words: str) -> Response:
    engine, staff = Screenings(get_database()), request.session["staff"]
    reference = read_reference(words)
    found: list[Screening] = []
    if reference:
        try:
            return RedirectResponse(f"/desk/screenings/{engine.get(reference).reference}", 303)
        except UnknownScreening:
            pass
    else:
        try:
            found = engine.all_for_phone(read_phone(words))
        except BadPhone:
            found = []
    with get_database().begin() as connection:
        audit(connection, staff, "looked for a number", ", ".join(one.reference for one in found))
    names = {therapist.id: therapist.name for therapist in get_content().clinic.therapists}
    return render(request, "found.html", words=words, found=found, names=names)


@for_staff(None)
async def acknowledge(request: Request) -> Response:
    """Marks a task as seen, by the name of who is logged in; not what came after it was read."""
    form = await request.form()
    task, staff = request.path_params["task"], request.session["staff"]
    read = str(form.get("up_to", ""))
    # A form without it was made before its card had lines.
    up_to = int(read) if read.isdecimal() and len(read) < 12 else 0

    def change() -> None:
        with get_database().begin() as connection:
            if attention.acknowledge(connection, task, staff, up_to=up_to):
                audit(connection, staff, "acknowledged a task", str(task))

    await asyncio.to_thread(change)
    return RedirectResponse("/desk", 303)


@for_staff("read a conversation")
async def conversation(request: Request) -> Response:
    """What was said in a conversation, and who writes in it, as far as they said."""
    found = await asyncio.to_thread(_conversation, request.path_params["conversation"])
    return render(request, "conversation.html", **found)


def _conversation(name: str) -> dict[str, Any]:
    with get_database().read() as connection:
        person = attention.known_person(connection, name)
        said = said_in(connection, name)
    return {"said": said, "person": person}


@for_staff("read the clinic's facts")
async def facts(request: Request) -> Response:
    """The hours and rules screenings are computed from, and the calendar feed's address."""
    clinic = get_content().clinic
    today = clock.now().astimezone(clinic.tz).date()
    coming = [today + timedelta(days=ahead) for ahead in range(CLOSED_AHEAD)]
    return render(
        request,
        "facts.html",
        weekdays=WEEKDAYS,
        feed=feed_url(),
        closed=[day for day in coming if is_closed(clinic, day)],
    )


@for_staff("read the audit log")
async def log(request: Request) -> Response:
    """Who read or changed what."""

    def load() -> object:
        with get_database().read() as connection:
            return audit_lines(connection)

    return render(request, "audit.html", lines=await asyncio.to_thread(load))


ROUTES = [
    Route("/desk", week),
    Route("/desk/find", find),
    Route("/desk/tasks/{task:int}/acknowledge", acknowledge, methods=["POST"]),
    Route("/desk/conversations/{conversation}", conversation),
    Route("/desk/clinic", facts),
    Route("/desk/audit", log),
]
