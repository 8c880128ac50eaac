"""The clinic's read-only calendar feed, at an address of each person's own."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from clinic import clock
from clinic.content import get_content
from clinic.screenings import Screenings
from clinic.screenings.calendar_files import clinic_calendar
from clinic.settings import get_settings
from clinic.staff.audit import audit, was_written
from clinic.staff.feeds import feed_of
from clinic.storage import get_database

CALENDAR = "text/calendar; charset=utf-8"
FEED_PAST, FEED_AHEAD = timedelta(days=30), timedelta(days=366)
# A calendar program asks every quarter of an hour, for years: a day of that is one line of the log.
READ, GOES_ON = "read the diary by their calendar", timedelta(days=1)


def feed_url(token: str) -> str:
    """The address a calendar program subscribes to."""
    return f"{get_settings().desk_base_url}/calendar/{token}.ics"


async def clinics(request: Request) -> Response:
    """Every screening, for the calendar program of somebody at the desk."""
    feed = await asyncio.to_thread(_feed, request.path_params["token"][:100])
    if feed is None:
        return PlainTextResponse("There is no calendar here.", status_code=404)
    return Response(feed, media_type=CALENDAR, headers={"Cache-Control": "no-store"})


def _feed(token: str) -> bytes | None:
    with get_database().read() as connection:
        account = feed_of(connection, token)
        if account is None:
            return None
        known = was_written(connection, account, READ, within=GOES_ON)
    if not known:
        with get_database().begin() as connection:
            audit(connection, account, READ)
    now = clock.now()
    found = Screenings(get_database()).between(now - FEED_PAST, now + FEED_AHEAD)
    return clinic_calendar(found, get_content().clinic)


ROUTES = [Route("/calendar/{token}.ics", clinics)]
