"""The pages a registration for business texts asks for: privacy, terms, and how one opts in.

Templates with the clinic's facts. They describe what this program does; a lawyer reads them before
a clinic puts them up (docs/going-live.md).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from door.rendering import render

PAGES = ("privacy", "terms", "texting")


def routes() -> list[Route]:
    """One address a page: /privacy, /terms, /texting."""
    return [Route(f"/{name}", _page, name=name) for name in PAGES]


def _page(request: Request) -> Response:
    return render(f"legal/{request.scope['path'].strip('/')}.html")
