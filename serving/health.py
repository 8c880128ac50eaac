"""/healthz, the same at the door and at the desk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from clinic.health import Part, parts
from clinic.storage import Database

HEALTH_SECONDS = 6.0  # longer than a busy SQLite file makes a reader wait
NOT_KEPT = {"Cache-Control": "no-store"}


def health_route(database: Callable[[], Database]) -> Route:
    """How every part is doing, by name: 200 when all are well, else 503. The desk says more."""

    async def healthy(_request: Request) -> Response:
        try:
            known = await asyncio.wait_for(asyncio.to_thread(parts, database()), HEALTH_SECONDS)
        except asyncio.TimeoutError:
            known = [Part("database", "It does not answer.")]
        well = all(part.ok for part in known)
        states = {part.name: "ok" if part.ok else "trouble" for part in known}
        return JSONResponse(states, status_code=200 if well else 503, headers=NOT_KEPT)

    return Route("/healthz", healthy)
