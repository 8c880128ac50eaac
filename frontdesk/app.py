"""Puts the pages together: addresses, sessions, security headers, errors."""

from __future__ import annotations

import logging
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from clinic.settings import get_settings
from clinic.staff.sessions import LONGEST
from clinic.storage import get_database
from frontdesk import calendars, desk, incidents, login, questions, ratings, screenings
from frontdesk.rendering import render
from serving.bodies import BodyLimit
from serving.headers import PlainAddresses, SecurityHeaders
from serving.health import health_route
from serving.rendering import STATIC as COMMON_STATIC

logger = logging.getLogger(__name__)
STATIC = Path(__file__).with_name("static")


def create_app() -> Starlette:
    """The application, from the process's settings."""
    settings = get_settings()
    return Starlette(
        routes=[
            *login.ROUTES,
            *desk.ROUTES,
            *screenings.ROUTES,
            *incidents.ROUTES,
            *questions.ROUTES,
            *ratings.ROUTES,
            *calendars.ROUTES,
            Route("/", first_page),
            health_route(get_database),
            Mount("/static/desk", StaticFiles(directory=STATIC), name="desk-static"),
            Mount("/static", StaticFiles(directory=COMMON_STATIC), name="static"),
        ],
        middleware=[
            Middleware(SecurityHeaders, https=settings.desk_base_url.startswith("https://")),
            Middleware(PlainAddresses),
            Middleware(BodyLimit),
            Middleware(
                SessionMiddleware,
                secret_key=settings.keys_for("desk-session")[0].hex(),
                session_cookie="desk",
                max_age=int(LONGEST.total_seconds()),
                path="/desk",
                same_site="strict",
                https_only=settings.desk_base_url.startswith("https://"),
            ),
        ],
        exception_handlers={403: refused, 404: not_found, 500: failed},
    )


async def first_page(_request: Request) -> Response:
    """There is nothing here but the desk."""
    return RedirectResponse("/desk", 303)


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
