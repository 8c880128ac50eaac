"""The address of the audit log."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clinic.staff import AuditLine, audit_lines
from clinic.storage import get_database
from frontdesk.guard import for_staff
from frontdesk.rendering import render


@for_staff("read the audit log", needs="owner")
async def log(request: Request) -> Response:
    """Who read or changed what."""

    def load() -> list[AuditLine]:
        with get_database().read() as connection:
            return audit_lines(connection)

    return render(request, "audit/audit.html", lines=await asyncio.to_thread(load))


ROUTES = [Route("/desk/audit", log)]
