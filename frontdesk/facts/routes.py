"""The address of the clinic's facts."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clinic import clock
from clinic.content import get_content
from clinic.content.facts import WEEKDAYS
from clinic.screenings.hours import is_closed
from frontdesk.guard import for_staff
from frontdesk.rendering import render

CLOSED_AHEAD = 90


@for_staff("read the clinic's facts")
async def facts(request: Request) -> Response:
    """The hours and rules screenings are computed from."""
    clinic = get_content().clinic
    today = clock.now().astimezone(clinic.tz).date()
    coming = [today + timedelta(days=ahead) for ahead in range(CLOSED_AHEAD)]
    return render(
        request,
        "facts/facts.html",
        weekdays=WEEKDAYS,
        closed=[day for day in coming if is_closed(clinic, day)],
    )


ROUTES = [Route("/desk/clinic", facts)]
