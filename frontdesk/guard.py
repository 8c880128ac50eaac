"""Lets only staff in, and writes each look and each change into the audit log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from clinic.staff import audit, session_stamp
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
            staff, stamp = request.session.get("staff"), request.session.get("stamp")
            if not staff or not await asyncio.to_thread(_admit, staff, stamp, what, about):
                request.session.clear()
                return to_login(request)
            if request.method == "POST":
                await csrf.check(request)
            return await page(request)

        return guarded

    return wrap


def _admit(staff: str, stamp: str | None, what: str | None, about: str) -> bool:
    if what is None:
        with get_database().read() as connection:
            return session_stamp(connection, staff) == stamp
    with get_database().begin() as connection:
        if session_stamp(connection, staff) != stamp:
            return False
        audit(connection, staff, what, about)
        return True
