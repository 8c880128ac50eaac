"""The addresses at which an owner gives out or erases what is held of a person."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import clinic.privacy.everything  # noqa: F401 - declares every table there is
from clinic import clock
from clinic.privacy.erasure import Receipt, erase, outlook
from clinic.privacy.export import as_zip, everything_about
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.guard import for_staff, staff_of
from frontdesk.patients import queries
from frontdesk.patients.routes import CARDS, gone_page
from frontdesk.rendering import render

# What somebody types who means it.
WORD = "ERASE"


@for_staff(None, needs="owner")
async def export(request: Request) -> Response:
    """Everything that is held of a person, as a page and as JSON in a zip."""
    path = request.path_params
    staff = staff_of(request)

    def work() -> bytes | None:
        with get_database().begin() as connection:
            patient = queries.patient_at(connection, path)
            if patient is None:
                return None
            packed = as_zip(everything_about(connection, patient.person))
            audit(connection, staff, "exported a person", str(queries.card_at(path)[1]))
            return packed

    packed: Any = await asyncio.to_thread(work)
    if packed is None:
        return gone_page(request)
    name = f"patient-data-{clock.now():%Y%m%d-%H%M}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(packed, media_type="application/zip", headers=headers)


@for_staff("read what an erasure would take", needs="owner")
async def ask(request: Request) -> Response:
    """What an erasure would take and leave, before it is done."""
    return await _ask(request)


async def _ask(request: Request, status: int = 200, problem: str | None = None) -> Response:
    path = request.path_params

    def load() -> dict[str, Any] | None:
        with get_database().read() as connection:
            patient = queries.patient_at(connection, path)
            if patient is None:
                return None
            gone, kept = outlook(connection, patient.person)
            return {"gone": gone, "kept": kept, **queries.the_card(connection, patient)}

    found: Any = await asyncio.to_thread(load)
    if found is None:
        return gone_page(request)
    values = {"here": queries.address(path), "word": WORD, "problem": problem}
    return render(request, "patients/erase.html", status=status, **found, **values)


@for_staff(None, needs="owner", refused="read what an erasure would take")
async def erasing(request: Request) -> Response:
    """Erases everything that is held of a person, and shows the receipt."""
    form, staff = await request.form(), staff_of(request)
    path = request.path_params
    if str(form.get("word", "")).strip().upper() != WORD:
        problem = f"Nothing was erased. Type {WORD} if you mean it."
        return await _ask(request, 422, problem)

    def work() -> Receipt | None:
        with get_database().read() as connection:
            patient = queries.patient_at(connection, path)
        return erase(get_database(), patient.person, staff) if patient else None

    receipt: Any = await asyncio.to_thread(work)
    if receipt is None:
        return gone_page(request)
    return render(request, "patients/erased.html", receipt=receipt)


ROUTES = [
    *(Route(f"{one}/export", export, methods=["POST"]) for one in CARDS),
    *(Route(f"{one}/erase", ask, methods=["GET"]) for one in CARDS),
    *(Route(f"{one}/erase", erasing, methods=["POST"]) for one in CARDS),
]
