"""Which answers helped, as patients said by one tap; nobody's name is in it."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clinic.content import get_content
from clinic.learning import Rated, rated
from clinic.storage import get_database
from frontdesk.guard import for_staff
from frontdesk.rendering import render


@for_staff("read the ratings")
async def ratings(request: Request) -> Response:
    """Each topic with how often it helped, the one that helped least first."""
    found = await asyncio.to_thread(_load)
    topics = get_content().topics
    labels = {one.topic: topics[one.topic].label for one in found if one.topic in topics}
    return render(request, "ratings/ratings.html", ratings=found, labels=labels)


def _load() -> list[Rated]:
    with get_database().read() as connection:
        return rated(connection)


ROUTES = [Route("/desk/ratings", ratings)]
