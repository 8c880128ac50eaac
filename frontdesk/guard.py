"""Lets only staff in, and writes each look and each change into the audit log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clinic.settings import get_settings
from clinic.staff import account_of, audit, second_factor
from clinic.staff.audit import was_written
from clinic.staff.roles import Role, may, role_of
from clinic.storage import get_database
from frontdesk import csrf
from frontdesk.badges import Badges, badges_of
from frontdesk.login.routes import to_login

# Where one's second factor is turned on.
ACCOUNT = "/desk/account"
Page = Callable[[Request], Awaitable[Response]]
NOBODY: tuple[None, None, Badges] = (None, None, Badges())


class NotAllowed(HTTPException):
    """The account may not do this."""


def for_staff(
    what: str | None, needs: Role | None = None, refused: str | None = None
) -> Callable[[Page], Page]:
    """A page for those who are logged in, on an account that still stands.

    A part of an open page that is loaded anew because something happened (`is_live`) is the same
    look going on: it is written down once in a while, and keeps no session from ending.

    Args:
        what: the line of the audit log for each look at it; None: the page writes its own, in
            the unit of work of what it changes.
        needs: the role that may; None: anybody may look, who works with patients may change.
        refused: the line for what is shown in answer to a change that is refused, where that is
            a page one may read: it is a look at it like any other. Of what is not there, nothing
            was shown.
    """

    def wrap(page: Page) -> Page:
        @wraps(page)
        async def guarded(request: Request) -> Response:
            about = ", ".join(str(value) for value in request.path_params.values())[:200]
            token = request.session.get("token")
            live = is_live(request)
            wanted: Role = needs or ("read" if request.method in ("GET", "HEAD") else "staff")
            if await _lacks_factor(request):
                return RedirectResponse(ACCOUNT, 303)
            staff, role, badges = (
                await asyncio.to_thread(_admit, token, (what, about), live, wanted)
                if token
                else NOBODY
            )
            if staff is None or role is None:
                for name in ("token", "staff"):  # not a login that another page is in the middle of
                    request.session.pop(name, None)
                return to_login(request)
            request.state.role = role
            if not may(role, wanted):
                raise NotAllowed(403, "not with this account")
            request.state.staff = request.session["staff"] = staff
            request.state.badges = badges
            if request.method == "POST":
                await csrf.check(request)
            answer = await page(request)
            if refused and answer.status_code >= 400 and answer.status_code != 404:
                await asyncio.to_thread(_looked, staff, refused, about)
            return answer

        return guarded

    return wrap


def is_live(request: Request) -> bool:
    """Whether an open page asks for a part of itself anew."""
    return request.method == "GET" and request.query_params.get("live") == "1"


def staff_of(request: Request) -> str:
    """Who asks."""
    return str(request.state.staff)


async def _lacks_factor(request: Request) -> bool:
    """Whether it is somebody who may do nothing yet but turn their second factor on."""
    token = request.session.get("token")
    if not token or request.url.path.startswith(ACCOUNT):
        return False
    return get_settings().second_factor_for != "nobody" and await asyncio.to_thread(_lacks, token)


def _lacks(token: str) -> bool:
    with get_database().read() as connection:
        staff = account_of(connection, token, touch=False)
        role = role_of(connection, staff) if staff else None
        return bool(staff and role and second_factor.is_lacking(connection, staff, role))


def _looked(staff: str, what: str, about: str) -> None:
    with get_database().begin() as connection:
        audit(connection, staff, what, about)


def _admit(
    token: str, look: tuple[str | None, str], live: bool, wanted: Role
) -> tuple[str | None, Role | None, Badges]:
    """Whose session it is and what they may, their look written down where they may have it, and
    what waits for them; nobody when it is over."""
    what, about = look
    if live:
        with get_database().read() as connection:
            staff = account_of(connection, token, touch=False)
            role = role_of(connection, staff) if staff else None
            if not staff or not role:
                return NOBODY
            if not what or was_written(connection, staff, what, about):
                return staff, role, badges_of(connection, staff)
    with get_database().begin() as connection:
        staff = account_of(connection, token, touch=not live)
        role = role_of(connection, staff) if staff else None
        if not staff or not role:
            return NOBODY
        if what and may(role, wanted):
            audit(connection, staff, what, about)
        return staff, role, badges_of(connection, staff)
