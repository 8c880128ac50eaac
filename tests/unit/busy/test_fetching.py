"""What is fetched of an address somebody gave, and what is not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from clinic.busy import fetching
from clinic.busy.fetching import NotFetched, checked_address, fetch, is_public


class Server(ThreadingHTTPServer):
    """A server that answers as it is told to, by path: a status, a header, a body in parts."""

    daemon_threads = True

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, str, list[bytes]]] = {}
        self.pause = 0.0
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                status, to, parts = server.answers.get(self.path, (404, "", []))
                self.send_response(status)
                if to:
                    self.send_header("Location", to)
                self.end_headers()
                try:
                    for part in parts:
                        self.wfile.write(part)
                        self.wfile.flush()
                        time.sleep(server.pause)
                except OSError:
                    return

            def log_message(self, *arguments: object) -> None:
                return

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_address[1]}{path}"


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2600::1", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("192.168.0.1", False), ("172.16.0.1", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False),
        ("::", False), ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True), ("2002:0a00:0001::", False), ("64:ff9b::7f00:1", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) == public


@pytest.mark.parametrize(
    "address",
    ["", "calendar", "file:///etc/passwd", "ftp://example.org/a", "https://", "https:///a",
     "gopher://example.org", "https://me:secret@example.org/a", "https://example.org:0/",
     "https://example.org:99999/", "https://example.org/a b", "https://example.org/\r\nHost: x",
     "https://[::1/", "https://example.org/" + "x" * 3000, "https://ex\u00e4mple.org/"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(NotFetched):
        checked_address(address)


def test_the_way_calendar_programs_write_it_is_https() -> None:
    assert checked_address(" webcal://example.org/a.ics#x ") == "https://example.org/a.ics"


def test_a_private_network_is_asked_only_when_it_may_be(server: Server) -> None:
    server.answers["/a"] = (200, "", [b"BEGIN:", b"VCALENDAR"])
    with pytest.raises(NotFetched, match="private network"):
        fetch(server.url("/a"))
    assert server.asked == []
    assert fetch(server.url("/a"), private=True) == b"BEGIN:VCALENDAR"


def test_a_redirect_into_a_private_network_is_not_followed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    server.answers["/out"] = (302, server.url("/in", "127.0.0.2"), [])
    server.answers["/on"] = (302, "/a", [])
    server.answers["/a"] = (200, "", [b"here"])
    with pytest.raises(NotFetched, match="private network"):
        fetch(server.url("/out"))
    assert server.asked == ["/out"]
    assert fetch(server.url("/on")) == b"here"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org/", "", "http://"])
def test_a_redirect_to_what_is_no_web_address_is_not_followed(server: Server, to: str) -> None:
    server.answers["/out"] = (302, to, [])
    with pytest.raises(NotFetched):
        fetch(server.url("/out"), private=True)


def test_a_redirect_leads_from_https_to_https_only() -> None:
    with pytest.raises(NotFetched, match="not https"):
        fetching._following("https://example.org/a", "http://example.org/a")


def test_redirects_end(server: Server) -> None:
    server.answers["/round"] = (301, "/round", [])
    with pytest.raises(NotFetched, match="without end"):
        fetch(server.url("/round"), private=True)
    assert len(server.asked) == 4


def test_what_is_too_large_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    server.answers["/a"] = (200, "", [b"x" * 600] * 2)
    with pytest.raises(NotFetched, match="too large"):
        fetch(server.url("/a"), private=True)


def test_what_comes_a_byte_at_a_time_is_given_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", 0.3)
    server.pause = 0.1
    server.answers["/a"] = (200, "", [b"x"] * 50)
    began = time.monotonic()
    with pytest.raises(NotFetched, match="too slow"):
        fetch(server.url("/a"), private=True)
    assert time.monotonic() - began < 3


def test_an_answer_that_is_none_is_said_to_be(server: Server) -> None:
    with pytest.raises(NotFetched, match="404"):
        fetch(server.url("/nothing"), private=True)
    with pytest.raises(NotFetched, match="can't be reached"):
        fetch("http://127.0.0.1:1/a", private=True)
