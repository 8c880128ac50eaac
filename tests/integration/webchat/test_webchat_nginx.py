"""deploy/nginx.conf, started: patients get through to the doors, and nobody to anything else."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path

import httpx
import pytest

from clinic.settings import ROOT
from tests.integration.webchat.certificates import self_signed
from tests.integration.webchat.conftest import StartServer
from tests.integration.webchat.harness import Server, Visitor
from tests.ports import free_port

CONFIGURATION = ROOT / "deploy" / "nginx.conf"


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
def deployment(
    start_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/bin")
    if not nginx:
        pytest.fail("These tests need nginx: apt-get install nginx-light")
    folder = tmp_path_factory.mktemp("nginx")
    first = start_server(TRUST_PROXY_HEADERS="true", WEB_CONVERSATIONS_PER_MINUTE_PER_ADDRESS="40")
    second = start_server(beside=first)
    plain, secure = free_port(), free_port()
    file = configured(
        folder,
        {
            "door-1:8000": f"127.0.0.1:{first.port}",
            "door-2:8000": f"127.0.0.1:{second.port}",
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ": f"listen 127.0.0.1:{secure} ",
        },
    )
    command = [nginx, "-e", "stderr", "-p", str(folder), "-c", str(file)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    running = subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.PIPE)
    wait_for(f"https://127.0.0.1:{secure}/")
    yield Deployment(f"https://127.0.0.1:{secure}", f"http://127.0.0.1:{plain}", first, second)
    running.terminate()
    running.wait(timeout=10)


def configured(folder: Path, places: dict[str, str]) -> Path:
    """The configuration with the test's addresses, certificate and folders in it."""
    certificate, key = self_signed(folder)
    text = CONFIGURATION.read_text()
    places = {
        **places,
        "/etc/nginx/tls/fullchain.pem": str(certificate),
        "/etc/nginx/tls/privkey.pem": str(key),
    }
    for place, value in places.items():
        assert text.count(place) == 1, place
        text = text.replace(place, value)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"    {kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    text = f"pid {folder}/nginx.pid;\n" + text.replace("http {\n", "http {\n" + paths, 1)
    file = folder / "nginx.conf"
    file.write_text(text)
    return file


def wait_for(url: str) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            httpx.get(url, verify=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"{url} does not answer")


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
