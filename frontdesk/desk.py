"""The staff's pages: what wants attention, the week, each screening, the clinic's hours."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from functools import wraps
from itertools import groupby

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic import attention, clock
from clinic.content import get_content
from clinic.content.facts import WEEKDAYS
from clinic.screenings import (
    Actor,
    ScreeningError,
    Screenings,
    SlotTaken,
    UnknownScreening,
)
from clinic.staff import audit, audit_lines
from clinic.storage import get_database
from frontdesk import csrf
from frontdesk.calendars import feed_url
from frontdesk.login import to_login
from frontdesk.rendering import render

Page = Callable[[Request], Awaitable[Response]]
DAYS_SHOWN = 7
TIMES_OFFERED = 40


def for_staff(what: str) -> Callable[[Page], Page]:
    """A page for those who are logged in; each look at it is a line of the audit log."""

    def wrap(page: Page) -> Page:
        @wraps(page)
        async def guarded(request: Request) -> Response:
            staff = request.session.get("staff")
            if not staff:
                return to_login(request)
            if request.method == "POST":
                await csrf.check(request)
            about = ", ".join(str(value) for value in request.path_params.values())
            await asyncio.to_thread(_note, staff, what, about)
            return await page(request)

        return guarded

    return wrap


@for_staff("read the week")
async def week(request: Request) -> Response:
    """What wants attention on top, then today and the days after it."""
    return render(request, "week.html", **await asyncio.to_thread(_week))


def _week() -> dict[str, object]:
    clinic, now = get_content().clinic, clock.now()
    today = now.astimezone(clinic.tz).date()
    first = datetime.combine(today, time(0), clinic.tz)
    found = Screenings(get_database()).between(first, first + timedelta(days=DAYS_SHOWN))
    by_day = {
        day: list(items)
        for day, items in groupby(found, lambda item: item.starts_at.astimezone(clinic.tz).date())
    }
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_SHOWN)]
    with get_database().read() as connection:
        tasks = attention.open_tasks(connection)
    names = {therapist.id: therapist.name for therapist in clinic.therapists}
    return {"days": [(day, by_day.get(day, [])) for day in days], "tasks": tasks, "names": names}


@for_staff("read a screening")
async def screening(request: Request) -> Response:
    """One screening with its history."""
    return await _screening_page(request)


async def _screening_page(request: Request, problem: str | None = None) -> Response:
    reference = request.path_params["reference"]
    engine = Screenings(get_database())
    try:
        found = await asyncio.to_thread(engine.get, reference)
    except UnknownScreening:
        return render(request, "problem.html", status=404, title="There is no such screening")
    history = await asyncio.to_thread(engine.history, reference)
    free = await asyncio.to_thread(engine.free_slots)
    names = {therapist.id: therapist.name for therapist in get_content().clinic.therapists}
    return render(
        request,
        "screening.html",
        status=409 if problem else 200,
        screening=found,
        history=history,
        free=free[:TIMES_OFFERED],
        names=names,
        coming=found.state == "booked" and found.starts_at > clock.now(),
        problem=problem,
    )


@for_staff("moved a screening")
async def move(request: Request) -> Response:
    """Gives a screening another time; the patient is told."""
    form = await request.form()
    code, key = str(form.get("slot", "")), str(form.get("key", ""))[:80]
    engine = Screenings(get_database())

    def change() -> None:
        engine.move(
            request.path_params["reference"],
            engine.slot(code),
            key=f"desk:{key}",
            actor=Actor("staff", request.session["staff"]),
        )

    try:
        await asyncio.to_thread(change)
    except SlotTaken:
        return await _screening_page(request, "Somebody else has just taken that time.")
    except ScreeningError as error:
        return await _screening_page(request, f"It was not moved: {error}.")
    return RedirectResponse(f"/desk/screenings/{request.path_params['reference']}", 303)


@for_staff("called a screening off")
async def cancel(request: Request) -> Response:
    """Calls a screening off; the patient is told."""
    form = await request.form()
    key = str(form.get("key", ""))[:80]
    actor = Actor("staff", request.session["staff"])
    reference = request.path_params["reference"]
    try:
        await asyncio.to_thread(
            lambda: Screenings(get_database()).cancel(reference, key=f"desk:{key}", actor=actor)
        )
    except ScreeningError as error:
        return await _screening_page(request, f"It was not called off: {error}.")
    return RedirectResponse(f"/desk/screenings/{reference}", 303)


@for_staff("acknowledged a task")
async def acknowledge(request: Request) -> Response:
    """Marks a task as seen, by the name of who is logged in."""
    task, staff = request.path_params["task"], request.session["staff"]

    def change() -> None:
        with get_database().begin() as connection:
            attention.acknowledge(connection, task, staff)

    await asyncio.to_thread(change)
    return RedirectResponse("/desk", 303)


@for_staff("read the clinic's facts")
async def facts(request: Request) -> Response:
    """The hours and rules screenings are computed from, and the calendar feed's address."""
    return render(request, "facts.html", weekdays=WEEKDAYS, feed=feed_url())


@for_staff("read the audit log")
async def log(request: Request) -> Response:
    """Who read or changed what."""

    def load() -> object:
        with get_database().read() as connection:
            return audit_lines(connection)

    return render(request, "audit.html", lines=await asyncio.to_thread(load))


def _note(staff: str, what: str, about: str) -> None:
    with get_database().begin() as connection:
        audit(connection, staff, what, about)


ROUTES = [
    Route("/desk", week),
    Route("/desk/screenings/{reference}", screening),
    Route("/desk/screenings/{reference}/move", move, methods=["POST"]),
    Route("/desk/screenings/{reference}/cancel", cancel, methods=["POST"]),
    Route("/desk/tasks/{task:int}/acknowledge", acknowledge, methods=["POST"]),
    Route("/desk/clinic", facts),
    Route("/desk/audit", log),
]
