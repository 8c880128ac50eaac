"""The page patients see: the clinic's article, with the assistant on it."""

from __future__ import annotations

import asyncio
import logging
from itertools import groupby
from pathlib import Path
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from clinic import attention, clock
from clinic.content import Passage, get_content
from clinic.content.article import anchor_of
from clinic.content.facts import WEEKDAYS
from clinic.reading.names import read_name
from clinic.screenings import BadPhone, read_phone
from clinic.storage import get_database
from frontdesk.limits import address_of, may_ask_for_a_call, read_limited
from frontdesk.rendering import render

logger = logging.getLogger(__name__)
WIDGET = Path(__file__).with_name("static") / "widget"


async def home(request: Request) -> Response:
    """The article, heading by heading."""
    article = get_content().article
    sections = [
        (heading, paragraphs(list(passages)))
        for heading, passages in groupby(article.passages, key=lambda passage: passage.heading)
    ]
    called = request.query_params.get("call")
    return render(
        request,
        "home.html",
        article=article,
        sections=sections,
        anchor=anchor_of,
        called=called,
        weekdays=WEEKDAYS,
    )


def paragraphs(passages: list[Passage]) -> list[str]:
    """The paragraphs and list items under one heading, as the article has them."""
    blocks: list[str] = []
    for passage in passages:
        if passage.continues:
            blocks[-1] = f"{blocks[-1]} {passage.text}"
        else:
            blocks.append(passage.text)
    return blocks


async def call_back(request: Request) -> Response:
    """The plain form for those without scripts: asks the staff to call."""
    body = await read_limited(request)
    if body is None:
        return render(request, "problem.html", status=413, title="That is too long for us to read")
    try:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    except ValueError:
        form = {}
    if form.get("website"):  # a field people do not see; programs fill it in
        return _back("thanks")
    name = read_name(form.get("name", ""))
    try:
        phone = read_phone(form.get("phone", ""))
    except BadPhone:
        phone = None
    if name is None or phone is None:
        return _back("unread")
    if not await asyncio.to_thread(may_ask_for_a_call, address_of(request)):
        return _back("many")
    await asyncio.to_thread(_ask_for_call, name, phone)
    return _back("thanks")


def _back(result: str) -> Response:
    return RedirectResponse(f"/?call={result}#call", 303)


def _ask_for_call(name: str, phone: str) -> None:
    with get_database().begin() as connection:
        attention.raise_task(
            connection,
            kind="call_back",
            key=f"form:{phone}:{_hour()}",
            channel="form",
            reach=phone,
            name=name,
            detail=f"Asked for a call on the website: {name}",
        )


def _hour() -> str:
    return f"{clock.now():%Y%m%d%H}"


async def widget(request: Request) -> Response:
    """The chat widget, for the clinic's own site too: its loader, and the chat it loads."""
    loader = request.scope["path"] == "/widget.js"
    return FileResponse(
        WIDGET / ("widget.js" if loader else "chat.js"),
        media_type="text/javascript",
        headers={"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"},
    )


ROUTES = [
    Route("/", home),
    Route("/callback", call_back, methods=["POST"]),
    Route("/widget.js", widget),
    Route("/widget/chat.js", widget),
]
