"""Logging in, with a code where there is a second factor, and out; and the first account."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import quote

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
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
    confirm_login,
    end_session,
    has_accounts,
    log_in,
    open_session,
    second_factor,
)
from clinic.staff.passwords import AT_ONCE, LONGEST_PASSWORD, check_password
from clinic.staff.sessions import half_of, open_half
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
    device = _device(request)
    try:
        account = await checked(log_in, get_database(), name, password, place_of(request, device))
    except LoginRefused as refused:
        return _form(request, "locked" if refused.until else "wrong", following, status=403)
    except TooBusy:
        return _form(request, "busy", following, status=503)
    half, token = await asyncio.to_thread(_begin, account, request)
    request.session.clear()
    if half:
        request.session.update(half=half, next=following[:300])
        return RedirectResponse("/desk/login/code", 303)
    request.session.update(staff=account, token=token)
    return _let_in(following, device)


async def code(request: Request) -> Response:
    """The form for the second factor, for who has just given the right password."""
    if await asyncio.to_thread(_whose, request) is None:
        return RedirectResponse("/desk/login", 303)
    return render(request, "login/code.html", problem=None)


async def confirm(request: Request) -> Response:
    """Takes the second factor."""
    await csrf.check(request)
    account = await asyncio.to_thread(_whose, request)
    if account is None:
        return RedirectResponse("/desk/login", 303)
    given = str((await request.form()).get("code", ""))[:60]
    device = _device(request)
    place = place_of(request, device)
    try:
        how = await asyncio.to_thread(confirm_login, get_database(), account, given, place)
    except LoginRefused as refused:
        problem = "locked" if refused.until else "wrong"
        return render(request, "login/code.html", status=403, problem=problem)
    token = await asyncio.to_thread(_complete, account, how, request)
    following = str(request.session.get("next", ""))
    request.session.clear()
    request.session.update(staff=account, token=token)
    return _let_in(following, device)


def _let_in(following: str, device: str) -> Response:
    """Leads on, and has this browser known from now on."""
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


def _device(request: Request) -> str:
    return request.cookies.get(DEVICE) or secrets.token_urlsafe(32)


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


def place_of(request: Request, device: str | None = None) -> Place:
    """Where a try at a password comes from."""
    forwarded = request.headers.getlist("x-forwarded-for")
    peer = request.client.host if request.client else None
    trusted = get_settings().trust_proxy_headers
    return Place(visitor_address(forwarded, peer, trusted), device)


def _begin(account: str, request: Request) -> tuple[str, str]:
    """Begins a session in place of the one this browser had: the token of half a one where the
    second factor is still to come, else an empty text and that of a whole one."""
    with get_database().begin() as connection:
        end_session(connection, request.session.get("token"))
        if second_factor.is_on(connection, account):
            return open_half(connection, account), ""
        return "", _open(connection, account, "", request)


def _complete(account: str, how: str, request: Request) -> str:
    with get_database().begin() as connection:
        end_session(connection, request.session.get("half"))
        return _open(connection, account, how, request)


def _open(connection: Connection, account: str, how: str, request: Request) -> str:
    audit(connection, account, "logged in", how)
    return open_session(connection, account, browser_of(request.headers.get("user-agent", "")))


def _whose(request: Request) -> str | None:
    with get_database().read() as connection:
        return half_of(connection, request.session.get("half"))


def browser_of(agent: str) -> str:
    """What a browser calls itself, in words somebody knows it by; empty where it says nothing."""
    names = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"),
             ("Safari", "Safari"))  # fmt: skip
    systems = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
               ("Windows", "Windows"), ("Mac OS", "a Mac"), ("Linux", "Linux"))  # fmt: skip
    name = next((known for sign, known in names if sign in agent), "")
    system = next((known for sign, known in systems if sign in agent), "")
    return " on ".join(filter(None, (name, system)))


def _end(token: str | None) -> None:
    with get_database().begin() as connection:
        staff = account_of(connection, token)
        end_session(connection, token)
        if staff:
            audit(connection, staff, "logged out")


async def judge(request: Request) -> Response:
    """What would be said of a new password, while it is typed: by the rule of the form itself."""
    await csrf.check(request)
    form = await request.form()
    name = str(form.get("name", "") or request.session.get("staff", ""))[:200]
    try:
        check_password(name, str(form.get("password", ""))[: LONGEST_PASSWORD + 1])
    except WeakPassword as weak:
        return PlainTextResponse(f"Please {weak}.")
    return PlainTextResponse("")


ROUTES = [
    Route("/desk/password", judge, methods=["POST"]),
    Route("/desk/login", show, methods=["GET"]),
    Route("/desk/login", enter, methods=["POST"]),
    Route("/desk/login/code", code, methods=["GET"]),
    Route("/desk/login/code", confirm, methods=["POST"]),
    Route("/desk/logout", leave, methods=["POST"]),
    Route("/desk/setup/{token}", set_up, methods=["GET", "POST"]),
]
