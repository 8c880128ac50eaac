"""Puts the door together: the channels' addresses, the page, calendar files, security headers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from channels import registry
from channels.base import Channel
from channels.intake import Intake
from clinic import signals
from clinic.settings import get_settings
from clinic.storage import Database
from door import calendars, embedding, legal, site
from door.rendering import render
from door.standing_in import StandIn
from serving.counting import Counted
from serving.failures import Failures
from serving.headers import PlainAddresses, SecurityHeaders
from serving.health import health_route
from serving.rendering import STATIC, common

logger = logging.getLogger(__name__)
# A try that waits longer would hold a thread that other messages want: the intake tries again.
BUSY_SECONDS = 0.7


def create_app() -> Starlette:
    """The application, from the process's settings. `state.let_go` ends what keeps requests
    waiting, and is called before the server shuts down; `state.database` is its database."""
    settings = get_settings()
    database = Database(settings.database, busy_seconds=BUSY_SECONDS)
    intake = Intake(settings, database)
    channels = registry.load(settings, database)

    def news(conversation: str | None) -> None:
        for channel in channels:
            channel.news(conversation)

    def typing(told: str | None) -> None:
        for channel in channels:
            channel.typing(told)

    def let_go() -> None:
        for channel in channels:
            channel.close()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        listening = [
            asyncio.create_task(signals.listen(database.engine, topic, heard))
            for topic, heard in ((signals.NEWS, news), (signals.TYPING, typing))
        ]
        runner = StandIn(settings, database, channels)
        runner.start()
        warming = asyncio.create_task(asyncio.to_thread(_warm, channels))
        yield
        await asyncio.wait([warming])
        for task in listening:
            task.cancel()
        await runner.stop()
        intake.close()

    app = Starlette(
        routes=[
            *site.routes(intake),
            *embedding.routes(),
            *legal.routes(),
            *calendars.routes(intake),
            *(route for channel in channels for route in channel.routes(intake)),
            health_route(lambda: database),
            Mount("/static", StaticFiles(directory=STATIC), name="static"),
        ],
        middleware=[
            Middleware(Counted),
            Middleware(SecurityHeaders, https=settings.base_url.startswith("https://")),
            Middleware(PlainAddresses),
            Middleware(Failures, page=_failed),
            Middleware(TrustedHostMiddleware, allowed_hosts=settings.hosts or ["*"]),
        ],
        exception_handlers={404: _not_found, 405: _not_found},
        lifespan=lifespan,
    )
    app.state.let_go, app.state.database = let_go, database
    return app


def _warm(channels: Sequence[Channel]) -> None:
    """Loads what the first requests will need, while the door listens already."""
    try:
        common()
        for channel in channels:
            channel.warm()
    except Exception:  # said again, and to somebody, where it is needed
        logger.exception("What the first requests need could not be loaded")


async def _not_found(_request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    return render("problem.html", status=status, title="This page is not here")


async def _failed(_request: Request, error: Exception) -> Response:
    logger.error("A page failed", exc_info=error)
    return render("problem.html", status=500, title="Something went wrong on our side")
