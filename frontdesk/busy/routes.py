"""The addresses of the therapists' own calendars."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.busy.calendars import OwnCalendar, own_calendars, set_calendar, take_away
from clinic.busy.fetching import NotFetched
from clinic.content import get_content
from clinic.settings import get_settings
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import render

HERE = "/desk/calendars"
READ = "read whose calendars are read"


@for_staff(READ)
async def calendars(request: Request) -> Response:
    """Whose own calendar is read, and what was wrong with it the last time."""
    return await _page(request)


async def _page(request: Request, status: int = 200, problem: str | None = None) -> Response:
    def load() -> dict[str, OwnCalendar]:
        with get_database().read() as connection:
            return {one.therapist: one for one in own_calendars(connection)}

    return render(
        request,
        "busy/calendars.html",
        status=status,
        known=await asyncio.to_thread(load),
        therapists=get_content().clinic.therapists,
        minutes=get_settings().busy_minutes,
        problem=problem,
    )


@for_staff(None, needs="owner", refused=READ)
async def setting(request: Request) -> Response:
    """Sets where a therapist's own calendar is read from."""
    therapist, staff = request.path_params["therapist"], staff_of(request)
    address = str((await request.form()).get("address", ""))[:3_000]

    def work() -> None:
        with get_database().begin() as connection:
            set_calendar(connection, therapist, address, get_content().clinic, staff)
            audit(connection, staff, "set a therapist's calendar", therapist)

    try:
        await asyncio.to_thread(work)
    except (NotFetched, ValueError) as error:
        return await _page(request, 422, str(error))
    return RedirectResponse(HERE, 303)


@for_staff(None, needs="owner")
async def removing(request: Request) -> Response:
    """Reads a therapist's own calendar no more."""
    therapist, staff = request.path_params["therapist"], staff_of(request)

    def work() -> None:
        with get_database().begin() as connection:
            if take_away(connection, therapist):
                audit(connection, staff, "took a therapist's calendar away", therapist)

    await asyncio.to_thread(work)
    return RedirectResponse(HERE, 303)


ROUTES = [
    Route(HERE, calendars),
    Route(HERE + "/{therapist}", setting, methods=["POST"]),
    Route(HERE + "/{therapist}/remove", removing, methods=["POST"]),
]
