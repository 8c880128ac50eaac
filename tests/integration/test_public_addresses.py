"""What the public port answers to whatever is sent to it: nothing of Rasa's own, and no failure."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product as combinations

import pytest
import uvicorn

from clinic.settings import get_settings
from clinic.storage import get_database
from frontdesk.app import create_app
from tests.ports import free_port


class Brain(ThreadingHTTPServer):
    """Stands where Rasa stands and writes down what reaches it."""

    def __init__(self) -> None:
        self.reached: list[tuple[str, str]] = []
        super().__init__(("127.0.0.1", 0), _Answers)


class _Answers(BaseHTTPRequestHandler):
    server: Brain

    def answer(self) -> None:
        self.server.reached.append((self.command, self.path))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = do_DELETE = do_PUT = do_OPTIONS = answer

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def brain() -> Iterator[Brain]:
    brain = Brain()
    thread = threading.Thread(target=brain.serve_forever)
    thread.start()
    yield brain
    brain.shutdown()
    thread.join()
    brain.server_close()


@pytest.fixture
def port(brain: Brain, migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of the pages, with `brain` behind them."""
    port = free_port()
    monkeypatch.setenv("DATABASE_URL", migrated_sqlite_url)
    monkeypatch.setenv("PORT", str(port))
    monkeypatch.setenv("RASA_PORT", str(brain.server_address[1]))
    get_settings.cache_clear()
    get_database.cache_clear()
    monkeypatch.setattr("frontdesk.proxy._client", None)
    server = uvicorn.Server(
        uvicorn.Config(create_app(), port=port, log_level="critical", ws="none")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield port
    server.should_exit = True
    thread.join()
    get_database().engine.dispose()
    get_database.cache_clear()


def ask(port: int, target: bytes, method: bytes = b"GET", headers: bytes = b"") -> int:
    """Sends a request byte for byte, as no client library would; the status of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        host = b"" if b"Host:" in headers else b"Host: localhost\r\n"
        connection.sendall(
            method + b" " + target + b" HTTP/1.1\r\n" + host + b"Connection: close\r\n"
            b"Content-Length: 0\r\n" + headers + b"\r\n"
        )
        return int(connection.makefile("rb").readline().split()[1])


UP = [
    b"..%2f..%2f",
    b"..%252f..%252f",
    b"..\\..\\",
    b"..%5c..%5c",
    b"../../",
    b"%2e%2e/%2e%2e/",
    b"..;/..;/",
    b"%2e%2e%2f%2e%2e%2f",
    b"messages/../../../",
    b"messages%2f..%2f..%2f..%2f",
]
RASAS = [
    b"conversations/web-1/tracker",
    b"model",
    b"webhooks/rest/webhook",
    b"status",
    b"domain",
    b"conversations/web-1/tracker/events",
    b"model/parse",
    b"model/train",
    b"",
]


@pytest.mark.parametrize("channel", [b"/webhooks/webchat/", b"/webhooks/sms/", b"/webhooks/"])
def test_no_spelling_of_an_address_reaches_rasas_own(
    port: int, brain: Brain, channel: bytes
) -> None:
    for up, rasas, method in combinations(UP, RASAS, (b"GET", b"POST", b"DELETE", b"PUT")):
        assert ask(port, channel + up + rasas, method) in (404, 405), (channel, up, rasas, method)
    assert brain.reached == []


@pytest.mark.parametrize(
    "target",
    [
        b"/webhooks/webchat/nothing",
        b"/webhooks/webchat/messages/1",
        b"/webhooks/webchat//messages",
        b"/webhooks/rest/webhook",
        b"/webhooks/sms/",
        b"/webhooks/webchat/messages;a=1",
    ],
)
def test_what_is_not_listed_is_not_there(port: int, brain: Brain, target: bytes) -> None:
    assert ask(port, target) == 404
    assert brain.reached == []


def test_the_channels_own_addresses_are_passed_on_with_their_query(port: int, brain: Brain) -> None:
    assert ask(port, b"/webhooks/webchat/messages?after=1&wait=0") == 200
    assert ask(port, b"/webhooks/sms/status?item=1&part_of=2", b"POST") == 200
    assert brain.reached == [
        ("GET", "/webhooks/webchat/messages?after=1&wait=0"),
        ("POST", "/webhooks/sms/status?item=1&part_of=2"),
    ]


E_ACUTE = "é".encode()
HEADERS = [
    b"Cookie: name=" + E_ACUTE,
    b"Cookie: desk=" + E_ACUTE,
    b"User-Agent: caf" + E_ACUTE,
    b"Cookie: desk=\xe9.\xe9.\xe9",
    b"Authorization: Bearer \xe9",
    b"Accept: \xe9\xff",
    b"Origin: http://\xe9",
    b"X-Forwarded-For: \xe9",
    b"Referer: \xff\xfe",
    b"X-Visitor-Address: \xe9.\xe9",
    b"X-Twilio-Signature: \xe9",
    b"Content-Type: \xe9",
    b"Host: caf\xe9",
    b"Host: [",
    b"Host: a b",
    b"Host: //x",
    b"Accept-Language: \xd0\xb6",
]
TARGETS = [
    b"/",
    b"/webhooks/webchat/messages",
    b"/webhooks/sms/webhook",
    b"/desk",
    b"/desk/login",
    b"/healthz",
    b"/widget.js",
    b"/static/site.css",
    b"/nope",
]


@pytest.mark.parametrize("header", HEADERS, ids=repr)
def test_no_byte_in_a_header_is_a_failure(port: int, header: bytes) -> None:
    for target, method in combinations(TARGETS, (b"GET", b"POST")):
        assert ask(port, target, method, header + b"\r\n") < 500, (target, method)


@pytest.mark.parametrize("target", [b"/desk?from=\xe9", b"/desk/?a=\xff", b"/?call=\xe9\xff"])
def test_no_byte_in_a_query_is_a_failure(port: int, target: bytes) -> None:
    assert ask(port, target) < 500


@pytest.mark.parametrize(
    "target",
    [
        "/desk/setup/é",
        "/calendar/é.ics",
        "/s/é.ics",
        "/desk/setup/%C3%A9",
        "/desk/screenings/%00",
        "/static/%00",
        "/static/..%2f..%2fapp.py",
        "/static/\\..\\..\\app.py",
        "/desk/%ff",
    ],
)
def test_no_byte_in_a_path_is_a_failure(port: int, target: str) -> None:
    assert ask(port, target.encode()) in (303, 400, 404)
