"""Wakes open pages: one stream of events for each (server-sent events), fed by `signals.DESK` and
`signals.TYPING`.

An event says only what is new, never what it is: `alerts`, `diary`, `content`, `inbox` and
`said-<id>` for a conversation; `typing` to the pages of one in which somebody begins or stops
typing; `fresh` when anything may have been missed. The page then asks for that part of itself anew,
through the same guard as ever. So a stream that breaks, a desk that is killed and a signal that is
lost cost a moment and nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from clinic import signals
from clinic.messages.typing_hints import TypingHints
from clinic.staff import account_of
from clinic.storage import get_database

# A proxy and a browser end a stream in which nothing is said for long.
BEAT_SECONDS = 15.0  # and so soon a session that was ended ends its stream, however busy
MOST_STREAMS, MOST_OF_ONE, WAITING = 200, 10, 100
EVENTS = (signals.ALERTS, signals.DIARY, signals.CONTENT, "inbox", "fresh")


class Live:
    """The open streams of this process.

    Args:
        hints: who is typing.
    """

    def __init__(self, hints: TypingHints) -> None:
        # And whose, and of which conversation's page.
        self._streams: dict[asyncio.Queue[str], tuple[str, str]] = {}
        self._hints = hints
        self._closed = False

    def heard(self, name: str | None) -> None:
        """Takes a signal: the name of a part, or the id of a conversation; None: anything."""
        if name is None:
            self._send("fresh")
        elif name in EVENTS:
            self._send(name)
        else:
            self._send("inbox")
            self._send(f"said-{name}")

    def typing(self, told: str | None) -> None:
        """Takes a signal that somebody is typing."""
        conversation, changed = self._hints.heard(told)
        for queue, (_, shown) in self._streams.items():
            if changed and shown == conversation:  # nobody else is woken for it
                with contextlib.suppress(asyncio.QueueFull):
                    queue.put_nowait("typing")

    def close(self) -> None:
        """Ends all streams, before the server goes down."""
        self._closed = True
        self._send("")

    async def stream(
        self, session: str, still_in: Callable[[], bool], conversation: str = ""
    ) -> AsyncIterator[str]:
        """The events of one page, as they are written on the wire.

        Args:
            session: whose page it is.
            still_in: blocking; whether whoever reads it is still logged in.
            conversation: the one it shows; empty: none.
        """
        if self.full(session):  # others have come since it was let in
            return
        queue: asyncio.Queue[str] = asyncio.Queue(WAITING)
        self._streams[queue] = session, conversation
        if self._hints.now(conversation):  # heard since the page was made
            queue.put_nowait("typing")
        try:
            yield "retry: 1000\n\n"
            looked = time.monotonic()
            while not self._closed:
                left = looked + BEAT_SECONDS - time.monotonic()
                if left <= 0:
                    if not await asyncio.to_thread(still_in):
                        return
                    looked = time.monotonic()
                    yield ": still here\n\n"
                    continue
                event = ""
                with contextlib.suppress(asyncio.TimeoutError):
                    event = await asyncio.wait_for(queue.get(), left)
                if event:
                    yield f"event: {event}\ndata: {event}\n\n"
        finally:
            self._streams.pop(queue, None)

    def full(self, session: str) -> bool:
        """Whether no more pages can be told, or none more of this session."""
        mine = sum(one == session for one, _ in self._streams.values())
        return len(self._streams) >= MOST_STREAMS or mine >= MOST_OF_ONE

    def _send(self, event: str) -> None:
        for queue in self._streams:
            if queue.full():  # it reads nothing: everything it missed is one event
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait("fresh")
            with contextlib.suppress(asyncio.QueueFull):
                queue.put_nowait(event)


def route(live: Live) -> Route:
    """The address of the stream."""

    async def events(request: Request) -> Response:
        token = request.session.get("token")

        def still_in() -> bool:
            with get_database().read() as connection:
                return account_of(connection, token, touch=False) is not None

        if not token or not await asyncio.to_thread(still_in):
            return Response(status_code=204)  # says to the browser: don't ask again
        if live.full(token):
            return Response(status_code=503)
        return StreamingResponse(
            live.stream(token, still_in, request.query_params.get("conversation", "")[:64]),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"},
        )

    return Route("/desk/live", events)
