"""deploy/nginx.conf, started: patients get through to the doors, and nobody to anything else."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPSConnection

import httpx
import pytest

from tests.integration.nginx import NginxServer
from tests.integration.webchat.conftest import StartServer
from tests.integration.webchat.harness import Server, Visitor


@dataclass
class Deployment:
    """nginx before two web channel servers on one database.

    Attributes:
        url: where visitors come in.
        plain: the same without https.
        first, second: the servers behind it.
    """

    url: str
    plain: str
    first: Server
    second: Server

    @property
    def entrance(self) -> Server:
        """What a `Visitor` talks to: nginx in the place of a server."""
        return _Entrance(self.first.var, self.first.settings, self.first.port, url_=self.url)


@dataclass
class _Entrance(Server):
    url_: str = ""

    @property
    def url(self) -> str:
        return f"{self.url_}/webhooks/webchat"


class SecureVisitor(Visitor):
    """A visitor who takes the test's own certificate."""

    def __init__(self, server: Server) -> None:
        opened = httpx.post(f"{server.url}/conversations", verify=False)
        assert opened.status_code == 201, opened.text
        super().__init__(server, opened.json()["token"])
        self.http = httpx.Client(timeout=40, verify=False)


@pytest.fixture(scope="module")
def deployment(start_server: StartServer) -> Iterator[Deployment]:
    first = start_server(TRUST_PROXY_HEADERS="true", WEB_CONVERSATIONS_PER_MINUTE_PER_ADDRESS="40")
    second = start_server(beside=first)
    nginx = NginxServer([first.port, second.port]).start()
    yield Deployment(nginx.url, nginx.plain, first, second)
    nginx.stop()


def test_a_visitor_is_answered_through_it(deployment: Deployment) -> None:
    visitor = SecureVisitor(deployment.entrance)
    for word in ("one", "two", "three", "four"):
        visitor.send(word)
    expected = [f"You said: {word}" for word in ("one", "two", "three", "four")]
    assert visitor.wait_for_answers(4) == expected


@pytest.mark.parametrize(
    "path", ["/", "/widget.js", "/webhooks/webchat/health", "/webhooks/webchat/config"]
)
def test_the_doors_addresses_get_through(deployment: Deployment, path: str) -> None:
    assert httpx.get(deployment.url + path, verify=False).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/desk",
        "/model/parse",
        "/conversations/web-1/tracker",
        "/webhooks/rest/webhook",
        "/webhooks/socketio",
        "/webhooks/",
        "/webhooks/webchat/../rest/webhook",
        "/webhooks/webchat/%2e%2e/rest/webhook",
        "/webhooks/webchat/..%2f..%2fconversations/web-1/tracker",
    ],
)
def test_nothing_else_is_reached(deployment: Deployment, path: str) -> None:
    host = deployment.url.removeprefix("https://")
    connection = HTTPSConnection(host, context=ssl._create_unverified_context(), timeout=10)
    connection.request("GET", path)  # as it is written, dots and all
    assert connection.getresponse().status == 404
    connection.close()


def test_without_https_one_is_sent_to_https(deployment: Deployment) -> None:
    answer = httpx.get(f"{deployment.plain}/webhooks/webchat/config")
    assert (answer.status_code, answer.headers["location"][:8]) == (301, "https://")


def test_a_body_that_is_too_long_is_refused(deployment: Deployment) -> None:
    answer = httpx.post(
        f"{deployment.url}/webhooks/webchat/messages", content=b"x" * 300_000, verify=False
    )
    assert answer.status_code == 413


def test_when_one_door_is_killed_the_other_takes_every_request(deployment: Deployment) -> None:
    visitor = SecureVisitor(deployment.entrance)
    visitor.ask("before")
    deployment.first.stop()
    try:
        for word in ("one", "two", "three"):
            assert visitor.send(word).status_code == 202
        assert len(visitor.wait_for_answers(4)) == 4
    finally:
        deployment.first.start()


def test_while_one_door_after_the_other_is_updated_there_is_always_one(
    deployment: Deployment,
) -> None:
    visitor = SecureVisitor(deployment.entrance)
    deployment.first.stop()
    while_away = [visitor.send(f"first {number}").status_code for number in range(4)]
    deployment.first.start()
    # Whoever updates looks at the first before taking the second. nginx counts whole seconds: one
    # that it found away at 10.1 is asked again at 12.0, not at 11.1.
    time.sleep(2.2)
    deployment.second.stop()
    try:
        while_away += [visitor.send(f"second {number}").status_code for number in range(4)]
    finally:
        deployment.second.start()
    assert while_away == [202] * 8


def test_a_visitor_can_not_claim_another_address(deployment: Deployment) -> None:
    with httpx.Client(base_url=deployment.url, verify=False) as stranger:
        forged = [
            stranger.post(
                "/webhooks/webchat/conversations",
                headers={"X-Forwarded-For": f"203.0.113.{number}", "X-Visitor-Address": "x"},
            ).status_code
            for number in range(120)  # each of the two servers counts forty a minute
        ]
    assert forged[0] == 201
    assert 429 in forged
