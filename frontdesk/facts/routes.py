"""The addresses of the clinic's facts."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic import clock
from clinic.content import get_content
from clinic.content.clock_times import show_span
from clinic.content.editing import FILE, BadHours, can_change, change_hours
from clinic.content.facts import WEEKDAYS
from clinic.content.watched import look_again
from clinic.publishing import publishing
from clinic.publishing.versions import Note
from clinic.screenings.availability import outside_hours
from clinic.screenings.hours import is_closed
from clinic.settings import get_settings
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.diary.queries import to_ask
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import render

CLOSED_AHEAD = 90
HERE, READ = "/desk/clinic", "read the clinic's facts"


@for_staff(READ)
async def facts(request: Request) -> Response:
    """The hours and rules screenings are computed from, and the visits that stand outside."""
    return await _page(request)


async def _page(
    request: Request, status: int = 200, problem: str | None = None, given: Any = None
) -> Response:
    clinic = get_content().clinic
    today = clock.now().astimezone(clinic.tz).date()
    coming = [today + timedelta(days=ahead) for ahead in range(CLOSED_AHEAD)]
    hours = {
        day: ", ".join(show_span(span) for span in clinic.hours.get(day, ())) for day in WEEKDAYS
    }
    return render(
        request,
        "facts/facts.html",
        status=status,
        weekdays=WEEKDAYS,
        closed=[day for day in coming if is_closed(clinic, day)],
        **await asyncio.to_thread(_outside),
        told=request.query_params.get("told", "")[:20],
        names={therapist.id: therapist.name for therapist in clinic.therapists},
        can_change=can_change(get_settings().content_dir),
        stands=hours,
        hours={**hours, **(given or {})},
        problem=problem,
        saved=request.query_params.get("saved") == "1",
    )


def _outside() -> dict[str, Any]:
    """The visits to come at times the clinic no longer gives, and how their patients are asked to
    choose others."""
    clinic, now = get_content().clinic, clock.now()
    with get_database().read() as connection:
        outside = outside_hours(connection, clinic, now)
    return {"outside": outside, **to_ask(outside)}


@for_staff(None, needs="owner", refused=READ)
async def change(request: Request) -> Response:
    """Changes opening hours, in the file of the clinic's facts."""
    form, staff = await request.form(), staff_of(request)
    # Only what was changed on this page: it may show what somebody has changed since.
    given = {
        day: str(form[day])[:200]
        for day in WEEKDAYS
        if day in form and form[day] != form.get(f"was_{day}")
    }

    def work() -> None:
        folder = get_settings().content_dir
        publishing.notice(get_database(), folder)  # an edit in the file waits on its own
        changed = change_hours(folder, given)
        look_again()
        if changed:
            note = Note(staff, f"opening hours: {', '.join(changed)}")
            with get_database().begin() as connection:
                publishing.noted_edit(connection, folder, FILE, note)
                audit(connection, staff, "changed opening hours", ", ".join(changed))

    try:
        await asyncio.to_thread(work)
    except BadHours as error:
        return await _page(request, 422, f"Nothing was changed. {error}", given)
    except OSError:
        problem = "Nothing was changed: content/clinic.yml can't be written by the desk. Edit it."
        return await _page(request, 409, problem, given)
    return RedirectResponse(f"{HERE}?saved=1", 303)


ROUTES = [Route(HERE, facts), Route(f"{HERE}/hours", change, methods=["POST"])]
