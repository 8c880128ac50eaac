"""Lets only staff in, and writes each look and each change into the audit log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from clinic.staff import account_of, audit
from clinic.storage import get_database
from frontdesk import csrf
from frontdesk.login import to_login

Page = Callable[[Request], Awaitable[Response]]


def for_staff(what: str | None) -> Callable[[Page], Page]:
    """A page for those who are logged in, on an account that still stands.

    Args:
        what: the line of the audit log for each look at it; None: the page writes its own, in
            the unit of work of what it changes.
    """

    def wrap(page: Page) -> Page:
        @wraps(page)
        async def guarded(request: Request) -> Response:
            about = ", ".join(str(value) for value in request.path_params.values())[:200]
            token = request.session.get("token")
            staff = await asyncio.to_thread(_admit, token, what, about) if token else None
            if staff is None:
                request.session.clear()
                return to_login(request)
            request.state.staff = request.session["staff"] = staff
            if request.method == "POST":
                await csrf.check(request)
            return await page(request)

        return guarded

    return wrap


def _admit(token: str, what: str | None, about: str) -> str | None:
    """Whose session it is, their look written down; None when it is over."""
    with get_database().begin() as connection:
        staff = account_of(connection, token)
        if staff and what:
            audit(connection, staff, what, about)
        return staff
