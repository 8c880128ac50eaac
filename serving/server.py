"""The web server of both apps, as it must not differ between them."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

# A request that waits for a database gets its answer before this.
GRACE_SECONDS = 13


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

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._before_shutdown()
        await super().shutdown(sockets)
