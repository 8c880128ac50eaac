"""The addresses of the clinic's content: drafts, their review, and what every file was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic import clock
from clinic.content import ContentError
from clinic.publishing import drafts, entries, importing, publishing, versions
from clinic.publishing.drafts import ChangedMeanwhile, Draft, NoSuchDraft, NotThisWay
from clinic.publishing.files import Texts
from clinic.publishing.versions import Note
from clinic.settings import get_settings
from clinic.staff import audit
from clinic.staff.roles import licence_of, may
from clinic.storage import get_database
from frontdesk.content import queries
from frontdesk.content.checking import check
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import render

HERE, READ, LONGEST = "/desk/content", "read the content", 20_000
Result = TypeVar("Result")


def _now() -> Texts:
    """The content as it is served; edits in the files are noticed by the way."""
    return publishing.notice(get_database(), get_settings().content_dir)


def _today_and(number: int) -> tuple[Texts, Draft]:
    now = _now()
    with get_database().read() as connection:
        return now, drafts.get(connection, number)


@for_staff(READ)
async def content(request: Request) -> Response:
    """What waits, what is unreviewed, and where to change something."""
    return await _overview(request)


async def _overview(request: Request, status: int = 200, **more: Any) -> Response:
    settings = get_settings()

    def load() -> dict[str, Any]:
        try:
            now, trouble = _now(), None
        except (ContentError, publishing.ReadOnly, OSError, UnicodeDecodeError) as error:
            now, trouble = {}, f"The content can't be read: {error}"
        today, days = clock.now().date(), settings.content_review_days
        with get_database().read() as connection:
            found = {
                "drafts": drafts.open_drafts(connection),
                "standings": versions.standings(connection, today, days),
                "licence": licence_of(connection, staff_of(request)),
            }
        return {"files": list(now), "trouble": trouble, **found}

    return render(
        request,
        "content/content.html",
        status=status,
        called=queries.called,
        writes=may(request.state.role, "reviewer"),
        required=settings.content_review == "required",
        can_write=publishing.can_write(settings.content_dir),
        **{"problem": None, **await asyncio.to_thread(load), **more},
    )


@for_staff(READ)
async def file(request: Request) -> Response:
    """The entries of a file, each with a way to change it."""
    name, wanted = request.query_params.get("name", ""), request.query_params.get("q", "")[:100]
    now = await asyncio.to_thread(_now)
    if name not in now:
        return _gone(request)
    try:
        found = entries.entries(name, now[name])
    except entries.NoSuchEntry:
        found = []
    low = wanted.lower()
    kept = [one for one in found if low in one.key.lower() or low in one.value.lower()]
    return render(
        request,
        "content/file.html",
        name=name,
        called=queries.called(name),
        found=[(queries.title_of(one.key), one) for one in kept],
        wanted=wanted,
        text=now[name],
        writes=may(request.state.role, "reviewer"),
    )


@for_staff(READ)
async def history(request: Request) -> Response:
    """What a file was, version by version, with what changed."""
    name = request.query_params.get("name", "")

    def load() -> list[versions.Version]:
        _now()
        with get_database().read() as connection:
            return versions.history(connection, name)

    found = await asyncio.to_thread(load)
    if not found:
        return _gone(request)
    before = [one.text for one in found[1:]] + [None]
    shown = [
        (one, versions.differences(old, one.text) if one.why != versions.FOUND else [])
        for one, old in zip(found, before, strict=True)
    ]
    writes = may(request.state.role, "reviewer")
    called = queries.called(name)
    return render(
        request, "content/history.html", name=name, called=called, shown=shown, writes=writes
    )


@for_staff(READ, needs="reviewer")
async def edit(request: Request) -> Response:
    """A form for one entry, and for what the change is for."""
    given = request.query_params
    return await _edit(request, given.get("name", ""), given.get("key", ""))


async def _edit(request: Request, name: str, key: str, status: int = 200, **more: Any) -> Response:
    now = await asyncio.to_thread(_now)
    entry = queries.entry_of(name, now.get(name, ""), key)
    if entry is None:
        return _gone(request)

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
    name, key = _said(form, "name"), _said(form, "key")
    value, why, shown = (_said(form, field) for field in ("value", "why", "shown"))

    def work() -> int:
        now = _now()
        if name not in now:
            raise NotThisWay("This file is not there any more.")
        with get_database().begin() as connection:
            number = drafts.make(connection, {name: now[name]}, now, Note(staff, why))
            draft = drafts.get(connection, number)
            drafts.save_entry(connection, draft, (name, key, value), shown, staff)
            audit(connection, staff, "made a draft", f"draft {number}: {name}, {key}")
        _check(number)
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
    name, why = _said(form, "name"), _said(form, "why") or "The file as a whole"

    def work() -> int:
        now = _now()
        with get_database().begin() as connection:
            number = drafts.make(connection, {name: now.get(name, "")}, now, Note(staff, why))
            audit(connection, staff, "made a draft", f"draft {number}: {name}")
        return number

    try:
        number = await asyncio.to_thread(work)
    except NotThisWay as error:
        return await _overview(request, 409, problem=str(error))
    return RedirectResponse(f"{HERE}/drafts/{number}", 303)


@for_staff(None, needs="reviewer", refused=READ)
async def take_page(request: Request) -> Response:
    """Makes a draft article of a page of the clinic's website."""
    form, staff = await request.form(), staff_of(request)
    given, url = form.get("page"), _said(form, "url").strip()
    raw = await given.read() if isinstance(given, UploadFile) else b""
    words = raw.decode("utf-8", "replace") or str(form.get("words", ""))

    def work() -> int:
        now = _now()
        topics = {key.split("/")[0] for key in entries.values("topics.yml", now.get("topics.yml"))}
        page = importing.read_page(words, url, topics, set(now))
        added = f"{now.get('topics.yml', '').rstrip()}\n{page.topics}"
        changed = {page.file: page.article, "topics.yml": added}
        return _make(staff, changed, "A page of the website", "page")

    try:
        number = await asyncio.to_thread(work)
    except importing.NoWords as error:
        return await _overview(request, 422, problem=str(error))
    return RedirectResponse(f"{HERE}/drafts/{number}", 303)


@for_staff(None, needs="reviewer", refused="read the questions")
async def write_answer(request: Request) -> Response:
    """Makes a draft of a topic more, in whose words the questions are to be answered."""
    form, staff = await request.form(), staff_of(request)
    heading = " ".join(_said(form, "heading").split())[:80].strip(" .:;!|")

    def work() -> int:
        now = _now()
        topics = {key.split("/")[0] for key in entries.values("topics.yml", now.get("topics.yml"))}
        words = f"{heading}\n\n{heading}\n\n{importing.PLACEHOLDER}"
        page = importing.read_page(words, "", topics, set(now))
        added = f"{now.get('topics.yml', '').rstrip()}\n{page.topics}"
        changed = {page.file: page.article, "topics.yml": added}
        return _make(staff, changed, f"Questions on: {heading}", "question")

    if not heading:
        return RedirectResponse("/desk/questions", 303)
    number = await asyncio.to_thread(work)
    return RedirectResponse(f"{HERE}/drafts/{number}", 303)


def _make(staff: str, changed: dict[str, str], why: str, source: drafts.Source) -> int:
    """A draft of files, checked."""
    now = _now()
    with get_database().begin() as connection:
        number = drafts.make(connection, changed, now, Note(staff, why), source)
        audit(connection, staff, "made a draft", f"draft {number}: {', '.join(changed)}")
    _check(number)
    return number


@for_staff(READ)
async def draft(request: Request) -> Response:
    """A draft beside today's words, as a patient would see both; what the checks say of it."""
    return await _draft(request)


async def _draft(request: Request, status: int = 200, **more: Any) -> Response:
    number, staff = request.path_params["draft"], staff_of(request)

    def load() -> dict[str, Any]:
        now, found = _today_and(number)
        with get_database().read() as connection:
            licence = licence_of(connection, staff)
        is_mine = found.source != "files" and found.state == "open"
        behind = is_mine and drafts.is_behind(found, now)
        return {
            "draft": found,
            "views": queries.views(found, now),
            "conflicts": drafts.conflicts(found, now) if behind else [],
            "behind": behind,
            "licence": licence,
        }

    try:
        values = await asyncio.to_thread(load)
    except NoSuchDraft:
        return _gone(request)
    return render(
        request,
        "content/draft.html",
        status=status,
        called=queries.called,
        title_of=queries.title_of,
        writes=may(request.state.role, "reviewer"),
        **{"problem": None, "done": None, "yours": None, **values, **more},
    )


@for_staff(None, needs="reviewer", refused=READ)
async def save(request: Request) -> Response:
    """Takes other words for an entry of a draft, or for a whole file, and checks them."""
    form, staff = await request.form(), staff_of(request)
    name, key = _said(form, "name"), _said(form, "key")
    shown, value = _said(form, "shown"), str(form.get("value", ""))[: drafts.LONGEST_TEXT]

    def work(number: int) -> None:
        with get_database().begin() as connection:
            found = drafts.get(connection, number)
            if key:
                drafts.save_entry(connection, found, (name, key, value), shown, staff)
            else:
                drafts.save_file(connection, found, (name, value), shown, staff)
            audit(connection, staff, "changed a draft", f"draft {number}: {name}, {key}")
        _check(number)

    return await _do(request, work, yours=(name, key, value))


@for_staff(None, needs="reviewer", refused=READ)
async def run_checks(request: Request) -> Response:
    """Runs the checks on a draft as it is."""
    return await _do(request, _check)


@for_staff(None, needs="reviewer", refused=READ)
async def approve(request: Request) -> Response:
    """Approves a draft, by somebody with a licence who wrote nothing of it."""
    form, staff = await request.form(), staff_of(request)

    def work(number: int) -> None:
        with get_database().begin() as connection:
            found = drafts.get(connection, number)
            drafts.approve(connection, found, staff, _said(form, "seen"))
            audit(connection, staff, "approved a draft", f"draft {number}")

    return await _do(request, work)


@for_staff(None, needs="reviewer", refused=READ)
async def publish(request: Request) -> Response:
    """Publishes an approved draft; patients get it with their next message."""
    staff, said = staff_of(request), ""

    def work(number: int) -> None:
        nonlocal said
        _, found = _today_and(number)
        if found.is_checked and found.checked["new_topics"]:
            raise NotThisWay(
                "This draft has new topics, and they have to be learned first. Who runs this "
                f"installation publishes it with: make publish DRAFT={number}"
            )
        said = publishing.publish(get_database(), get_settings().content_dir, number, staff)

    answer = await _do(request, work)
    if answer.status_code == 303:
        done = f"Published. Patients get it from now on. {said}"
        return await _draft(request, done=done)
    return answer


@for_staff(None, needs="reviewer", refused=READ)
async def drop(request: Request) -> Response:
    """Takes a draft off the list."""
    staff = staff_of(request)

    def work(number: int) -> None:
        with get_database().begin() as connection:
            drafts.drop(connection, drafts.get(connection, number))
            audit(connection, staff, "dropped a draft", f"draft {number}")

    return await _do(request, work)


@for_staff(None, needs="reviewer", refused=READ)
async def catch_up(request: Request) -> Response:
    """Brings a draft up to date with what was published since it was made."""
    form, staff = await request.form(), staff_of(request)

    def work(number: int) -> None:
        now, found = _today_and(number)
        keep = queries.kept_from(drafts.conflicts(found, now), form)
        with get_database().begin() as connection:
            drafts.catch_up(connection, found, now, keep)
            audit(connection, staff, "brought a draft up to date", f"draft {number}")
        _check(number)

    return await _do(request, work)


@for_staff(None, needs="reviewer", refused=READ)
async def restore(request: Request) -> Response:
    """Makes a draft in which a file is what it was; it is checked and approved like any other."""
    number, staff = request.path_params["version"], staff_of(request)

    def work() -> int | None:
        now = _now()
        with get_database().begin() as connection:
            old = versions.version(connection, number)
            if old is None:
                return None
            why = f"Back to what it was on {old.at:%Y-%m-%d}"
            made = drafts.make(connection, {old.file: old.text}, now, Note(staff, why))
            audit(connection, staff, "made a draft", f"draft {made}: {old.file}, version {number}")
        _check(made)
        return made

    made = await asyncio.to_thread(work)
    return RedirectResponse(f"{HERE}/drafts/{made}", 303) if made else _gone(request)


def _check(number: int) -> None:
    """Runs the checks on a draft, on top of the content as it is served."""
    now, found = _today_and(number)
    result = check(now, found.over(now))
    with get_database().begin() as connection:
        again = drafts.get(connection, number)
        if again.digest == found.digest:  # what was changed meanwhile is checked by who changed it
            drafts.checked(connection, again, result)


async def _do(request: Request, work: Callable[[int], None], yours: Any = None) -> Response:
    """Does something with a draft, and shows it again: with the reason, where it can't be done."""
    number = request.path_params["draft"]
    try:
        await asyncio.to_thread(work, number)
    except NoSuchDraft:
        return _gone(request)
    except ChangedMeanwhile as error:
        return await _draft(request, 409, problem=str(error), yours=yours)
    except NotThisWay as error:
        return await _draft(request, 409, problem=str(error), yours=yours)
    return RedirectResponse(f"{HERE}/drafts/{number}", 303)


def _said(form: Any, name: str) -> str:
    return str(form.get(name, ""))[:LONGEST]


def _gone(request: Request) -> Response:
    return render(request, "problem.html", status=404, title="This is not here (any more)")


ONE = HERE + "/drafts/{draft:int}"
ROUTES = [
    Route(HERE, content),
    Route(f"{HERE}/file", file),
    Route(f"{HERE}/history", history),
    Route(f"{HERE}/edit", edit),
    Route(f"{HERE}/edit", begin, methods=["POST"]),
    Route(f"{HERE}/whole", begin_whole, methods=["POST"]),
    Route(f"{HERE}/import", take_page, methods=["POST"]),
    Route(f"{HERE}/write", write_answer, methods=["POST"]),
    Route(ONE, draft),
    Route(f"{ONE}/save", save, methods=["POST"]),
    Route(f"{ONE}/check", run_checks, methods=["POST"]),
    Route(f"{ONE}/approve", approve, methods=["POST"]),
    Route(f"{ONE}/publish", publish, methods=["POST"]),
    Route(f"{ONE}/drop", drop, methods=["POST"]),
    Route(f"{ONE}/catch-up", catch_up, methods=["POST"]),
    Route(HERE + "/versions/{version:int}/restore", restore, methods=["POST"]),
]
