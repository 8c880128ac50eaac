"""One read-only calendar feed for the clinic."""

from __future__ import annotations

import asyncio
import hmac
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from clinic import clock
from clinic.content import get_content
from clinic.screenings import Screenings
from clinic.screenings.calendar_files import clinic_calendar
from clinic.settings import get_settings
from clinic.storage import get_database

CALENDAR = "text/calendar; charset=utf-8"
FEED_PAST, FEED_AHEAD = timedelta(days=30), timedelta(days=366)


def feed_tokens() -> list[str]:
    """The secrets that open the feed: the present one first, then those of rotated keys, so that
    a calendar program stays subscribed until the old key is taken away."""
    return [key.hex()[:40] for key in get_settings().keys_for("calendar-feed")]


def feed_url() -> str:
    """The address a calendar program subscribes to."""
    return f"{get_settings().desk_base_url}/calendar/{feed_tokens()[0]}.ics"


async def clinics(request: Request) -> Response:
    """Every screening, for the clinic's own calendar program."""
    given = request.path_params["token"].encode()
    if not any(hmac.compare_digest(given, token.encode()) for token in feed_tokens()):
        return PlainTextResponse("There is no calendar here.", status_code=404)
    now = clock.now()
    found = await asyncio.to_thread(
        Screenings(get_database()).between, now - FEED_PAST, now + FEED_AHEAD
    )
    feed = clinic_calendar(found, get_content().clinic)
    return Response(feed, media_type=CALENDAR, headers={"Cache-Control": "no-store"})


ROUTES = [Route("/calendar/{token}.ics", clinics)]
