"""The addresses of alerts: acknowledging one, and what the frame shows of them."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic import attention
from clinic.staff import audit
from clinic.storage import get_database
from frontdesk.guard import for_staff, staff_of
from frontdesk.rendering import back_to, render


@for_staff(None)
async def bar(request: Request) -> Response:
    """The frame's line about alerts, and the counts beside its links."""
    return render(request, "layout/bar.html")


@for_staff(None)
async def acknowledge(request: Request) -> Response:
    """Marks a task as seen, by the name of who is logged in; not what came after it was read."""
    form = await request.form()
    task, staff = request.path_params["task"], staff_of(request)
    read = str(form.get("up_to", ""))
    # A form without it was made before its card had lines.
    up_to = int(read) if read.isdecimal() and len(read) < 12 else 0

    def change() -> None:
        with get_database().begin() as connection:
            if attention.acknowledge(connection, task, staff, up_to=up_to):
                audit(connection, staff, "acknowledged a task", str(task))

    await asyncio.to_thread(change)
    return RedirectResponse(back_to(form, "/desk"), 303)


ROUTES = [
    Route("/desk/alerts/bar", bar),
    Route("/desk/tasks/{task:int}/acknowledge", acknowledge, methods=["POST"]),
]
