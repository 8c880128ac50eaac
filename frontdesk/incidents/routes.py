"""Messages that were judged wrongly, in the eyes of the staff: marked, read again, settled."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.attention import heard
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.guard import for_staff
from frontdesk.rendering import render

LONGEST_TEXT, LONGEST_CONVERSATION = 5_000, 128


@for_staff("read the incidents")
async def incidents(request: Request) -> Response:
    """What should have raised the alarm, and what should not have, with what was heard."""

    def load() -> list[heard.Incident]:
        with get_database().read() as connection:
            return heard.open_incidents(connection)

    return render(request, "incidents/incidents.html", incidents=await asyncio.to_thread(load))


@for_staff(None)
async def mark(request: Request) -> Response:
    """Keeps that a message was judged wrongly."""
    form = await request.form()
    kind, text = str(form.get("kind", "")), str(form.get("text", ""))[:LONGEST_TEXT]
    conversation = str(form.get("conversation", ""))[:LONGEST_CONVERSATION] or None
    message_id = str(form.get("message", ""))[:LONGEST_CONVERSATION] or None
    staff = request.session["staff"]
    if kind not in heard.MARKS or not text.strip():
        return RedirectResponse("/desk/incidents", 303)

    def change() -> None:
        with get_database().begin() as connection:
            known: heard.Mark = "missed" if kind == "missed" else "false"
            heard.mark(
                connection,
                kind=known,
                text=text,
                staff=staff,
                conversation=conversation,
                message_id=message_id,
            )
            audit(connection, staff, "marked an alarm as wrong", kind)

    await asyncio.to_thread(change)
    return RedirectResponse("/desk/incidents", 303)


@for_staff(None)
async def settle(request: Request) -> Response:
    """Marks an incident as dealt with."""
    incident, staff = request.path_params["incident"], request.session["staff"]

    def change() -> None:
        with get_database().begin() as connection:
            if heard.settle(connection, incident, staff):
                audit(connection, staff, "settled an incident", str(incident))

    await asyncio.to_thread(change)
    return RedirectResponse("/desk/incidents", 303)


ROUTES = [
    Route("/desk/incidents", incidents),
    Route("/desk/incidents/mark", mark, methods=["POST"]),
    Route("/desk/incidents/{incident:int}/settle", settle, methods=["POST"]),
]
