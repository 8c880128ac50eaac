"""Wakes open pages: one stream of events for each (server-sent events), fed by `signals.DESK`.

An event says only what is new, never what it is: `alerts`, `diary`, `inbox` and `said-<id>` for a
conversation; `fresh` when anything may have been missed. The page then asks for that part of
itself anew, through the same guard as ever. So a stream that breaks, a desk that is killed and a
signal that is lost cost a moment and nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from clinic import signals
from clinic.staff import account_of
from clinic.storage import get_database

# A proxy and a browser end a stream in which nothing is said for long.
BEAT_SECONDS = 15.0
# How soon a session that was ended ends its stream.
MOST_STREAMS, WAITING = 200, 100
EVENTS = (signals.ALERTS, signals.DIARY, "inbox", "fresh")


class Live:
    """The open streams of this process."""

    def __init__(self) -> None:
        self._streams: set[asyncio.Queue[str]] = set()
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

    def close(self) -> None:
        """Ends all streams, before the server goes down."""
        self._closed = True
        self._send("")

    async def stream(self, still_in: Callable[[], bool]) -> AsyncIterator[str]:
        """The events of one page, as they are written on the wire.

        Args:
            still_in: blocking; whether whoever reads it is still logged in.
        """
        queue: asyncio.Queue[str] = asyncio.Queue(WAITING)
        self._streams.add(queue)
        try:
            yield "retry: 1000\n\n"
            while not self._closed:
                try:
                    event = await asyncio.wait_for(queue.get(), BEAT_SECONDS)
                except asyncio.TimeoutError:
                    if not await asyncio.to_thread(still_in):
                        return
                    yield ": still here\n\n"
                    continue
                if event:
                    yield f"event: {event}\ndata: {event}\n\n"
        finally:
            self._streams.discard(queue)

    @property
    def full(self) -> bool:
        """Whether no more pages can be told."""
        return len(self._streams) >= MOST_STREAMS

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
        if live.full:
            return Response(status_code=503)
        return StreamingResponse(
            live.stream(still_in),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"},
        )

    return Route("/desk/live", events)
