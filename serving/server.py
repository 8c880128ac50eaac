"""The web server of both apps, as it must not differ between them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

# A request that waits for a database gets its answer before this.
GRACE_SECONDS = 13
# uvicorn counts tenths of a second, and sets the time that answers bear at each tenth of them.
TICK_SECONDS, TICKS = 1.0, 10


class Server(uvicorn.Server):
    """Serves an app until it is told to stop.

    Args:
        app: what is served.
        host, port: where, unless it is given a socket.
        before_shutdown: ends what would otherwise keep requests open.
    """

    def __init__(
        self,
        app: ASGIApp,
        host: str,
        port: int,
        before_shutdown: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                log_level="warning",
                proxy_headers=False,  # the apps read the one header they need
                server_header=False,
                ws="none",  # nothing here speaks WebSocket
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self._before_shutdown = before_shutdown
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = asyncio.Event()

    async def main_loop(self) -> None:
        """uvicorn's, awake once a second instead of ten times; it ends as soon as it is told."""
        self._loop = asyncio.get_running_loop()
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += TICKS
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._told.wait(), TICK_SECONDS)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._told.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._before_shutdown()
        await super().shutdown(sockets)
