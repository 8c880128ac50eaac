"""The addresses of the staff's own accounts."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.settings import get_settings
from clinic.staff import (
    AccountExists,
    TooBusy,
    WeakPassword,
    add_account,
    audit,
    remove_account,
    second_factor,
)
from clinic.staff.feeds import end_feed, feeds_since
from clinic.staff.roles import (
    ROLES,
    LastOwner,
    NoInvitation,
    Role,
    all_accounts,
    check_not_last_owner,
    give_licence,
    give_role,
    invite,
    invited_as,
    open_invitations,
    use_invitation,
)
from clinic.staff.sessions import end_sessions_of
from clinic.storage import get_database
from frontdesk import csrf
from frontdesk.guard import for_staff, staff_of
from frontdesk.login.routes import checked
from frontdesk.rendering import render

PEOPLE = "/desk/people"


@for_staff("read the accounts", needs="owner")
async def people(request: Request) -> Response:
    """Who can log in, and what they may."""
    return await _people(request)


async def _people(request: Request, status: int = 200, **changed: object) -> Response:
    def load() -> dict[str, Any]:
        with get_database().read() as connection:
            return {
                "accounts": all_accounts(connection),
                "open": open_invitations(connection),
                "factors": second_factor.with_factor(connection),
                "feeds": feeds_since(connection),
            }

    values = {"problem": None, "link": None, **await asyncio.to_thread(load), **changed}
    return render(request, "people/people.html", status=status, roles=ROLES, **values)


@for_staff(None, needs="owner", refused="read the accounts")
async def change_role(request: Request) -> Response:
    """Lets an account do more or less."""
    form, staff = await request.form(), staff_of(request)
    account, role = request.path_params["account"], _role(form.get("role"))

    def work() -> None:
        with get_database().begin() as connection:
            if role and give_role(connection, account, role):
                audit(connection, staff, f"made an account {role}", account)

    try:
        await asyncio.to_thread(work)
    except LastOwner as error:
        return await _people(request, 409, problem=str(error))
    return RedirectResponse(PEOPLE, 303)


@for_staff(None, needs="owner")
async def change_licence(request: Request) -> Response:
    """Writes down the number of somebody's licence: with one they may approve content."""
    form, staff = await request.form(), staff_of(request)
    account, licence = request.path_params["account"], str(form.get("licence", ""))[:200]

    def work() -> None:
        with get_database().begin() as connection:
            if give_licence(connection, account, licence):
                audit(connection, staff, "changed a licence number", account)

    await asyncio.to_thread(work)
    return RedirectResponse(PEOPLE, 303)


@for_staff(None, needs="owner", refused="read the accounts")
async def remove(request: Request) -> Response:
    """Takes an account away, with every session it has."""
    account, staff = request.path_params["account"], staff_of(request)

    def work() -> None:
        with get_database().begin() as connection:
            check_not_last_owner(connection, account)
            audit(connection, staff, "took an account away", account)
        remove_account(get_database(), account)

    try:
        await asyncio.to_thread(work)
    except LastOwner as error:
        return await _people(request, 409, problem=str(error))
    return RedirectResponse(PEOPLE, 303)


@for_staff(None, needs="owner")
async def reset_factor(request: Request) -> Response:
    """Takes the second factor off another's account, who has lost it, and ends their sessions."""
    account, staff = request.path_params["account"], staff_of(request)

    def work() -> None:
        with get_database().begin() as connection:
            # One's own goes with one's password, at one's own account.
            if account != staff and second_factor.turn_off(connection, account):
                end_sessions_of(connection, account)
                audit(connection, staff, "took a second factor away", account)

    await asyncio.to_thread(work)
    return RedirectResponse(PEOPLE, 303)


@for_staff(None, needs="owner")
async def stop_feed(request: Request) -> Response:
    """Ends somebody's calendar feed."""
    account, staff = request.path_params["account"], staff_of(request)

    def work() -> None:
        with get_database().begin() as connection:
            if end_feed(connection, account):
                audit(connection, staff, "ended a calendar address", account)

    await asyncio.to_thread(work)
    return RedirectResponse(PEOPLE, 303)


@for_staff(None, needs="owner")
async def make_invitation(request: Request) -> Response:
    """Makes a link with which somebody makes an account of their own; it is shown once."""
    form, staff = await request.form(), staff_of(request)
    role = _role(form.get("role")) or "read"

    def work() -> str:
        with get_database().begin() as connection:
            token = invite(connection, role, staff)
            audit(connection, staff, "invited somebody", role)
            return token

    token = await asyncio.to_thread(work)
    link = f"{get_settings().desk_base_url}/desk/invited/{token}"
    return await _people(request, link=link)


async def invited(request: Request) -> Response:
    """Makes an account, once, for whoever has the link of an invitation."""
    token = request.path_params["token"][:100]

    def look() -> Role:
        with get_database().read() as connection:
            return invited_as(connection, token)

    try:
        await asyncio.to_thread(look)
    except NoInvitation:
        title = "This invitation was used or is too old. Ask for another one."
        return render(request, "problem.html", status=404, title=title)
    if request.method == "GET":
        return render(request, "people/invited.html", problem=None, token=token, name="")
    await csrf.check(request)
    form = await request.form()
    name, password = str(form.get("name", ""))[:200], str(form.get("password", ""))
    try:
        await checked(_accept, token, name, password)
    except NoInvitation:
        title = "This invitation was used meanwhile. Ask for another one."
        return render(request, "problem.html", status=404, title=title)
    except TooBusy:
        return _again(request, token, name, "try again", 503)
    except (WeakPassword, AccountExists, ValueError) as error:
        return _again(request, token, name, str(error), 422)
    return RedirectResponse("/desk/login", 303)


def _accept(token: str, name: str, password: str) -> None:
    with get_database().read() as connection:
        role = invited_as(connection, token)
    add_account(get_database(), name, password, role=role)
    try:
        with get_database().begin() as connection:
            use_invitation(connection, token)
            audit(connection, name.strip().lower(), "accepted an invitation", role)
    except NoInvitation:  # two used it at once: one account only comes of it
        remove_account(get_database(), name)
        raise


def _again(request: Request, token: str, name: str, problem: str, status: int) -> Response:
    values = {"problem": problem, "token": token, "name": name}
    return render(request, "people/invited.html", status=status, **values)


def _role(given: object) -> Role | None:
    return next((role for role in ROLES if role == given), None)


ROUTES = [
    Route(PEOPLE, people),
    Route(f"{PEOPLE}/invite", make_invitation, methods=["POST"]),
    Route(PEOPLE + "/{account}/role", change_role, methods=["POST"]),
    Route(PEOPLE + "/{account}/licence", change_licence, methods=["POST"]),
    Route(PEOPLE + "/{account}/remove", remove, methods=["POST"]),
    Route(PEOPLE + "/{account}/factor/reset", reset_factor, methods=["POST"]),
    Route(PEOPLE + "/{account}/feed/end", stop_feed, methods=["POST"]),
    Route("/desk/invited/{token}", invited, methods=["GET", "POST"]),
]
