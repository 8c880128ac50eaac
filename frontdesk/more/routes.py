"""The address of the list of pages."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from frontdesk.guard import for_staff
from frontdesk.rendering import render


@for_staff(None)
async def more(request: Request) -> Response:
    """The pages there are; nothing of a patient stands here."""
    return render(request, "more/more.html")


ROUTES = [Route("/desk/more", more)]
