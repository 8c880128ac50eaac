"""How much a request may send: said before it is read, and held while it is."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The longest message a patient may write takes a quarter of it, however its letters are encoded.
LARGEST = 64 * 1024


class _TooLong(Exception):
    """More came than a request may send."""


class BodyLimit:
    """Refuses a request that says it is longer than it may be, or turns out to be.

    Args:
        larger: how much may be sent to addresses that begin so; to all others `LARGEST`.
    """

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        self.app, self.larger = app, larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begins = (most for path, most in self.larger.items() if scope["path"].startswith(path))
        largest = next(begins, LARGEST)
        said = [value for name, value in scope["headers"] if name == b"content-length"]
        if any(not value.isdigit() or int(value[:20]) > largest for value in said):
            await _refuse(scope, receive, send)
            return
        size, begun = 0, False

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > largest:
                raise _TooLong
            return message

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, noticed)
        except _TooLong:
            if not begun:
                await _refuse(scope, receive, send)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    answer = PlainTextResponse("That is too long.", 413, headers={"Connection": "close"})
    await answer(scope, receive, send)
