"""The pages on which the content is looked at: what stands, what waits, and what every file was."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clinic import clock
from clinic.content import ContentError
from clinic.publishing import drafts, entries, publishing, trainings, versions
from clinic.publishing.files import Texts
from clinic.settings import get_settings
from clinic.staff.roles import licence_of, may
from clinic.storage import get_database
from frontdesk.content import queries
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import render

HERE, READ = "/desk/content", "read the content"


def served() -> Texts:
    """The content as it is served; edits in the files are noticed by the way, and what a process
    left in the middle is brought to its end."""
    trainings.settle(get_database(), get_settings().content_dir)
    return publishing.notice(get_database(), get_settings().content_dir)


@for_staff(READ)
async def content(request: Request) -> Response:
    """What waits, what is unreviewed, and where to change something."""
    return await overview(request)


async def overview(request: Request, status: int = 200, **more: Any) -> Response:
    settings = get_settings()

    def load() -> dict[str, Any]:
        try:
            now, trouble = served(), None
        except publishing.Unfinished as error:
            now, trouble = {}, str(error)
        except (ContentError, publishing.ReadOnly, OSError, UnicodeDecodeError) as error:
            now, trouble = {}, f"The content can't be read: {error}"
        today, days = clock.now().date(), settings.content_review_days
        with get_database().read() as connection:
            found = {
                "drafts": drafts.open_drafts(connection),
                "standings": versions.standings(connection, today, days),
                "licence": licence_of(connection, staff_of(request)),
                "training": trainings.newest(connection),
            }
        return {"asked": queries.asked(now), "trouble": trouble, **found}

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
    now = await asyncio.to_thread(served)
    if name not in now:
        return gone(request)
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
        served()
        with get_database().read() as connection:
            return versions.history(connection, name)

    found = await asyncio.to_thread(load)
    if not found:
        return gone(request)
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


def gone(request: Request) -> Response:
    return render(request, "problem.html", status=404, title="This is not here (any more)")


ROUTES = [
    Route(HERE, content),
    Route(f"{HERE}/file", file),
    Route(f"{HERE}/history", history),
]
