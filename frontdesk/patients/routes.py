"""The addresses of a patient's card."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.patients.joining import join, part
from clinic.privacy.person import held_of, person_with
from clinic.screenings import BadPhone, read_phone
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.guard import for_staff, staff_of
from frontdesk.patients import queries
from frontdesk.rendering import render

READ = "read a patient's card"
CARDS = [f"/desk/patients/{kind}/{which}" for kind, which in queries.KINDS.items()]


@for_staff(READ)
async def card(request: Request) -> Response:
    """Everything that is known of one person."""
    return await _card(request)


async def _card(request: Request, status: int = 200, **changed: object) -> Response:
    path = request.path_params

    def load() -> dict[str, Any] | None:
        with get_database().read() as connection:
            patient = queries.patient_at(connection, path)
            return queries.the_card(connection, patient) if patient else None

    found = await asyncio.to_thread(load)
    if found is None:
        return gone_page(request)
    values = {"here": queries.address(path), "problem": None, "given": "", **changed}
    return render(request, "patients/card.html", status=status, **found, **values)


def gone_page(request: Request) -> Response:
    """The page where a card is asked for that there is none of."""
    title = "Nothing is kept of this patient any more"
    return render(request, "problem.html", status=404, title=title)


@for_staff(None, refused=READ)
async def joining(request: Request) -> Response:
    """Says that another number is the same person's."""
    given = str((await request.form()).get("phone", ""))[:60]
    path = request.path_params
    staff = staff_of(request)
    try:
        other = read_phone(given)
    except BadPhone:
        problem = "That is no phone number. Give it with its area code."
        return await _card(request, 422, problem=problem, given=given)

    def work() -> str:
        with get_database().begin() as connection:
            patient = queries.patient_at(connection, path)
            if patient is None or not patient.phones:
                return "No number is known here that another one could be joined with."
            if not _is_known(connection, other):
                return "Nothing is known here under that number."
            if join(connection, patient.phones[0], other, staff):
                audit(connection, staff, "joined two numbers", str(queries.card_at(path)[1]))
        return ""

    if problem := await asyncio.to_thread(work):
        return await _card(request, 422, problem=problem, given=given)
    return RedirectResponse(queries.address(path), 303)


@for_staff(None, refused=READ)
async def parting(request: Request) -> Response:
    """Takes a number off the card: it is somebody else's."""
    path = request.path_params
    staff, given = staff_of(request), str((await request.form()).get("number", ""))
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0

    def work() -> None:
        with get_database().begin() as connection:
            patient = queries.patient_at(connection, path)
            here = patient and queries.the_card(connection, patient)["card"].joined
            if any(one.id == number for one in here or ()) and part(connection, number):
                audit(connection, staff, "parted two numbers", str(queries.card_at(path)[1]))

    await asyncio.to_thread(work)
    return RedirectResponse(queries.address(path), 303)


def _is_known(connection: Connection, phone: str) -> bool:
    held = held_of(connection, person_with(connection, [phone]))
    some = (select(literal(1)).select_from(one.table).where(one.rows).limit(1) for one in held)
    return any(connection.execute(one).first() for one in some)


ROUTES = [
    *(Route(one, card) for one in CARDS),
    *(Route(f"{one}/join", joining, methods=["POST"]) for one in CARDS),
    *(Route(f"{one}/part", parting, methods=["POST"]) for one in CARDS),
]
