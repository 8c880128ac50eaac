"""The addresses of the inbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy.engine import Connection
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic import clock, inbox
from clinic.inbox.handling import LONGEST_NOTE, unsee
from clinic.inbox.wording import canned_answers
from clinic.messages import threads
from clinic.messages.typing_hints import Beat, TypingHints
from clinic.staff import account_names, audit
from clinic.storage import get_database
from frontdesk.guard import for_staff, is_live, staff_of
from frontdesk.inbox import queries
from frontdesk.rendering import back_to, is_near, render

READ = "read a conversation"
FIRST_TAB: inbox.Tab = "all"
LONGEST_SNOOZE = timedelta(days=60)
Change = Callable[[Connection, str, str, FormData], str | None]


@for_staff("read the inbox")
async def page(request: Request) -> Response:
    """A list of conversations."""
    values = await asyncio.to_thread(_list, request)
    return render(request, "inbox/inbox.html", item=None, **values)


@for_staff("read the inbox")
async def part(request: Request) -> Response:
    """The list without the frame, for an open page."""
    values = await asyncio.to_thread(_list, request)
    current = request.query_params.get("current", "")[:64]
    return render(request, "inbox/list.html", **{**values, "current": current})


@for_staff(READ)
async def conversation(request: Request) -> Response:
    """What was said in a conversation, what was understood, and by whom it is answered."""
    ready = request.query_params.get("ready", "")
    texts = [item.text for item in canned_answers()]
    number = int(ready) if ready.isdecimal() and len(ready) < 4 else 0
    draft = texts[number - 1] if 0 < number <= len(texts) else ""
    return await _conversation(request, draft=draft)


async def _conversation(request: Request, status: int = 200, **changed: str | None) -> Response:
    name, staff = request.path_params["conversation"], staff_of(request)
    listed = await asyncio.to_thread(_list, request)
    found = await asyncio.to_thread(queries.the_conversation, name, staff, True)
    if found is None:
        return render(request, "inbox/gone.html", status=status, item=None, **listed)
    values = {**listed, **found, **_typing(request), "current": name, **changed}
    return render(request, "inbox/inbox.html", status=status, **values)


@for_staff(READ)
async def said(request: Request) -> Response:
    """The conversation without the frame, for an open page: read while somebody looks at it."""
    name, staff = request.path_params["conversation"], staff_of(request)
    looked = request.query_params.get("seen") == "1"
    found = await asyncio.to_thread(queries.the_conversation, name, staff, looked)
    if found is None:
        return Response(status_code=204)
    return render(request, "inbox/said.html", **found)


@for_staff(READ)
async def composer(request: Request) -> Response:
    """What can be written, for an open page; nothing when that is as it was."""
    name, staff = request.path_params["conversation"], staff_of(request)

    def load() -> dict[str, Any]:
        with get_database().read() as connection:
            return queries.the_composer(connection, name, staff)

    values = await asyncio.to_thread(load)
    if values["item"] is None or values["state"] == request.query_params.get("state"):
        return Response(status_code=204)
    return render(request, "inbox/composer.html", **values)


@for_staff(None)
async def typing(request: Request) -> Response:
    """Who else is typing in a conversation now, for an open page."""
    return render(request, "inbox/typing.html", **_typing(request))


def _typing(request: Request) -> dict[str, Any]:
    name, staff = request.path_params["conversation"], staff_of(request)
    others = [beat for beat in _hints(request).now(name) if beat.by != staff]
    return {"conversation": name, "typing": others}


def _hints(request: Request) -> TypingHints:
    hints: TypingHints = request.app.state.hints
    return hints


@for_staff(None)
async def types(request: Request) -> Response:
    """Tells whoever else looks at a conversation that somebody is typing in it: a note, or an
    answer where it is theirs to answer. Holds nothing of what is typed."""
    name, staff = request.path_params["conversation"], staff_of(request)
    kind = (await request.form()).get("kind")

    def may() -> bool:
        with get_database().read() as connection:
            if kind == "answer":
                return threads.taken_by(connection, name) == staff
            return kind == "note" and threads.is_open(connection, name)

    if await asyncio.to_thread(may):
        _hints(request).typing(Beat(name, "answer" if kind == "answer" else "note", staff))
    return Response(status_code=204)


@for_staff(None, refused=READ)
async def answer(request: Request) -> Response:
    """Sends an answer of whoever has the conversation."""
    name, staff = request.path_params["conversation"], staff_of(request)
    form = await request.form()
    text, key = str(form.get("text", ""))[:5_000], str(form.get("key", ""))[:40]

    def change() -> None:
        with get_database().begin() as connection:
            if inbox.answer(connection, name, staff, text, key=key):
                audit(connection, staff, "answered a conversation", name)

    try:
        await asyncio.to_thread(change)
    except (inbox.Refused, inbox.NotTaken, inbox.TakenByAnother) as error:
        return await _composed(request, name, _why(error), text)
    _hints(request).stopped(name, staff)
    return await _composed(request, name)


def _why(error: Exception) -> str:
    if isinstance(error, inbox.TakenByAnother):
        return f"Not sent: {error.by} has taken this conversation over."
    if isinstance(error, inbox.NotTaken):
        return "Not sent: the assistant answers here again. Take it over first."
    return f"Not sent. {error}"


async def _composed(
    request: Request, name: str, problem: str | None = None, draft: str = ""
) -> Response:
    """The form anew, to an open page; else the whole conversation."""
    status = 409 if problem else 200
    if not request.headers.get("hx-request"):
        if problem:
            return await _conversation(request, status, problem=problem, draft=draft)
        return RedirectResponse(f"/desk/conversations/{name}#end", 303)
    staff = staff_of(request)

    def load() -> dict[str, Any]:
        with get_database().read() as connection:
            return queries.the_composer(connection, name, staff)

    values = await asyncio.to_thread(load)
    values.update(problem=problem, draft=draft)
    return render(request, "inbox/composer.html", status=status, **values)


def _changing(change: Change) -> Callable[[Request], Any]:
    """An address that changes something of a conversation, and leads back to it.

    Args:
        change: makes it, given the connection, the conversation, who, and the form; returns the
            line of the audit log, None when nothing was changed.
    """

    @for_staff(None, refused=READ)
    async def changed(request: Request) -> Response:
        name, staff = request.path_params["conversation"], staff_of(request)
        form = await request.form()

        def work() -> None:
            with get_database().begin() as connection:
                if what := change(connection, name, staff, form):
                    audit(connection, staff, what, name)

        try:
            await asyncio.to_thread(work)
        except inbox.TakenByAnother as error:
            problem = f"{error.by} was faster and has taken this conversation over."
            return await _conversation(request, 409, problem=problem)
        except ValueError as error:
            return await _conversation(request, 409, problem=str(error))
        _hints(request).stopped(name, staff)
        return RedirectResponse(back_to(form, f"/desk/conversations/{name}#end"), 303)

    return changed


def _take(connection: Connection, name: str, staff: str, form: FormData) -> str | None:
    key, instead_of = str(form.get("key", ""))[:40], str(form.get("instead_of", ""))[:80]
    taken = inbox.take_over(connection, name, staff, key=key, instead_of=instead_of)
    return "took a conversation over" if taken else None


def _back(connection: Connection, name: str, _staff: str, form: FormData) -> str | None:
    key = str(form.get("key", ""))[:40]
    given = inbox.hand_back(connection, name, key=key)
    return "handed a conversation back" if given else None


def _assign(connection: Connection, name: str, _staff: str, form: FormData) -> str | None:
    to = str(form.get("to", ""))[:80]
    if to and to not in account_names(connection):
        raise ValueError("There is no such account.")
    return "assigned a conversation" if inbox.assign(connection, name, to or None) else None


def _snooze(connection: Connection, name: str, _staff: str, form: FormData) -> str | None:
    until = _time(str(form.get("until", "")))
    now = clock.now()
    if until is None or not now < until <= now + LONGEST_SNOOZE:
        raise ValueError("Choose until when.")
    return "snoozed a conversation" if inbox.snooze(connection, name, until) else None


def _close(connection: Connection, name: str, _staff: str, _form: FormData) -> str | None:
    return "closed a conversation" if inbox.close(connection, name) else None


def _reopen(connection: Connection, name: str, _staff: str, _form: FormData) -> str | None:
    return "opened a conversation" if inbox.reopen(connection, name) else None


def _unread(connection: Connection, name: str, _staff: str, _form: FormData) -> str | None:
    return "marked a conversation as unread" if unsee(connection, name) else None


def _note(connection: Connection, name: str, staff: str, form: FormData) -> str | None:
    text, key = str(form.get("text", ""))[: LONGEST_NOTE + 1], str(form.get("key", ""))[:40]
    if len(text) > LONGEST_NOTE:
        raise ValueError(f"Keep a note to {LONGEST_NOTE} characters.")
    key = f"note:{name}:{key}"
    added = inbox.add_note(connection, name, staff=staff, text=text, key=key)
    return "noted something at a conversation" if added else None


def _list(request: Request) -> dict[str, Any]:
    tab = request.query_params.get("tab", FIRST_TAB)
    before = None if is_live(request) else _end(request.query_params.get("before", ""))
    known: inbox.Tab = next((one for one in inbox.TABS if one == tab), FIRST_TAB)
    values = queries.the_list(known, staff_of(request), before)
    return {"current": "", **values}


def _end(text: str) -> inbox.End | None:
    """Where a page of a list ended, as the link to the next one says it."""
    part, _, at = text.partition("/")
    found = _time(at)
    return inbox.End(int(part), found) if part in ("0", "1", "2") and found else None


def _time(text: str) -> datetime | None:
    """The time in an address or a form, when it is one and not so far off that no other zone has
    it."""
    try:
        at = datetime.fromisoformat(text[:40].replace(" ", "+"))
    except ValueError:
        return None
    if not is_near(at):
        return None
    return at if at.tzinfo else at.replace(tzinfo=timezone.utc)


_ONE = "/desk/conversations/{conversation}"
_CHANGES: dict[str, Change] = {
    "take": _take,
    "back": _back,
    "assign": _assign,
    "snooze": _snooze,
    "close": _close,
    "reopen": _reopen,
    "unread": _unread,
    "note": _note,
}
ROUTES = [
    Route("/desk/inbox", page),
    Route("/desk/inbox/part", part),
    Route(_ONE, conversation),
    Route(f"{_ONE}/said", said),
    Route(f"{_ONE}/composer", composer),
    Route(f"{_ONE}/typing", typing),
    Route(f"{_ONE}/typing", types, methods=["POST"]),
    Route(f"{_ONE}/answer", answer, methods=["POST"]),
    *(Route(f"{_ONE}/{what}", _changing(how), methods=["POST"]) for what, how in _CHANGES.items()),
]
