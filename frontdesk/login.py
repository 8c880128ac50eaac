"""Logging in and out, and the first account."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.staff import (
    AccountExists,
    LoginRefused,
    WeakPassword,
    add_account,
    audit,
    has_accounts,
    log_in,
    session_stamp,
)
from clinic.storage import get_database
from frontdesk import csrf
from frontdesk.rendering import render
from frontdesk.setup_link import is_setup_token


async def show(request: Request) -> Response:
    """The login form."""
    return _form(request)


async def enter(request: Request) -> Response:
    """Takes name and password."""
    await csrf.check(request)
    form = await request.form()
    name, password = str(form.get("name", "")), str(form.get("password", ""))
    try:
        account = await asyncio.to_thread(log_in, get_database(), name, password)
    except LoginRefused as refused:
        problem = "locked" if refused.until else "wrong"
        return _form(request, problem, str(form.get("next", "")), status=403)
    stamp = await asyncio.to_thread(_note, account, "logged in")
    request.session.clear()
    request.session.update(staff=account, stamp=stamp)
    following = str(form.get("next", ""))
    safe = following.startswith("/desk") and "//" not in following
    return RedirectResponse(following if safe else "/desk", 303)


async def leave(request: Request) -> Response:
    """Logs out."""
    await csrf.check(request)
    if request.session.get("staff"):
        await asyncio.to_thread(_note, request.session["staff"], "logged out")
    request.session.clear()
    return RedirectResponse("/desk/login", 303)


async def set_up(request: Request) -> Response:
    """Makes the first account, once, for whoever has the link printed at start."""
    token = request.path_params["token"]
    database = get_database()
    if not is_setup_token(token) or await asyncio.to_thread(has_accounts, database):
        return render(request, "problem.html", status=404, title="This page is not here")
    if request.method == "GET":
        return render(request, "setup.html", problem=None, token=token)
    await csrf.check(request)
    form = await request.form()
    name, password = str(form.get("name", "")), str(form.get("password", ""))
    try:
        await asyncio.to_thread(add_account, database, name, password)
    except (WeakPassword, AccountExists, ValueError) as error:
        return render(request, "setup.html", status=422, problem=str(error), token=token)
    await asyncio.to_thread(_note, name.strip().lower(), "made the first account")
    return RedirectResponse("/desk/login", 303)


def _form(
    request: Request, problem: str | None = None, following: str | None = None, status: int = 200
) -> Response:
    following = following or request.query_params.get("next", "")
    return render(request, "login.html", status=status, problem=problem, following=following)


def to_login(request: Request) -> RedirectResponse:
    """Where somebody who is not logged in is sent; back again afterwards."""
    return RedirectResponse(f"/desk/login?next={quote(request.scope['path'])}", 303)


def _note(staff: str, what: str) -> str | None:
    """Writes a line of the audit log; returns what a session of this account carries."""
    with get_database().begin() as connection:
        audit(connection, staff, what)
        return session_stamp(connection, staff)


ROUTES = [
    Route("/desk/login", show, methods=["GET"]),
    Route("/desk/login", enter, methods=["POST"]),
    Route("/desk/logout", leave, methods=["POST"]),
    Route("/desk/setup/{token}", set_up, methods=["GET", "POST"]),
]
