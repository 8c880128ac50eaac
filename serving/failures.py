"""The page for what failed on our side, inside of what holds for every page; a form that nobody
can read failed on the other.

The framework shows it outside of all: without the headers, and without the session its frame asks
for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from python_multipart.exceptions import FormParserError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Failed = Callable[[Request, Exception], Awaitable[Response]]


class Failures:
    """Answers with a page where the application failed before it said anything.

    Args:
        page: makes the page, and tells the log.
    """

    def __init__(self, app: ASGIApp, page: Failed) -> None:
        self.app, self.page = app, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noticed)
        except Exception as error:
            if begun:
                raise
            # The framework turns its own complaints into an answer, not those of the parser below.
            unread = isinstance(error, FormParserError)
            answer = (
                PlainTextResponse("That form can't be read.", 400)
                if unread
                else await self.page(Request(scope, receive), error)
            )
            await answer(scope, receive, send)
