"""The address of the search."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.content import get_content
from clinic.inbox.searching import CONVERSATIONS, VISITS, search
from clinic.screenings import read_reference
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import render

LONGEST = 100


@for_staff(None)
async def find(request: Request) -> Response:
    """Visits and conversations under some words; a reference leads to its visit at once."""
    words = request.query_params.get("q", "")[:LONGEST]
    return await asyncio.to_thread(_find, request, words)


def _find(request: Request, words: str) -> Response:
    with get_database().read() as connection:
        found = search(connection, words)
    with get_database().begin() as connection:
        about = [one.reference for one in found.visits]
        about += [one.conversation for one in found.conversations]
        audit(connection, staff_of(request), "searched", ", ".join(about)[:2000])
    if read_reference(words) and len(found.visits) == 1:
        return RedirectResponse(f"/desk/screenings/{found.visits[0].reference}", 303)
    return render(
        request,
        "finding/found.html",
        words=words,
        found=found,
        limits=(CONVERSATIONS, VISITS),
        names={therapist.id: therapist.name for therapist in get_content().clinic.therapists},
    )


ROUTES = [Route("/desk/find", find)]
