"""The staff's page of one screening: its history, another time, calling it off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic import clock
from clinic.content import get_content
from clinic.patients.alerted import alerts_of
from clinic.screenings import (
    Actor,
    Screening,
    ScreeningCancelled,
    ScreeningError,
    ScreeningOver,
    Screenings,
    Slot,
    SlotNotOffered,
    SlotTaken,
)
from clinic.screenings.contact import gets_a_text, ways_to
from clinic.screenings.errors import OtherDay, TooEarly, UnknownScreening
from clinic.screenings.models import ATTENDANCES
from clinic.screenings.notices import reach_of
from clinic.screenings.units import run_unit
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.diary.free import free_days
from frontdesk.diary.queries import read_day
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import back_to, render

READ = "read a screening"
PROBLEMS = {
    SlotTaken: "Somebody else has just taken that time.",
    SlotNotOffered: "The clinic gives no screening at that time.",
    ScreeningCancelled: "It has been called off already.",
    ScreeningOver: "It has begun or is over.",
    TooEarly: "It has not begun. Only then can it be marked as done or as a no-show.",
    OtherDay: "Arrived and late are marked on the day of the visit.",
}
Change = Callable[[Screenings, Connection, Actor], Screening]


@for_staff(READ)
async def screening(request: Request) -> Response:
    """One screening with its history."""
    return await asyncio.to_thread(_page, request)


def _page(request: Request, problem: str | None = None) -> Response:
    engine, clinic = Screenings(get_database()), get_content().clinic
    try:
        found = engine.get(request.path_params["reference"])
    except UnknownScreening:
        return render(request, "problem.html", status=404, title="There is no such screening")
    with get_database().read() as connection:
        alerts = alerts_of(connection, [found])
    return render(
        request,
        "visits/visit.html",
        alerts=alerts,
        status=409 if problem else 200,
        screening=found,
        history=engine.history(found.reference),
        **_times(engine, request, found),
        names={therapist.id: therapist.name for therapist in clinic.therapists},
        coming=found.state == "booked" and found.starts_at > clock.now(),
        said=engine.said_of([found]).get(found.reference),
        **_told_by(found),
        problem=problem,
    )


def _told_by(visit: Screening) -> dict[str, object]:
    """How the patient is told of a change: by text, in the chat it was booked in, both, neither."""
    reach = reach_of(visit)
    in_chat = any(not way.by_phone for way, _ in ways_to(reach))
    return {"by_text": gets_a_text(reach), "in_chat": in_chat}


def _times(engine: Screenings, request: Request, visit: Screening) -> dict[str, object]:
    """The free times to move a visit to: of its day or of one that was asked for, and the one it
    was dragged to."""
    zone = get_content().clinic.tz
    wanted = _wanted(engine, request.query_params.get("to", "")[:80])
    day = (wanted or visit).starts_at.astimezone(zone).date()
    asked = read_day(request.query_params.get("day", ""))
    return {"free": free_days(asked, day), "wanted": wanted}


def _wanted(engine: Screenings, code: str) -> Slot | None:
    """The time in an address to which a visit was dragged; None where there is none or it is not
    given any more. Somebody still presses "Move": the patient is told at once."""
    try:
        return engine.slot(code) if code else None
    except SlotNotOffered:
        return None


@for_staff(None, refused=READ)
async def move(request: Request) -> Response:
    """Gives a screening another time; the patient is told."""
    form = await request.form()
    code, key = str(form.get("slot", "")), _key(form.get("key"))
    reference = request.path_params["reference"]
    return await _change(
        request,
        "moved a screening",
        lambda engine, connection, actor: engine.move(
            reference, engine.slot(code), key=key, actor=actor, connection=connection
        ),
    )


@for_staff(None, refused=READ)
async def cancel(request: Request) -> Response:
    """Calls a screening off; the patient is told."""
    form = await request.form()
    key, reference = _key(form.get("key")), request.path_params["reference"]
    return await _change(
        request,
        "called a screening off",
        lambda engine, connection, actor: engine.cancel(
            reference, key=key, actor=actor, connection=connection
        ),
    )


async def _change(request: Request, what: str, change: Change) -> Response:
    """Makes a change and writes its line of the audit log, both or neither."""
    staff, reference = request.session["staff"], request.path_params["reference"]
    database = get_database()
    engine = Screenings(database)

    def work(connection: Connection) -> None:
        before = engine.get(reference)
        after = change(engine, connection, Actor("staff", staff))
        if after.sequence != before.sequence:  # a second click changes nothing
            audit(connection, staff, what, reference)

    try:
        await asyncio.to_thread(run_unit, database, work)
    except ScreeningError as error:
        return await asyncio.to_thread(_page, request, _told(error))
    return RedirectResponse(f"/desk/screenings/{reference}", 303)


def _told(error: ScreeningError) -> str:
    """Why nothing was changed, for the staff."""
    named = (text for kind, text in PROBLEMS.items() if isinstance(error, kind))
    problem = next(named, "It did not work. Load the page again and look what has changed.")
    return f"Nothing was changed. {problem}"


def _key(given: object) -> str:
    return f"desk:{str(given or '')[:80]}"


@for_staff(None, refused=READ)
async def attend(request: Request) -> Response:
    """Notes what became of a visit."""
    form, staff = await request.form(), staff_of(request)
    reference, given = request.path_params["reference"], str(form.get("what", ""))
    what = next((one for one in ATTENDANCES if one == given), None)
    engine = Screenings(get_database())

    def work(connection: Connection) -> None:
        if engine.attend(reference, what, connection=connection):
            audit(connection, staff, f"marked a visit: {what or 'nothing'}", reference)

    try:
        await asyncio.to_thread(run_unit, get_database(), work)
    except ScreeningError as error:
        return await asyncio.to_thread(_page, request, _told(error))
    return RedirectResponse(back_to(form, f"/desk/screenings/{reference}"), 303)


@for_staff(None, refused=READ)
async def offer(request: Request) -> Response:
    """Asks a patient to choose another time."""
    form, staff = await request.form(), staff_of(request)
    reference, key = request.path_params["reference"], str(form.get("key", ""))[:40]
    engine = Screenings(get_database())

    def work(connection: Connection) -> list[str]:
        ways = engine.offer_other_times(
            reference, key=key, actor=Actor("staff", staff), connection=connection
        )
        if ways:
            audit(connection, staff, "offered other times", reference)
        return ways

    try:
        ways = await asyncio.to_thread(run_unit, get_database(), work)
    except ScreeningError:
        problem = "Nothing was sent. It was called off, or it has begun."
        return await asyncio.to_thread(_page, request, problem)
    back = back_to(form, f"/desk/screenings/{reference}")
    return RedirectResponse(f"{back}?told={'-'.join(ways) or 'none'}", 303)


ROUTES = [
    Route("/desk/screenings/{reference}", screening),
    Route("/desk/screenings/{reference}/attend", attend, methods=["POST"]),
    Route("/desk/screenings/{reference}/offer", offer, methods=["POST"]),
    Route("/desk/screenings/{reference}/move", move, methods=["POST"]),
    Route("/desk/screenings/{reference}/cancel", cancel, methods=["POST"]),
]
