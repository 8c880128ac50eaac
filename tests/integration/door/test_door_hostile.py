"""What the ports that can be reached answer to whatever is sent to them.

Hundreds of requests, byte for byte as no client library would send them, made from every piece that
ever led past a server: never a failure, nothing of Rasa's own, nothing of another patient.
"""

from __future__ import annotations

import base64
import json
import random
import socket
import uuid
from collections.abc import Iterator
from itertools import product as combinations
from typing import Any

import httpx
import psutil
import pytest

from tests.conftest import Product

SECRET_WORDS = "my neighbour Gwendolyn must not read this"
SEED = 20_261_129

UP = (
    "..%2f..%2f", "..%252f..%252f", "..%25252f..%25252f", "..\\..\\", "..%5c..%5c", "../../",
    "%2e%2e/%2e%2e/", "..;/..;/", "%2e%2e%2f%2e%2e%2f", "messages/../../../", "/..//../",
    "messages%2f..%2f..%2f..%2f", "..%c0%af..%c0%af", "..%e0%80%af", "%00../", ".%00./../",
    "..%09/..%09/", "..%3b/", "..%23/..%23/", "..%3f/..%3f/",
)  # fmt: skip
RASAS = (
    "conversations/{conversation}/tracker", "conversations/{conversation}/tracker/events",
    "conversations/{conversation}/story", "conversations/{conversation}/execute",
    "conversations/{conversation}/messages", "model", "model/parse", "model/train",
    "model/predict", "domain", "status", "version", "webhooks/rest/webhook",
    "webhooks/stored_messages/", "",
)  # fmt: skip
BEHIND = ("/webhooks/webchat/", "/webhooks/sms/", "/webhooks/", "/static/", "/s/", "/desk/", "/")
METHODS = ("GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "x")
TARGETS = (
    "/", "/webhooks/webchat/messages", "/webhooks/webchat/conversations", "/webhooks/sms/webhook",
    "/webhooks/sms/status?item=1", "/webhooks/webchat/config", "/desk", "/desk/login", "/healthz",
    "/widget.js", "/static/site.css", "/static/desk/desk.css", "/callback", "/s/x.ics",
    "/calendar/x.ics", "/nope",
)  # fmt: skip
E_ACUTE = "é".encode()
HEADERS = (
    b"Cookie: name=" + E_ACUTE, b"Cookie: desk=" + E_ACUTE, b"User-Agent: caf" + E_ACUTE,
    b"Cookie: desk=\xe9.\xe9.\xe9", b"Authorization: Bearer \xe9", b"Authorization: Bearer",
    b"Authorization: Basic \xff\xfe", b"Accept: \xe9\xff", b"Origin: http://\xe9",
    b"Origin: null", b"X-Forwarded-For: \xe9", b"Referer: \xff\xfe", b"X-Twilio-Signature: \xe9",
    b"Content-Type: \xe9", b"Content-Type: multipart/form-data", b"Host: caf\xe9", b"Host: [",
    b"Host: a b", b"Host: //x", b"Accept-Language: \xd0\xb6", b"Cookie: " + b"a=b; " * 900,
    "Cookie: имя=значение".encode(), "User-Agent: 日本語のブラウザ".encode(),
    "X-Name: مرحبا".encode(), "Cookie: desk=😀".encode(), b"Range: bytes=9-1,-5",
    b"If-Modified-Since: \xe9", b"Expect: 100-continue", b"X-Original-URL: /model",
    b"X-Rewrite-URL: /conversations/a/tracker", b"X-HTTP-Method-Override: DELETE",
)  # fmt: skip
BODIES = (
    b"", b"{", b"[]", b'"text"', b'{"client_id": 5}', b"\xff\xfe\x00", b"[" * 30_000,
    b"a=%ff&b=%zz&&==", b"x" * 70_000, b'{"text": "\\ud800"}', b"--b\r\nContent-Disposition: x",
    '{"client_id": "é", "text": "привет"}'.encode(), b"1e999", b"NaN",
)  # fmt: skip
QUERIES = ("?after=\xe9", "?wait=nan", "?after=-1", "?wait=1e400", "?after=1&after=%00", "?%ff=%ff",
           "?call=\xe9\xff", "?from=//evil.example", "?item=²", "?" + "a=1&" * 2_000)  # fmt: skip


@pytest.fixture(scope="module")
def conversation(product: Product) -> str:
    """A patient's conversation that nobody else may read, with an answer in it."""
    with httpx.Client(base_url=f"{product.front}/webhooks/webchat", timeout=60) as web:
        token = web.post("/conversations", json={}).json()["token"]
        web.headers["Authorization"] = f"Bearer {token}"
        web.post("/messages", json={"client_id": str(uuid.uuid4()), "text": SECRET_WORDS})
        page: dict[str, Any] = {"messages": []}
        while not any(one["from"] == "assistant" for one in page["messages"]):
            page = web.get("/messages", params={"after": 0, "wait": 10}).json()
    payload = token.split(".")[0]
    found = str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))[0])
    own = httpx.get(f"{product.rasa}/conversations/{found}/tracker", timeout=30)
    assert SECRET_WORDS in own.text
    return found


def ask(
    port: int, target: bytes, method: bytes = b"GET", header: bytes = b"", body: bytes = b""
) -> tuple[int, bytes]:
    """Sends a request byte for byte; the answer's status and all of it. 0: it was hung up on."""
    lines = [method + b" " + target + b" HTTP/1.1", b"Connection: close"]
    if not header.lower().startswith(b"host:"):
        lines.append(b"Host: localhost")
    if header:
        lines.append(header)
    lines.append(b"Content-Length: %d" % len(body))
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        answer = b""
        try:
            connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body)
            while chunk := connection.recv(65536):
                answer += chunk
        except ConnectionError:
            pass  # refused before the body was read; what was said until then counts
    return (int(answer.split()[1]) if answer else 0), answer


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def traversals(conversation: str) -> Iterator[tuple[bytes, bytes]]:
    for behind, up, rasas in combinations(BEHIND, UP, RASAS):
        path = behind + up + rasas.format(conversation=conversation)
        for method in (b"GET", b"POST", b"DELETE", b"PUT"):
            yield path.encode("latin-1"), method


@pytest.mark.parametrize("name", ["front", "desk"])
def test_no_spelling_of_an_address_reaches_rasas_own(
    product: Product, conversation: str, name: str
) -> None:
    port = port_of(getattr(product, name))
    every = list(traversals(conversation))
    chosen = random.Random(SEED).sample(every, 400)
    chosen.append(
        (
            b"/webhooks/webchat/..%2f..%2fconversations/" + conversation.encode() + b"/tracker",
            b"GET",
        )
    )
    for target, method in chosen:
        status, answer = ask(port, target, method)
        # The desk's own addresses lead to its login; nothing of them is anybody's.
        assert status in (200, 303, 400, 401, 403, 404, 405, 422), (target, method, status)
        assert SECRET_WORDS.encode() not in answer
        for of_rasa in (b"latest_message", b"sender_id", b"Hello from Rasa", b"model_file"):
            assert of_rasa not in answer, (target, method)
    assert httpx.get(f"{product.rasa}/status", timeout=30).json()["model_file"]


@pytest.mark.parametrize("name", ["front", "desk"])
def test_no_header_body_verb_or_query_is_a_failure(
    product: Product, conversation: str, name: str
) -> None:
    port = port_of(getattr(product, name))
    choose = random.Random(SEED)
    tried = [
        (target.encode(), method.encode(), header, b"")
        for header, target in combinations(HEADERS, TARGETS)
        for method in choose.sample(METHODS, 1)
    ]
    tried += [
        (target.encode(), method, b"Content-Type: application/json", body)
        for body, target in combinations(BODIES, choose.sample(TARGETS, 8))
        for method in (b"POST",)
    ]
    tried += [
        ((target + query).encode("latin-1"), b"GET", b"", b"")
        for query, target in combinations(QUERIES, choose.sample(TARGETS, 6))
    ]
    tried += [
        (target.encode(), method.encode(), b"", b"")
        for target, method in combinations(TARGETS, METHODS)
    ]
    assert len(tried) >= 500
    for target, method, header, body in tried:
        status, answer = ask(port, target, method, header, body)
        assert status < 500, (target, method, header[:40], body[:40])
        assert SECRET_WORDS.encode() not in answer
        if method != b"OPTIONS":
            assert status or body, (target, method, header[:40])


def test_a_body_that_never_ends_is_refused(product: Product) -> None:
    for name, target in (("front", b"/webhooks/webchat/messages"), ("desk", b"/desk/login")):
        with socket.create_connection(("127.0.0.1", port_of(getattr(product, name)))) as connection:
            connection.settimeout(30)
            connection.sendall(
                b"POST " + target + b" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n"
            )
            try:
                for _ in range(64):
                    connection.sendall(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
                status = int(connection.recv(4096).split()[1])
            except ConnectionError:
                status = 400  # hung up on
            assert 400 <= status < 500


@pytest.mark.parametrize("name", ["front", "desk"])
def test_both_ports_still_serve(product: Product, name: str) -> None:
    assert "database" in httpx.get(f"{getattr(product, name)}/healthz", timeout=30).json()


def test_no_answer_says_what_it_was_made_by(product: Product) -> None:
    for url in (product.front, f"{product.front}/nothing", f"{product.desk}/desk/login"):
        headers = httpx.get(url, timeout=20).headers
        assert not {"server", "x-powered-by", "via"} & set(headers), url


def test_the_brain_binds_to_this_machine_alone(product: Product) -> None:
    listening = {
        connection.laddr.ip
        for connection in psutil.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
        and connection.laddr.port == port_of(product.rasa)
    }
    assert listening == {"127.0.0.1"}


def test_nothing_of_the_desk_is_at_the_door_and_nothing_of_patients_at_the_desk(
    product: Product,
) -> None:
    for path in ("/desk", "/desk/login", "/calendar/x.ics", "/static/desk/desk.css"):
        assert httpx.get(f"{product.front}{path}", timeout=30).status_code == 404
    for path in ("/webhooks/webchat/config", "/widget.js", "/s/x.ics", "/callback"):
        assert httpx.get(f"{product.desk}{path}", timeout=30).status_code == 404
