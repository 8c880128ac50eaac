"""What a draft is begun with: an entry, a file, a page, a version of before; questions begin one
on a page of their own (frontdesk/questions/answering.py)."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.publishing import drafts, entries, importing, learnable, versions
from clinic.publishing.drafts import Draft, NotThisWay
from clinic.publishing.versions import Note
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.content import queries
from frontdesk.content.drafting import check_now, words_in
from frontdesk.content.looking import HERE, READ, gone, overview, served
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import render


@for_staff(READ, needs="reviewer")
async def edit(request: Request) -> Response:
    """A form for one entry, and for what the change is for."""
    given = request.query_params
    return await _edit(request, given.get("name", ""), given.get("key", ""))


async def _edit(request: Request, name: str, key: str, status: int = 200, **more: Any) -> Response:
    now = await asyncio.to_thread(served)
    entry = queries.entry_of(name, now.get(name, ""), key)
    if entry is None:
        return gone(request)

    def others() -> list[Draft]:
        with get_database().read() as connection:
            return queries.others_on(drafts.open_drafts(connection), name, key)

    return render(
        request,
        "content/edit.html",
        status=status,
        name=name,
        called=queries.called(name),
        title=queries.title_of(key),
        entry=entry,
        others=await asyncio.to_thread(others),
        **{"problem": None, "value": entry.value, "why": "", **more},
    )


@for_staff(None, needs="reviewer", refused=READ)
async def begin(request: Request) -> Response:
    """Makes a draft of one entry, and checks it."""
    form, staff = await request.form(), staff_of(request)
    name, key = words_in(form, "name"), words_in(form, "key")
    value, why, shown = (words_in(form, field) for field in ("value", "why", "shown"))

    def work() -> int:
        now = served()
        if name not in now:
            raise NotThisWay("This is not there any more.")
        with get_database().begin() as connection:
            number = drafts.make(connection, {name: now[name]}, now, Note(staff, why))
            draft = drafts.get(connection, number)
            drafts.save_entry(connection, draft, (name, key, value), shown, staff)
            audit(connection, staff, "made a draft", f"draft {number}: {name}, {key}")
        check_now(number)
        return number

    if not why.strip():
        problem = "Say in a few words what the change is for."
        return await _edit(request, name, key, 422, problem=problem, value=value)
    try:
        number = await asyncio.to_thread(work)
    except NotThisWay as error:
        return await _edit(request, name, key, 409, problem=str(error), value=value, why=why)
    return RedirectResponse(f"{HERE}/drafts/{number}", 303)


@for_staff(None, needs="reviewer", refused=READ)
async def begin_whole(request: Request) -> Response:
    """Makes a draft of a whole file, as it is to begin with."""
    form, staff = await request.form(), staff_of(request)
    name, why = words_in(form, "name"), words_in(form, "why") or "The file as a whole"

    def work() -> int:
        now = served()
        with get_database().begin() as connection:
            number = drafts.make(connection, {name: now.get(name, "")}, now, Note(staff, why))
            audit(connection, staff, "made a draft", f"draft {number}: {name}")
        return number

    try:
        number = await asyncio.to_thread(work)
    except NotThisWay as error:
        return await overview(request, 409, problem=str(error))
    return RedirectResponse(f"{HERE}/drafts/{number}", 303)


@for_staff(None, needs="reviewer", refused=READ)
async def take_page(request: Request) -> Response:
    """Makes a draft article of a page of the clinic's website."""
    form, staff = await request.form(), staff_of(request)
    given, url = form.get("page"), words_in(form, "url").strip()
    raw = await given.read() if isinstance(given, UploadFile) else b""
    words = raw.decode("utf-8", "replace") or str(form.get("words", ""))

    def work() -> int:
        now = served()
        topics = {key.split("/")[0] for key in entries.values("topics.yml", now.get("topics.yml"))}
        page = importing.read_page(words, url, topics, set(now))
        added = f"{now.get('topics.yml', '').rstrip()}\n{page.topics}"
        changed = {page.file: page.article, "topics.yml": added}
        return make(staff, changed, "A page of the website", "page")

    try:
        number = await asyncio.to_thread(work)
    except importing.NoWords as error:
        return await overview(request, 422, problem=str(error))
    return RedirectResponse(f"{HERE}/drafts/{number}", 303)


def make(staff: str, changed: dict[str, str], why: str, source: drafts.Source) -> int:
    """A draft of files, checked."""
    now = served()
    known = learnable.topics_of(now.get(learnable.TOPICS))
    labels = entries.values(learnable.TOPICS, changed.get(learnable.TOPICS))
    for topic in learnable.topics_of(changed.get(learnable.TOPICS)):
        if topic not in known:  # how it is asked for is to be written too
            asks = labels.get(f"{topic}/asks", topic)
            changed.setdefault(
                learnable.examples_name(topic), learnable.examples_text(topic, [asks])
            )
    with get_database().begin() as connection:
        number = drafts.make(connection, changed, now, Note(staff, why), source)
        audit(connection, staff, "made a draft", f"draft {number}: {', '.join(changed)}")
    check_now(number)
    return number


@for_staff(None, needs="reviewer", refused=READ)
async def restore(request: Request) -> Response:
    """Makes a draft in which a file is what it was; it is checked and approved like any other."""
    number, staff = request.path_params["version"], staff_of(request)

    def work() -> int | None:
        now = served()
        with get_database().begin() as connection:
            old = versions.version(connection, number)
            if old is None:
                return None
            why = f"Back to what it was on {old.at:%Y-%m-%d}"
            made = drafts.make(connection, {old.file: old.text}, now, Note(staff, why))
            audit(connection, staff, "made a draft", f"draft {made}: {old.file}, version {number}")
        check_now(made)
        return made

    made = await asyncio.to_thread(work)
    return RedirectResponse(f"{HERE}/drafts/{made}", 303) if made else gone(request)


ROUTES = [
    Route(f"{HERE}/edit", edit),
    Route(f"{HERE}/edit", begin, methods=["POST"]),
    Route(f"{HERE}/whole", begin_whole, methods=["POST"]),
    Route(f"{HERE}/import", take_page, methods=["POST"]),
    Route(HERE + "/versions/{version:int}/restore", restore, methods=["POST"]),
]
