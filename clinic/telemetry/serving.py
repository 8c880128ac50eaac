"""Where a process's figures are asked for: an address of its own, never a public one.

Bound to this machine; beyond it only with a token, which the settings insist on.
"""

from __future__ import annotations

import hmac
import logging
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.exposition import choose_encoder

from clinic.settings import Settings
from clinic.storage import Database
from clinic.telemetry import events
from clinic.telemetry.metrics import Counts, Lines, Waiting

logger = logging.getLogger(__name__)
PATH = "/metrics"
SECONDS = 10.0  # for a request; a slower one is dropped


def serve(
    settings: Settings,
    port: int,
    database: Database | None,
    registry: CollectorRegistry = REGISTRY,
) -> ThreadingHTTPServer | None:
    """Begins to count, and hands the figures out, in a thread that asks nothing by itself.

    Args:
        port: where, at `METRICS_HOST`.
        database: asked for what waits, each time; None: this process does not tell that.

    Returns:
        The server; None when the port is taken: patients are answered without figures.
    """
    try:
        server = _Server((settings.metrics_host, port), _handler(settings, registry))
    except OSError as error:
        logger.error("No figures: port %d of METRICS_PORT can't be used (%s)", port, error.strerror)
        return None
    events.listen(Counts(registry))
    logging.getLogger().addHandler(Lines())
    if database is not None:
        registry.register(cast(Any, Waiting(database)))
    threading.Thread(target=_run, args=(server,), name="figures", daemon=True).start()
    return server


class _Server(ThreadingHTTPServer):
    """One that may begin beside the process it takes over from."""

    def server_bind(self) -> None:
        if hasattr(socket, "SO_REUSEPORT"):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        super().server_bind()


def _run(server: ThreadingHTTPServer) -> None:
    while True:  # ends with the process; `serve_forever` would wake twice a second
        server.handle_request()


def _handler(settings: Settings, registry: CollectorRegistry) -> type[BaseHTTPRequestHandler]:
    token = settings.metrics_token.get_secret_value()

    class Figures(BaseHTTPRequestHandler):
        """Answers one address, and only whom it knows."""

        timeout = SECONDS

        def do_GET(self) -> None:
            given = self.headers.get("Authorization", "")
            if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
                self._answer(401, "text/plain", b"")
            elif self.path.partition("?")[0] != PATH:
                self._answer(404, "text/plain", b"")
            else:
                encode, kind = choose_encoder(self.headers.get("Accept", ""))
                self._answer(200, kind, encode(registry))

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Being asked is no news."""

    return Figures
