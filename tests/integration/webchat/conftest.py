"""Servers and visitors of the web channel's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.conftest import migrate
from tests.integration.webchat.harness import Server, Visitor

StartServer = Callable[..., Server]


@pytest.fixture(scope="module")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Starts a server: on a new database, or beside another one (`beside=server`)."""
    started: list[Server] = []

    def start(beside: Server | None = None, **settings: str) -> Server:
        if beside:
            server = Server(beside.var, {**beside.settings, **settings})
        else:
            var = tmp_path_factory.mktemp("webchat")
            migrate(settings.get("DATABASE_URL") or f"sqlite:///{var / 'assistant.db'}")
            server = Server(var, settings)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def server(start_server: StartServer) -> Server:
    """A server shared by the tests of a file, with limits out of their way and short turns."""
    return start_server(WEB_MESSAGES_PER_MINUTE="1000", TURN_TIMEOUT_SECONDS="2")


@pytest.fixture()
def visitor(server: Server) -> Visitor:
    """A new conversation."""
    return Visitor(server)


@pytest.fixture(scope="module")
def var(server: Server) -> Path:
    """The shared server's VAR_DIR."""
    return server.var
