"""The page patients see: the clinic's article, with the assistant on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from channels.http import address_of, read_limited
from channels.intake import CannotStore, Intake
from clinic import attention, clock
from clinic.languages import others
from door.rendering import render

if TYPE_CHECKING:
    from clinic.content import ClinicFacts, Passage, Therapist

PATIENCE = 5.0


async def home(request: Request) -> Response:
    """The article, heading by heading."""
    return await _page(request.query_params.get("call"))


async def _page(
    called: str | None, given: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """The page.

    Args:
        called: what became of the wish for a call; "name" or "phone": that can't be read.
        given: what stands in the form's fields.
    """
    # Imported when first asked for, as all that the door can do without until it listens.
    from clinic.content import get_content
    from clinic.content.article import anchor_of
    from clinic.content.facts import WEEKDAYS

    content = get_content()
    sections = [
        (heading, paragraphs(list(passages)))
        for heading, passages in groupby(
            (passage for article in content.articles for passage in article.passages),
            key=lambda passage: passage.heading,
        )
    ]
    clinic = get_content().clinic
    return render(
        "home.html",
        status=status,
        given=given or {},
        languages=" ".join(others()),
        article=content.articles[0],
        content=content,
        sections=sections,
        anchor=anchor_of,
        called=called,
        weekdays=WEEKDAYS,
        today=WEEKDAYS[clock.now().astimezone(clinic.tz).weekday()],
        now=await asyncio.to_thread(_open_now, clinic),
        therapists=[(one, _days(one, clinic)) for one in clinic.therapists],
    )


def _open_now(clinic: ClinicFacts) -> dict[str, str]:
    """Whether the clinic is open: `until` when it is, else the day and time it opens `next`."""
    # Imported when the page is first asked for: a door need not know the clinic's hours.
    from clinic.screenings import times
    from clinic.screenings.opening import open_until, opens_next

    now = clock.now()
    until, following = open_until(clinic, now), opens_next(clinic, now)
    if until is not None:
        return {"until": times.say_clock(until)}
    if following is None:
        return {}
    return {"day": times.say_day(following[0]), "time": times.say_clock(following[1])}


def _days(therapist: Therapist, clinic: ClinicFacts) -> list[str]:
    """The weekdays a therapist gives screenings on."""
    from clinic.content.facts import WEEKDAYS

    hours = clinic.hours if therapist.hours is None else therapist.hours
    return [day.capitalize() for day in WEEKDAYS if hours.get(day)]


def paragraphs(passages: list[Passage]) -> list[str]:
    """The paragraphs and list items under one heading, as the article has them."""
    blocks: list[str] = []
    for passage in passages:
        if passage.continues:
            blocks[-1] = f"{blocks[-1]} {passage.text}"
        else:
            blocks.append(passage.text)
    return blocks


def _reader(intake: Intake) -> Callable[[Request], Awaitable[Response]]:
    async def call_back(request: Request) -> Response:
        """The plain form for those without scripts: asks the staff to call."""
        from door.limits import may_ask_for_a_call

        body = await read_limited(request)
        if body is None:
            return render("problem.html", status=413, title="That is too long for us to read")
        try:
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        except ValueError:
            form = {}
        if form.get("website"):  # a field people do not see; programs fill it in
            return _back("thanks")
        who = await intake.in_thread(lambda: _read(form))
        if isinstance(who, str):
            return await _page(who, form, 422)
        address = address_of(request, intake.settings)
        if not await intake.in_thread(lambda: may_ask_for_a_call(address)):
            return _back("many")
        try:
            await intake.change(lambda connection: _ask_for_call(connection, *who), PATIENCE)
        except CannotStore:
            return _back("later")
        return _back("thanks")

    return call_back


def _read(form: dict[str, str]) -> tuple[str, str] | str:
    """Name and number; the field that can't be read, where one can't."""
    # Imported when first needed: reading takes libraries that the door does without.
    from clinic.reading.names import read_name
    from clinic.screenings import BadPhone, read_phone

    name = read_name(form.get("name", ""))
    if name is None:
        return "name"
    try:
        return name, read_phone(form.get("phone", ""))
    except BadPhone:
        return "phone"


def _back(result: str) -> Response:
    return RedirectResponse(f"/?call={result}#call", 303)


def _ask_for_call(connection: Connection, name: str, phone: str) -> None:
    attention.raise_task(
        connection,
        attention.Occasion(
            kind="call_back",
            key=f"form:{phone}:{_hour()}",
            channel="form",
            reach=phone,
            name=name,
            detail=f"Asked for a call on the website: {name}",
        ),
    )


def _hour() -> str:
    return f"{clock.now():%Y%m%d%H}"


def routes(intake: Intake) -> list[Route]:
    """The page and its form."""
    return [
        Route("/", home),
        Route("/callback", _reader(intake), methods=["POST"]),
    ]
