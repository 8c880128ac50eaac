"""The addresses of the diary."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from frontdesk.diary import queries
from frontdesk.guard import for_staff
from frontdesk.rendering import render


@for_staff("read the diary")
async def week(request: Request) -> Response:
    """The screenings of seven days."""
    day = queries.read_day(request.query_params.get("from", ""))
    return render(request, "diary/week.html", **await asyncio.to_thread(queries.the_week, day))


ROUTES = [Route("/desk/diary", week)]
