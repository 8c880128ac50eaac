"""The addresses of one's own account.

What would let somebody in who has found a desk left open asks for the password again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pyotp
import segno
from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.content import get_content
from clinic.staff import (
    LoginRefused,
    TooBusy,
    WeakPassword,
    audit,
    change_password,
    log_in,
    second_factor,
)
from clinic.staff.feeds import end_feed, feeds_since, make_feed
from clinic.staff.sessions import end_one_of, end_sessions_of, sessions_of
from clinic.storage import get_database
from frontdesk.calendars import feed_url
from frontdesk.guard import for_staff, staff_of
from frontdesk.login.routes import checked, place_of
from frontdesk.rendering import render

HERE = "/desk/account"
READ = "read their account"
DONE = {
    "password": "Your password is changed. All other sessions are ended.",
    "factor": "Your logins ask for a code from now on.",
    "no-factor": "Your logins ask for no code any more.",
    "session": "That session is ended.",
    "sessions": "All other sessions are ended.",
    "feed": "Your calendar address is ended.",
}


@for_staff(READ)
async def account(request: Request) -> Response:
    """One's own account."""
    return await _page(request, done=DONE.get(request.query_params.get("done", "")))


async def _page(request: Request, status: int = 200, **changed: object) -> Response:
    staff, token = staff_of(request), request.session["token"]

    def load() -> dict[str, Any]:
        with get_database().read() as connection:
            return {
                "factor": second_factor.is_on(connection, staff),
                "factor_lacking": second_factor.is_lacking(connection, staff, request.state.role),
                "codes_left": second_factor.recovery_codes_left(connection, staff),
                "sessions": sessions_of(connection, staff, token),
                "feed_since": feeds_since(connection).get(staff),
            }

    shown = {"problem": None, "done": None, "feed": None, **await asyncio.to_thread(load)}
    return render(request, "account/account.html", status=status, **{**shown, **changed})


async def _with_password(request: Request) -> Response | None:
    """Lets whoever knows the password go on; else says what to do, counted as a login is."""
    given = str((await request.form()).get("password", ""))
    try:
        await checked(log_in, get_database(), staff_of(request), given, place_of(request))
    except LoginRefused as refused:
        wait = "Too many wrong passwords. Please wait a little and try again."
        problem = wait if refused.until else "That is not your password. Nothing was changed."
        return await _page(request, 403, problem=problem)
    except TooBusy:
        problem = "Too many want to log in right now. Please try again in a moment."
        return await _page(request, 503, problem=problem)
    return None


@for_staff(None, needs="read", refused=READ)
async def password(request: Request) -> Response:
    """Changes one's password; every other session ends."""
    if answer := await _with_password(request):
        return answer
    staff, token = staff_of(request), request.session["token"]
    form = await request.form()
    new = str(form.get("new", ""))
    if new == form.get("password"):
        same = "Nothing was changed: that is the password of now."
        return await _page(request, 422, problem=same)
    try:
        await checked(change_password, get_database(), staff, new, token)
    except WeakPassword as error:
        return await _page(request, 422, problem=f"Nothing was changed: {error}.")
    except TooBusy:
        return await _page(request, 503, problem="Nothing was changed. Please try again.")
    await _work(lambda connection: audit(connection, staff, "changed their password"))
    return RedirectResponse(f"{HERE}?done=password", 303)


@for_staff(None, needs="read", refused=READ)
async def begin_factor(request: Request) -> Response:
    """Shows the secret of a new second factor, to be put into an app."""
    if answer := await _with_password(request):
        return answer
    staff = staff_of(request)

    def work(connection: Connection) -> str | None:
        made = second_factor.begin(connection, staff)
        if made:
            audit(connection, staff, "began a second factor")
        return made

    secret = await _work(work)
    if secret is None:
        return await _page(request, 409, problem="Your second factor is on already.")
    return _shown(request, secret)


def _shown(request: Request, secret: str, problem: str | None = None) -> Response:
    issuer = f"{get_content().clinic.name}, front desk"
    uri = pyotp.TOTP(secret).provisioning_uri(name=staff_of(request), issuer_name=issuer)
    picture = segno.make(uri, error="m").svg_inline(scale=5, light="#fff")
    return render(
        request,
        "account/factor.html",
        status=422 if problem else 200,
        picture=picture,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        problem=problem,
    )


@for_staff(None, needs="read")
async def turn_factor_on(request: Request) -> Response:
    """Turns the second factor on, when its app shows the right code; shows the recovery codes."""
    staff = staff_of(request)
    given = str((await request.form()).get("code", ""))[:40]

    def work(connection: Connection) -> tuple[list[str] | None, str | None]:
        codes = second_factor.turn_on(connection, staff, given)
        if codes:
            audit(connection, staff, "turned their second factor on")
        return codes, second_factor.begun(connection, staff)

    codes, secret = await _work(work)
    if codes:
        return render(request, "account/codes.html", codes=codes)
    if secret is None:
        return RedirectResponse(HERE, 303)
    return _shown(request, secret, "That code is wrong. Is the clock of your phone right?")


@for_staff(None, needs="read", refused=READ)
async def turn_factor_off(request: Request) -> Response:
    """Has one's logins ask for no code any more."""
    if answer := await _with_password(request):
        return answer
    staff = staff_of(request)

    def work(connection: Connection) -> None:
        if second_factor.turn_off(connection, staff):
            audit(connection, staff, "turned their second factor off")

    await _work(work)
    return RedirectResponse(f"{HERE}?done=no-factor", 303)


@for_staff(None, needs="read", refused=READ)
async def renew_codes(request: Request) -> Response:
    """Makes new recovery codes; those there were open nothing any more."""
    if answer := await _with_password(request):
        return answer
    staff = staff_of(request)

    def work(connection: Connection) -> list[str]:
        if not second_factor.is_on(connection, staff):
            return []
        audit(connection, staff, "made new recovery codes")
        return second_factor.renew_recovery_codes(connection, staff)

    codes = await _work(work)
    if not codes:
        return RedirectResponse(HERE, 303)
    return render(request, "account/codes.html", codes=codes)


@for_staff(None, needs="read")
async def end_session(request: Request) -> Response:
    """Ends one of one's sessions."""
    staff, session = staff_of(request), request.path_params["session"][:40]

    def work(connection: Connection) -> None:
        if end_one_of(connection, staff, session):
            audit(connection, staff, "ended a session")

    await _work(work)
    return RedirectResponse(f"{HERE}?done=session", 303)


@for_staff(None, needs="read")
async def end_others(request: Request) -> Response:
    """Ends all of one's sessions but this one."""
    staff, token = staff_of(request), request.session["token"]

    def work(connection: Connection) -> None:
        end_sessions_of(connection, staff, but=token)
        audit(connection, staff, "ended their other sessions")

    await _work(work)
    return RedirectResponse(f"{HERE}?done=sessions", 303)


@for_staff(None, needs="read", refused=READ)
async def begin_feed(request: Request) -> Response:
    """Makes the address of one's calendar feed, and shows it once; an earlier one ends."""
    if answer := await _with_password(request):
        return answer
    staff = staff_of(request)

    def work(connection: Connection) -> str:
        audit(connection, staff, "made a calendar address")
        return make_feed(connection, staff)

    return await _page(request, feed=feed_url(await _work(work)))


@for_staff(None, needs="read")
async def finish_feed(request: Request) -> Response:
    """Ends one's calendar feed."""
    staff = staff_of(request)

    def work(connection: Connection) -> None:
        if end_feed(connection, staff):
            audit(connection, staff, "ended a calendar address", staff)

    await _work(work)
    return RedirectResponse(f"{HERE}?done=feed", 303)


async def _work(change: Callable[[Connection], Any]) -> Any:
    def work() -> Any:
        with get_database().begin() as connection:
            return change(connection)

    return await asyncio.to_thread(work)


ROUTES = [
    Route(HERE, account),
    Route(f"{HERE}/password", password, methods=["POST"]),
    Route(f"{HERE}/factor", begin_factor, methods=["POST"]),
    Route(f"{HERE}/factor/on", turn_factor_on, methods=["POST"]),
    Route(f"{HERE}/factor/off", turn_factor_off, methods=["POST"]),
    Route(f"{HERE}/factor/codes", renew_codes, methods=["POST"]),
    Route(f"{HERE}/sessions/end", end_others, methods=["POST"]),
    Route(HERE + "/sessions/{session}/end", end_session, methods=["POST"]),
    Route(f"{HERE}/feed", begin_feed, methods=["POST"]),
    Route(f"{HERE}/feed/end", finish_feed, methods=["POST"]),
]
