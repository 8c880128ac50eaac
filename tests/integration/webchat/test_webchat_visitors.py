"""Limits count visitors; nobody outside can claim an address."""

from __future__ import annotations

import httpx
import pytest

from tests.integration.webchat.conftest import StartServer
from tests.integration.webchat.harness import Server

FORGED = [
    {"X-Visitor-Address": "198.51.100.1"},
    {"Forwarded": "for=198.51.100.2"},
    {"X-Forwarded-For": "198.51.100.3"},
    {"X-Forwarded-For": "198.51.100.4", "X-Real-IP": "198.51.100.4"},
]


@pytest.fixture(scope="module")
def strict(start_server: StartServer) -> Server:
    """A door that lets one address begin two conversations a minute."""
    return start_server(WEB_CONVERSATIONS_PER_MINUTE_PER_ADDRESS="2")


def open_conversations(server: Server, values: list[dict[str, str]]) -> list[int]:
    answers = [httpx.post(f"{server.url}/conversations", headers=item) for item in values]
    return [answer.status_code for answer in answers]


def test_a_forged_header_wins_nothing(strict: Server) -> None:
    assert open_conversations(strict, FORGED) == [201, 201, 429, 429]


def test_behind_a_proxy_only_what_the_proxy_added_counts(start_server: StartServer) -> None:
    server = start_server(TRUST_PROXY_HEADERS="true", WEB_CONVERSATIONS_PER_MINUTE_PER_ADDRESS="2")
    mine = [{"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"} for number in range(3)]
    assert open_conversations(server, mine) == [201, 201, 429]
    assert open_conversations(server, [{"X-Forwarded-For": "203.0.113.8"}]) == [201]
