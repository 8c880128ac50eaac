"""Logging in and out, and the first account."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.settings import get_settings
from clinic.staff import (
    LoginRefused,
    NotTheFirst,
    Place,
    TooBusy,
    WeakPassword,
    account_of,
    add_first_account,
    audit,
    end_session,
    has_accounts,
    log_in,
    open_session,
)
from clinic.staff.passwords import AT_ONCE
from clinic.staff.throttle import KNOWN_FOR
from clinic.storage import get_database
from clinic.visitors import visitor_address
from frontdesk import csrf
from frontdesk.rendering import render
from frontdesk.setup_link import is_setup_token

# A browser that has logged in before: no stranger's guesses keep it out.
DEVICE = "desk-device"
MOST_WAITING = 20
_CHECKS = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
_waiting = 0
Result = TypeVar("Result")


async def show(request: Request) -> Response:
    """The login form."""
    return _form(request)


async def enter(request: Request) -> Response:
    """Takes name and password."""
    await csrf.check(request)
    form = await request.form()
    name, password = str(form.get("name", "")), str(form.get("password", ""))
    following = str(form.get("next", ""))
    device = request.cookies.get(DEVICE) or secrets.token_urlsafe(32)
    place = _place(request, device)
    try:
        account = await checked(log_in, get_database(), name, password, place)
    except LoginRefused as refused:
        return _form(request, "locked" if refused.until else "wrong", following, status=403)
    except TooBusy:
        return _form(request, "busy", following, status=503)
    token = await asyncio.to_thread(_begin, account, request.session.get("token"))
    request.session.clear()
    request.session.update(staff=account, token=token)
    safe = following.startswith("/desk") and "//" not in following
    answer = RedirectResponse(following if safe else "/desk", 303)
    answer.set_cookie(
        DEVICE,
        device,
        max_age=int(KNOWN_FOR.total_seconds()),
        path="/desk/login",
        secure=get_settings().desk_base_url.startswith("https://"),
        httponly=True,
        samesite="strict",
    )
    return answer


async def checked(check: Callable[..., Result], *arguments: object) -> Result:
    """Checks a password in a thread kept for it: those who guess take no page's turn.

    Raises:
        TooBusy: too many wait for theirs already.
    """
    global _waiting
    if _waiting >= MOST_WAITING:
        raise TooBusy("too many wait to log in")
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_CHECKS, check, *arguments)
    finally:
        _waiting -= 1


async def leave(request: Request) -> Response:
    """Logs out: the session is over, not only its cookie."""
    await csrf.check(request)
    await asyncio.to_thread(_end, request.session.get("token"))
    request.session.clear()
    return RedirectResponse("/desk/login", 303)


async def set_up(request: Request) -> Response:
    """Makes the first account, once, for whoever has the link printed at start."""
    token = request.path_params["token"]
    database = get_database()
    if not is_setup_token(token) or await asyncio.to_thread(has_accounts, database):
        return render(request, "problem.html", status=404, title="This page is not here")
    if request.method == "GET":
        return render(request, "login/setup.html", problem=None, token=token)
    await csrf.check(request)
    form = await request.form()
    name, password = str(form.get("name", "")), str(form.get("password", ""))
    try:
        await checked(add_first_account, database, name, password)
    except NotTheFirst:  # made by another while this password was hashed
        return render(request, "problem.html", status=404, title="This page is not here")
    except TooBusy:
        return render(request, "login/setup.html", status=503, problem="try again", token=token)
    except (WeakPassword, ValueError) as error:
        return render(request, "login/setup.html", status=422, problem=str(error), token=token)
    return RedirectResponse("/desk/login", 303)


def _form(
    request: Request, problem: str | None = None, following: str | None = None, status: int = 200
) -> Response:
    following = following or request.query_params.get("next", "")
    return render(request, "login/login.html", status=status, problem=problem, following=following)


def to_login(request: Request) -> Response:
    """Where somebody who is not logged in is sent; back again afterwards. A part of a page is
    answered with an order to load the login in its place."""
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": "/desk/login"})
    return RedirectResponse(f"/desk/login?next={quote(request.scope['path'])}", 303)


def _place(request: Request, device: str) -> Place:
    forwarded = request.headers.getlist("x-forwarded-for")
    peer = request.client.host if request.client else None
    trusted = get_settings().trust_proxy_headers
    return Place(visitor_address(forwarded, peer, trusted), device)


def _begin(account: str, before: str | None) -> str:
    """Begins a session in place of the one this browser had."""
    with get_database().begin() as connection:
        end_session(connection, before)
        audit(connection, account, "logged in")
        return open_session(connection, account)


def _end(token: str | None) -> None:
    with get_database().begin() as connection:
        staff = account_of(connection, token)
        end_session(connection, token)
        if staff:
            audit(connection, staff, "logged out")


ROUTES = [
    Route("/desk/login", show, methods=["GET"]),
    Route("/desk/login", enter, methods=["POST"]),
    Route("/desk/logout", leave, methods=["POST"]),
    Route("/desk/setup/{token}", set_up, methods=["GET", "POST"]),
]
