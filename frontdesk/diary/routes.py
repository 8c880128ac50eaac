"""The addresses of the diary."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.engine import Connection
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic.content import get_content
from clinic.content.clock_times import read_span
from clinic.screenings import (
    Actor,
    BadName,
    BadPhone,
    Booking,
    Patient,
    ScreeningError,
    Screenings,
    SlotNotOffered,
    SlotTaken,
    blocks,
)
from clinic.screenings.units import run_unit
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.diary import queries
from frontdesk.diary.free import free_days
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import render
from frontdesk.spreadsheet import to_keep

# How somebody is there who is booked by hand; their word about the visit goes out as a text.
WAYS = ("phone", "desk")
# Whose time is blocked where the clinic is closed; nobody closes it by leaving the form as it is.
EVERYBODY = "everybody"


@for_staff("read the diary")
async def day(request: Request) -> Response:
    """A day, with a column for each therapist."""
    asked = queries.read_day(request.query_params.get("day", ""))
    return render(request, "diary/day.html", **await asyncio.to_thread(queries.the_day, asked))


@for_staff("read the diary")
async def part(request: Request) -> Response:
    """The same without the frame, for an open page."""
    asked = queries.read_day(request.query_params.get("day", ""))
    return render(request, "diary/sheet.html", **await asyncio.to_thread(queries.the_day, asked))


@for_staff("read the diary")
async def week(request: Request) -> Response:
    """Seven days, with a row for each therapist."""
    asked = queries.read_day(request.query_params.get("from", ""))
    return render(request, "diary/week.html", **await asyncio.to_thread(queries.the_week, asked))


@for_staff("read the diary")
async def list_of_days(request: Request) -> Response:
    """The screenings of seven days, one under the other."""
    asked = queries.read_day(request.query_params.get("from", ""))
    return render(request, "diary/list.html", **await asyncio.to_thread(queries.the_list, asked))


@for_staff("read the diary")
async def paper(request: Request) -> Response:
    """The screenings of a day or of some days, to be printed."""
    first, last = (queries.read_day(request.query_params.get(one, "")) for one in ("from", "to"))
    shown = await asyncio.to_thread(queries.to_print, first, last)
    return render(request, "diary/print.html", **shown)


@for_staff("exported the diary", needs="staff")
async def table(request: Request) -> Response:
    """The screenings of some days, for a spreadsheet."""
    first = queries.read_day(request.query_params.get("from", ""))
    last = queries.read_day(request.query_params.get("to", "")) or first
    if first is None or last is None or last < first:
        return RedirectResponse("/desk/diary/week", 303)
    written = await asyncio.to_thread(queries.as_csv, first, last)
    return to_keep(written, f"screenings-{first}-{last}.csv")


@for_staff(None)
async def booking(request: Request) -> Response:
    """The form to book a time for somebody who calls or stands there."""
    code = request.query_params.get("slot", "")[:80]
    return await asyncio.to_thread(_booking, request, code)


def _booking(
    request: Request, code: str, problem: str | None = None, given: Mapping[str, Any] | None = None
) -> Response:
    try:
        slot = Screenings(get_database()).slot(code)
    except SlotNotOffered:
        title = "The clinic gives no screening at that time"
        return render(request, "problem.html", status=404, title=title)
    day = slot.starts_at.astimezone(get_content().clinic.tz).date()
    asked = queries.read_day(str((given or {}).get("day", "")))
    return render(
        request,
        "diary/book.html",
        status=409 if problem else 200,
        slot=slot,
        free=free_days(asked or day, day),
        names=queries.names(),
        problem=problem,
        given={name: str((given or {}).get(name, "")) for name in ("name", "phone", "way")},
        key=secrets.token_hex(8),
    )


@for_staff(None)
async def other_times(request: Request) -> Response:
    """The same form with the times of another day; what was typed stays, and in no address."""
    form = await request.form()
    return await asyncio.to_thread(_booking, request, str(form.get("at", ""))[:80], None, form)


@for_staff(None)
async def book(request: Request) -> Response:
    """Books a time for somebody who calls or stands there; they get a text about it."""
    form, staff = await request.form(), staff_of(request)
    code, key = str(form.get("slot", ""))[:80], str(form.get("key", ""))[:40]
    way = str(form.get("way", ""))
    engine = Screenings(get_database())

    def work(connection: Connection) -> str:
        booked = engine.book(
            engine.slot(code),
            Booking(
                Patient(str(form.get("name", ""))[:200], str(form.get("phone", ""))[:60]),
                key=f"desk:{key}",
                channel=way if way in WAYS else WAYS[0],
                actor=Actor("staff", staff),
            ),
            connection=connection,
        )
        audit(connection, staff, "booked a screening", booked.reference)
        return booked.reference

    try:
        reference = await asyncio.to_thread(run_unit, get_database(), work)
    except BadName:
        problem = "Give the name with letters only."
    except BadPhone:
        problem = "That is no phone number. Give it with its area code."
    except SlotTaken:
        problem = "Somebody else has just taken that time. Choose another one in the diary."
    except SlotNotOffered:
        problem = "That time is over, blocked, or none the clinic gives. Choose another one."
    except ScreeningError:
        problem = "It did not work. Look in the diary what has changed."
    else:
        return RedirectResponse(f"/desk/screenings/{reference}", 303)
    shown = code or str(form.get("at", ""))[:80]
    return await asyncio.to_thread(_booking, request, shown, problem, form)


@for_staff(None)
async def blocking(request: Request) -> Response:
    """The form to block a time."""
    return _blocking(request)


def _blocking(request: Request, problem: str | None = None, given: Any = None) -> Response:
    asked = queries.read_day(request.query_params.get("day", ""))
    fields = ("therapist", "day", "last", "from", "to", "weekly", "reason")
    values = {name: str((given or {}).get(name, ""))[:300] for name in fields}
    if not given and asked:
        values["day"] = asked.isoformat()
    return render(
        request,
        "diary/block.html",
        status=422 if problem else 200,
        names=queries.names(),
        given=values,
        problem=problem,
        key=secrets.token_hex(8),
        everybody=EVERYBODY,
    )


@for_staff(None)
async def block(request: Request) -> Response:
    """Blocks a time, and leads to the visits it hits."""
    form, staff = await request.form(), staff_of(request)
    clinic = get_content().clinic
    try:
        new = _new_block(form)

        def work(connection: Connection) -> int:
            key = f"block:{str(form.get('key', ''))[:40]}"
            made = blocks.add(connection, new, clinic, staff=staff, key=key)
            audit(connection, staff, "blocked a time", str(made.id))
            return made.id

        number = await asyncio.to_thread(run_unit, get_database(), work)
    except blocks.BadBlock as error:
        return _blocking(request, str(error), form)
    return RedirectResponse(f"/desk/diary/blocks/{number}", 303)


def _new_block(form: FormData) -> blocks.NewBlock:
    """What a form asks to block: whole days, or hours of one day.

    Raises:
        blocks.BadBlock
    """
    zone = get_content().clinic.tz
    whose = str(form.get("therapist", ""))[:32]
    if not whose:
        raise blocks.BadBlock("Choose whose time is blocked.")
    first = queries.read_day(str(form.get("day", "")))
    if first is None:
        raise blocks.BadBlock("Choose a day.")
    given_last = str(form.get("last", ""))
    last = queries.read_day(given_last) if given_last else first
    if last is None or last < first:
        raise blocks.BadBlock("The last day has to be the first or one after it.")
    begins, ends = _hours(*(str(form.get(name, "")).strip()[:40] for name in ("from", "to")))
    if begins is None or ends is None:
        starts_at = datetime.combine(first, time(0), zone)
        ends_at = datetime.combine(last + timedelta(days=1), time(0), zone)
    else:
        starts_at = datetime.combine(first, begins, zone)
        ends_at = datetime.combine(last, ends, zone)
    return blocks.NewBlock(
        therapist=None if whose == EVERYBODY else whose,
        starts_at=starts_at,
        ends_at=ends_at,
        weekly=form.get("weekly") == "yes",
        reason=str(form.get("reason", ""))[:200],
    )


def _hours(begin: str, end: str) -> tuple[time | None, time | None]:
    """From when until when: each in its field, or both in the first ("9-3pm"); None for the whole
    day.

    Raises:
        blocks.BadBlock: something else was typed.
    """
    if not begin and not end:
        return None, None
    span = read_span(f"{begin}-{end}" if begin and end else begin)
    if span is None:
        typed = " to ".join(filter(None, (begin, end)))
        raise blocks.BadBlock(
            f"“{typed}” are no hours from when until when. Write both, such as 9:00 AM and "
            "3:00 PM, or 9-3pm; leave both out for the whole day."
        )
    return span


@for_staff("read whom a blocked time hits")
async def hit(request: Request) -> Response:
    """A blocked time, and the visits that stand in it."""
    number = request.path_params["block"]
    found = await asyncio.to_thread(queries.hit_by, number) if number < 2**31 else None
    if found is None:
        title = "This time is not blocked any more"
        return render(request, "problem.html", status=404, title=title)
    told = request.query_params.get("told", "")[:20]
    day = found["block"].starts_at.astimezone(get_content().clinic.tz).date()
    return render(request, "diary/hit.html", told=told, day=day, **found)


@for_staff(None)
async def unblock(request: Request) -> Response:
    """Opens a blocked time again."""
    number, staff = request.path_params["block"], staff_of(request)

    def work() -> None:
        with get_database().begin() as connection:
            if number < 2**31 and blocks.remove(connection, number):
                audit(connection, staff, "opened a blocked time", str(number))

    await asyncio.to_thread(work)
    return RedirectResponse("/desk/diary", 303)


ROUTES = [
    Route("/desk/diary", day),
    Route("/desk/diary/part", part),
    Route("/desk/diary/week", week),
    Route("/desk/diary/list", list_of_days),
    Route("/desk/diary/print", paper),
    Route("/desk/diary/table.csv", table),
    Route("/desk/diary/book", booking, methods=["GET"]),
    Route("/desk/diary/book", book, methods=["POST"]),
    Route("/desk/diary/book/times", other_times, methods=["POST"]),
    Route("/desk/diary/block", blocking, methods=["GET"]),
    Route("/desk/diary/block", block, methods=["POST"]),
    Route("/desk/diary/blocks/{block:int}", hit),
    Route("/desk/diary/blocks/{block:int}/remove", unblock, methods=["POST"]),
]
