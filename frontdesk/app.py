"""Puts the pages together: addresses, sessions, security headers, errors."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from clinic import signals
from clinic.messages.typing_hints import TypingHints
from clinic.publishing.drafts import LONGEST_TEXT
from clinic.publishing.publishing import Unfinished
from clinic.settings import get_settings
from clinic.staff.sessions import LONGEST
from clinic.storage import get_database
from frontdesk import calendars, live
from frontdesk.account import routes as account
from frontdesk.alerts import routes as alerts
from frontdesk.audit import routes as audit
from frontdesk.busy import routes as busy
from frontdesk.content import routes as content
from frontdesk.content.looking import HERE as CONTENT
from frontdesk.diary import routes as diary
from frontdesk.facts import routes as facts
from frontdesk.figures import routes as figures
from frontdesk.finding import routes as finding
from frontdesk.guard import NotAllowed
from frontdesk.inbox import routes as inbox
from frontdesk.incidents import routes as incidents
from frontdesk.login import routes as login
from frontdesk.more import routes as more
from frontdesk.patients import privacy
from frontdesk.patients import routes as patients
from frontdesk.people import routes as people
from frontdesk.questions import routes as questions
from frontdesk.ratings import routes as ratings
from frontdesk.rendering import render
from frontdesk.today import routes as today
from frontdesk.visits import routes as visits
from serving.bodies import LARGEST, BodyLimit
from serving.counting import Counted
from serving.failures import Failures
from serving.headers import PlainAddresses, SecurityHeaders
from serving.health import health_route
from serving.rendering import STATIC as COMMON_STATIC

logger = logging.getLogger(__name__)
STATIC = Path(__file__).with_name("static")
PAGES = (
    today,
    inbox,
    diary,
    busy,
    alerts,
    visits,
    finding,
    patients,
    privacy,
    incidents,
    questions,
    ratings,
    figures,
    facts,
    content,
    audit,
    more,
    people,
    account,
)


def create_app() -> Starlette:
    """The application, from the process's settings. `state.let_go` ends the streams to open pages,
    and is called before the server shuts down; `state.hints` knows who is typing."""
    settings = get_settings()
    hints = TypingHints(lambda: get_database().engine)
    open_pages = live.Live(hints)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        engine = get_database().engine
        listening = [
            asyncio.create_task(signals.listen(engine, topic, heard))
            for topic, heard in (
                (signals.DESK, open_pages.heard),
                (signals.TYPING, open_pages.typing),
            )
        ]
        ready = asyncio.create_task(finding.keep_ready())
        yield
        for task in listening:
            task.cancel()
        hints.close()
        ready.cancel()

    app = Starlette(
        routes=[
            *login.ROUTES,
            *(route for page in PAGES for route in page.ROUTES),
            *calendars.ROUTES,
            live.route(open_pages),
            Route("/", first_page),
            health_route(get_database),
            Mount("/static/desk", StaticFiles(directory=STATIC), name="desk-static"),
            Mount("/static", StaticFiles(directory=COMMON_STATIC), name="static"),
        ],
        middleware=[
            Middleware(Counted),
            Middleware(SecurityHeaders, https=settings.desk_base_url.startswith("https://")),
            Middleware(PlainAddresses),
            Middleware(Failures, page=failed),
            Middleware(TrustedHostMiddleware, allowed_hosts=settings.hosts or ["*"]),
            # Only a reviewer's form is read there: whole files, a letter in up to twelve bytes.
            Middleware(BodyLimit, larger={f"{CONTENT}/": LARGEST + 12 * LONGEST_TEXT}),
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
        exception_handlers={403: refused, 404: not_found, Unfinished: unfinished},
        lifespan=lifespan,
    )
    app.state.let_go, app.state.hints = open_pages.close, hints
    return app


async def first_page(_request: Request) -> Response:
    """There is nothing here but the desk."""
    return RedirectResponse("/desk", 303)


async def not_found(request: Request, _error: Exception) -> Response:
    return render(request, "problem.html", status=404, title="This page is not here")


async def refused(request: Request, error: Exception) -> Response:
    # Who, and which address of ours; never what was sent to it.
    logger.warning("%s was refused %s %s", request.session.get("staff") or "somebody",
                   request.method, request.scope["path"])  # fmt: skip
    if isinstance(error, NotAllowed):
        title = "Your account may not do this. Ask an owner."
        return render(request, "problem.html", status=403, title=title)
    return render(
        request,
        "problem.html",
        status=403,
        title="This page was open too long. Go back, load it again, and send it once more.",
    )


async def unfinished(request: Request, error: Exception) -> Response:
    logger.error("A publication is in force, but its files can't be written", exc_info=error)
    return render(request, "problem.html", status=503, title=str(error))


async def failed(request: Request, error: Exception) -> Response:
    logger.exception("A page failed", exc_info=error)
    return render(request, "problem.html", status=500, title="Something went wrong on our side")
