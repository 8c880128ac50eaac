"""The addresses of alerts: one of them, acknowledging it, and who is on call."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic import attention, on_call
from clinic.patients.known import names_of
from clinic.settings import get_settings
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import back_to, render

ON_CALL = "/desk/on-call"


@for_staff(None)
async def bar(request: Request) -> Response:
    """The frame's line about alerts, and the counts beside its links."""
    return render(request, "layout/bar.html", at=request.query_params.get("at", "")[:200])


@for_staff("read an alert")
async def alert(request: Request) -> Response:
    """One alert with what was heard, and who was told of it when."""
    return await _alert(request, "alerts/alert.html")


@for_staff("read an alert")
async def part(request: Request) -> Response:
    """The same without the frame, for an open page."""
    return await _alert(request, "alerts/part.html")


async def _alert(request: Request, template: str) -> Response:
    number = request.path_params["task"]

    def load() -> dict[str, Any] | None:
        with get_database().read() as connection:
            task = attention.one_task(connection, number)
            if task is None:
                return None
            name = task.conversation
            return {
                "task": task,
                "heard": attention.heard_in_each(connection, [name] if name else []),
                "known": names_of(connection, [task.reach]).get(task.reach or ""),
                "pages": on_call.pages_of(connection, number),
                "anybody": bool(on_call.contacts(connection)),
                "again": get_settings().alert_again_minutes,
            }

    values = await asyncio.to_thread(load)
    if values is None:
        return render(request, "problem.html", status=404, title="There is no such alert")
    return render(request, template, **values)


@for_staff(None)
async def acknowledge(request: Request) -> Response:
    """Marks a task as seen, by the name of who is logged in; not what came after it was read."""
    read = str((await request.form()).get("up_to", ""))
    # A form without it was made before its card had lines.
    up_to = int(read) if read.isdecimal() and len(read) < 12 else 0
    seen = partial(attention.acknowledge, up_to=up_to, by_owner=_is_owner(request))
    return await _changed(request, seen, "acknowledged a task")


@for_staff(None)
async def take_back(request: Request) -> Response:
    """Has a task wait again that was marked as seen by a wrong press."""
    again = partial(attention.take_back, by_owner=_is_owner(request))
    return await _changed(request, again, "took back that a task was seen")


@for_staff(None)
async def not_reached(request: Request) -> Response:
    """Notes on a task that somebody was called and not reached; it stays open."""
    return await _changed(request, attention.note_call, "called and did not reach")


async def _changed(
    request: Request, change: Callable[[Connection, int, str], bool], line: str
) -> Response:
    """Changes the task of the address by who is logged in, and logs it where that changed it."""
    task, staff = request.path_params["task"], staff_of(request)

    def work() -> None:
        with get_database().begin() as connection:
            if change(connection, task, staff):
                audit(connection, staff, line, str(task))

    await asyncio.to_thread(work)
    return RedirectResponse(back_to(await request.form(), "/desk"), 303)


def _is_owner(request: Request) -> bool:
    return bool(request.state.role == "owner")


@for_staff("read who is on call")
async def line(request: Request) -> Response:
    """Who is on call, in order."""
    return await _line(request)


async def _line(request: Request, status: int = 200, **changed: object) -> Response:
    def load() -> list[on_call.Contact]:
        with get_database().read() as connection:
            return on_call.contacts(connection)

    settings = get_settings()
    values: dict[str, Any] = {
        "line": await asyncio.to_thread(load),
        "again": settings.alert_again_minutes,
        "texts": settings.sms_enabled,
        "mails": bool(settings.smtp_host),
        "key": secrets.token_hex(4),
        "problem": None,
        "given": {},
        "sent": request.query_params.get("sent", "")[:20],
        **changed,
    }
    return render(request, "alerts/on_call.html", status=status, **values)


@for_staff(None, needs="owner", refused="read who is on call")
async def add(request: Request) -> Response:
    """Adds somebody who is told."""
    form, staff = await request.form(), staff_of(request)
    given = {name: str(form.get(name, ""))[:300] for name in ("name", "phone", "email")}

    def change() -> None:
        with get_database().begin() as connection:
            on_call.add_contact(connection, **given)
            audit(connection, staff, "put somebody on call", given["name"][:80])

    try:
        await asyncio.to_thread(change)
    except on_call.BadContact as error:
        return await _line(request, 422, problem=str(error), given=given)
    return RedirectResponse(ON_CALL, 303)


def _changing(what: str, change: Callable[[Connection, int], bool]) -> Callable[[Request], Any]:
    """An address that changes something about somebody on call."""

    @for_staff(None, needs="owner")
    async def changed(request: Request) -> Response:
        contact, staff = request.path_params["contact"], staff_of(request)

        def work() -> None:
            with get_database().begin() as connection:
                if change(connection, contact):
                    audit(connection, staff, what, str(contact))

        if contact < 2**31:
            await asyncio.to_thread(work)
        return RedirectResponse(ON_CALL, 303)

    return changed


@for_staff(None, needs="owner")
async def test(request: Request) -> Response:
    """Sends somebody a message as for an alert."""
    form, staff = await request.form(), staff_of(request)
    number, key = request.path_params["contact"], str(form.get("key", ""))[:20]

    def work() -> list[str]:
        with get_database().begin() as connection:
            found = [one for one in on_call.contacts(connection) if one.id == number]
            ways = on_call.send_test(connection, found[0], key) if found else []
            if ways:
                audit(connection, staff, "tried whether somebody on call is reached", str(number))
            return ways

    ways = await asyncio.to_thread(work)
    return RedirectResponse(f"{ON_CALL}?sent={'-'.join(ways) or 'none'}", 303)


ROUTES = [
    Route("/desk/alerts/bar", bar),
    Route("/desk/alerts/{task:int}", alert),
    Route("/desk/alerts/{task:int}/part", part),
    Route("/desk/tasks/{task:int}/acknowledge", acknowledge, methods=["POST"]),
    Route("/desk/tasks/{task:int}/take-back", take_back, methods=["POST"]),
    Route("/desk/tasks/{task:int}/not-reached", not_reached, methods=["POST"]),
    Route(ON_CALL, line),
    Route(f"{ON_CALL}/add", add, methods=["POST"]),
    Route(
        ON_CALL + "/{contact:int}/remove",
        _changing("took somebody off call", on_call.remove_contact),
        methods=["POST"],
    ),
    Route(
        ON_CALL + "/{contact:int}/earlier",
        _changing("changed the order of who is on call", on_call.move_up),
        methods=["POST"],
    ),
    Route(ON_CALL + "/{contact:int}/test", test, methods=["POST"]),
]
