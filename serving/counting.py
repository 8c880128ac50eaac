"""Counts the requests by the kind of their answers: well, refused, failed."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clinic.telemetry.events import happened

# By the first digit of a status.
KINDS = {2: "ok", 3: "elsewhere", 4: "refused", 5: "failed"}
HUNDRED = 100


class Counted:
    """Tells of every answer, by the first digit of its status."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def noticed(message: Message) -> None:
            if message["type"] == "http.response.start":
                happened("request", status=KINDS.get(message["status"] // HUNDRED, "other"))
            await send(message)

        await self.app(scope, receive, noticed)
