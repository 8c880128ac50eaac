"""Puts the pages together: addresses, sessions, security headers, errors."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from clinic.health import Part, parts
from clinic.settings import get_settings
from clinic.storage import get_database
from frontdesk import calendars, desk, login, proxy, questions, screenings, site
from frontdesk.headers import PlainAddresses, SecurityHeaders
from frontdesk.rendering import render

logger = logging.getLogger(__name__)
STATIC = Path(__file__).with_name("static")
HEALTH_SECONDS = 6.0  # longer than a busy SQLite file makes a reader wait
NOT_KEPT = {"Cache-Control": "no-store"}
SESSION_SECONDS = 8 * 3600


def create_app() -> Starlette:
    """The application, from the process's settings."""
    settings = get_settings()
    return Starlette(
        routes=[
            *site.ROUTES,
            *login.ROUTES,
            *desk.ROUTES,
            *screenings.ROUTES,
            *questions.ROUTES,
            *calendars.ROUTES,
            *proxy.ROUTES,
            Route("/healthz", healthy),
            Mount("/static", StaticFiles(directory=STATIC), name="static"),
        ],
        middleware=[
            Middleware(SecurityHeaders, https=settings.base_url.startswith("https://")),
            Middleware(PlainAddresses),
            Middleware(
                SessionMiddleware,
                secret_key=settings.keys_for("desk-session")[0].hex(),
                session_cookie="desk",
                max_age=SESSION_SECONDS,
                path="/desk",
                same_site="strict",
                https_only=settings.base_url.startswith("https://"),
            ),
        ],
        exception_handlers={403: refused, 404: not_found, 500: failed},
    )


async def healthy(_request: Request) -> Response:
    """How every part is doing, by name: 200 when all are well, else 503. The desk says more."""
    try:
        known = await asyncio.wait_for(asyncio.to_thread(parts, get_database()), HEALTH_SECONDS)
    except asyncio.TimeoutError:
        known = [Part("database", "It does not answer.")]
    well = all(part.ok for part in known)
    states = {part.name: "ok" if part.ok else "trouble" for part in known}
    return JSONResponse(states, status_code=200 if well else 503, headers=NOT_KEPT)


async def not_found(request: Request, _error: Exception) -> Response:
    return render(request, "problem.html", status=404, title="This page is not here")


async def refused(request: Request, _error: Exception) -> Response:
    return render(
        request,
        "problem.html",
        status=403,
        title="This page was open too long. Go back, load it again, and send it once more.",
    )


async def failed(request: Request, error: Exception) -> Response:
    logger.exception("A page failed", exc_info=error)
    return render(request, "problem.html", status=500, title="Something went wrong on our side")
