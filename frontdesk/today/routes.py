"""The addresses of the first page."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from frontdesk.guard import for_staff
from frontdesk.rendering import render
from frontdesk.today.queries import today


@for_staff("read today")
async def page(request: Request) -> Response:
    """What wants attention, who comes today, who waits for a time."""
    return render(request, "today/today.html", **await asyncio.to_thread(today, _after(request)))


@for_staff("read today")
async def part(request: Request) -> Response:
    """The same without the frame, for an open page."""
    return render(request, "today/part.html", **await asyncio.to_thread(today, _after(request)))


def _after(request: Request) -> int:
    """How many of what wants attention stand on the pages before, as an address says it."""
    given = request.query_params.get("after", "")
    return int(given) if given.isdecimal() and len(given) < 7 else 0


ROUTES = [Route("/desk", page), Route("/desk/today/part", part)]
