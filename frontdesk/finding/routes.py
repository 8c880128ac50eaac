"""The address of the search."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.content import get_content
from clinic.inbox.search_index import index_of
from clinic.inbox.searching import SHOWN, search
from clinic.screenings import read_reference
from clinic.sealing import Place, UndecipherableText, seal, unseal
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import render

logger = logging.getLogger(__name__)

LONGEST = 100
# So often what is new is read ahead of the next search.
READ_EVERY_SECONDS = 30.0


async def keep_ready() -> None:
    """Reads what can be searched when the desk starts, and what is new from time to time, so that
    nobody waits for it, and what was erased is soon out of this process too."""
    while True:
        try:
            await asyncio.to_thread(_read_ahead)
        except SQLAlchemyError as error:  # each search tries again by itself, and says so
            logger.warning("What can be searched was not read: %s", type(error).__name__)
        await asyncio.sleep(READ_EVERY_SECONDS)


def _read_ahead() -> None:
    with get_database().read() as connection:
        index_of(connection)


@for_staff(None, needs="read")
async def find(request: Request) -> Response:
    """Visits and conversations under some words; a reference leads to its visit at once.

    Words that are posted come back sealed in the address: a name or a number would stay in the
    browser's history, and what a form posts in what it keeps of open pages.
    """
    place = Place("address", "words", staff_of(request))
    if request.method == "POST":
        words = str((await request.form()).get("q", ""))[:LONGEST]
        return RedirectResponse(f"/desk/find?sealed={seal(words, place)}", 303)
    words = request.query_params.get("q", "")
    if sealed := request.query_params.get("sealed", ""):
        try:
            words = unseal(sealed, place)
        except UndecipherableText:  # another's, or of an earlier key
            words = ""
    return await asyncio.to_thread(_find, request, words[:LONGEST])


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
        most=SHOWN,
        names={therapist.id: therapist.name for therapist in get_content().clinic.therapists},
    )


ROUTES = [Route("/desk/find", find, methods=["GET", "POST"])]
