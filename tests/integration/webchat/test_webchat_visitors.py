"""Limits count visitors, also behind the front desk; nobody outside can claim an address."""

from __future__ import annotations

import httpx
import pytest
from starlette.testclient import TestClient

from clinic import visitors
from clinic.settings import get_settings
from frontdesk import proxy
from frontdesk.app import create_app
from tests.integration.webchat.conftest import StartServer
from tests.integration.webchat.harness import SECRET, Server


@pytest.fixture(scope="module")
def strict(start_server: StartServer) -> Server:
    """A server that lets one address begin two conversations a minute."""
    return start_server(WEB_CONVERSATIONS_PER_MINUTE_PER_ADDRESS="2")


@pytest.fixture(autouse=True)
def _servers_secret(monkeypatch: pytest.MonkeyPatch, _own_settings: None) -> None:
    monkeypatch.setenv("SECRET_KEY", SECRET)
    get_settings.cache_clear()


def open_conversations(server: Server, values: list[dict[str, str]]) -> list[int]:
    answers = [httpx.post(f"{server.url}/conversations", headers=item) for item in values]
    return [answer.status_code for answer in answers]


def signed(address: str) -> dict[str, str]:
    return {visitors.HEADER: visitors.sign_address(address)}


def test_visitors_behind_the_front_desk_are_told_apart(strict: Server) -> None:
    mine = signed("203.0.113.7")
    assert open_conversations(strict, [mine, mine, mine]) == [201, 201, 429]
    assert open_conversations(strict, [signed("203.0.113.8")]) == [201]


def test_a_forged_header_wins_nothing(strict: Server) -> None:
    forged = [
        {visitors.HEADER: "198.51.100.1"},
        {visitors.HEADER: "198.51.100.2.c2lnbmF0dXJl"},
        {"X-Forwarded-For": "198.51.100.3"},
        {"X-Forwarded-For": "198.51.100.4", "X-Real-IP": "198.51.100.4"},
    ]
    assert open_conversations(strict, forged) == [201, 201, 429, 429]


@pytest.fixture
def passed_on(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """The requests the front desk passes on, caught on their way."""
    caught: list[httpx.Request] = []

    def catch(request: httpx.Request) -> httpx.Response:
        caught.append(request)
        return httpx.Response(200, json={})

    client = httpx.AsyncClient(base_url="http://chat", transport=httpx.MockTransport(catch))
    monkeypatch.setattr(proxy, "_client", client)
    return caught


FORGED = {
    "X-Forwarded-For": "198.51.100.9",
    "X-Real-IP": "198.51.100.9",
    visitors.HEADER: "198.51.100.9",
}


def said_address(request: httpx.Request) -> str | None:
    assert "x-forwarded-for" not in request.headers
    assert "x-real-ip" not in request.headers
    return visitors.read_signed_address(request.headers[visitors.HEADER])


def test_the_front_desk_says_whose_request_it_passes_on(passed_on: list[httpx.Request]) -> None:
    with TestClient(create_app()) as client:
        client.get("/webhooks/webchat/config", headers=FORGED)
    assert said_address(passed_on[0]) == "testclient"


def test_behind_a_proxy_only_what_the_proxy_added_counts(
    passed_on: list[httpx.Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUST_PROXY_HEADERS", "true")
    get_settings.cache_clear()
    with TestClient(create_app()) as client:
        forged = {**FORGED, "X-Forwarded-For": "198.51.100.9, 203.0.113.7"}
        client.get("/webhooks/webchat/config", headers=forged)
    assert said_address(passed_on[0]) == "203.0.113.7"


def test_a_signature_of_another_installation_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    foreign = visitors.sign_address("203.0.113.7")
    monkeypatch.setenv("SECRET_KEY", "another installation's secret of 32 letters")
    get_settings.cache_clear()
    assert visitors.read_signed_address(foreign) is None
