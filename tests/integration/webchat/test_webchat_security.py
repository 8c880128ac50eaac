"""Forged, expired and foreign tokens, wrong origins, floods and oversized bodies are refused."""

from __future__ import annotations

import json
import socket
import uuid
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from channels.web.tokens import Tokens
from clinic.clock import now
from clinic.settings import Settings
from tests.integration.webchat.conftest import StartServer
from tests.integration.webchat.harness import SECRET, Server, Visitor

EVIL = "https://evil.example"


def code(response: httpx.Response) -> tuple[int, str]:
    error = response.json()["error"]
    assert error["message"]
    return response.status_code, error["code"]


def get(server: Server, token: str) -> httpx.Response:
    return httpx.get(f"{server.url}/messages", headers={"Authorization": f"Bearer {token}"})


def tokens() -> Tokens:
    return Tokens(Settings(secret_key=SECRET))


def test_no_token(server: Server) -> None:
    assert code(httpx.get(f"{server.url}/messages")) == (401, "token_missing")


@pytest.mark.parametrize("token", ["x", "+14145550142", "a.b", "é", "x" * 5000, "null"])
def test_a_made_up_token(server: Server, token: str) -> None:
    headers = {b"Authorization": f"Bearer {token}".encode()}
    assert code(httpx.get(f"{server.url}/messages", headers=headers)) == (401, "token_invalid")


def test_a_token_with_another_conversation_in_it(server: Server, visitor: Visitor) -> None:
    stranger = Visitor(server)
    forged = stranger.token.rpartition(".")[0] + "." + visitor.token.rpartition(".")[2]
    assert code(get(server, forged)) == (401, "token_invalid")


def test_a_token_signed_with_another_key(server: Server) -> None:
    _, token, _ = Tokens(Settings(secret_key="somebody else's secret")).issue()
    assert code(get(server, token)) == (401, "token_invalid")


def test_an_expired_token(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    past = now() - timedelta(days=400)
    monkeypatch.setattr("channels.web.tokens.now", lambda: past)
    _, token, _ = tokens().issue()
    assert code(get(server, token)) == (401, "token_expired")


def test_a_token_outlives_a_change_of_keys() -> None:
    _, token, _ = Tokens(Settings(secret_key="the old secret")).issue()
    rotated = Tokens(Settings(secret_key="a new secret", old_secret_keys="the old secret"))
    assert rotated.read(token).startswith("web-")


def test_one_conversation_is_not_readable_with_the_token_of_another(
    server: Server, visitor: Visitor
) -> None:
    visitor.ask("my secret")
    stranger = Visitor(server)
    stranger.ask("hello")
    assert "my secret" not in str(stranger.poll(after=0))


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "config"), ("POST", "conversations"), ("POST", "messages"), ("GET", "messages")],
)
def test_another_website_is_refused(server: Server, method: str, path: str) -> None:
    response = httpx.request(method, f"{server.url}/{path}", headers={"Origin": EVIL})
    assert code(response) == (403, "origin_refused")
    assert "access-control-allow-origin" not in response.headers


def test_a_configured_website_is_let_in(start_server: StartServer) -> None:
    site = "https://www.clinic.example"
    server = start_server(SITE_ORIGINS=f"{site}, https://other.example/")
    response = httpx.post(f"{server.url}/conversations", headers={"Origin": site})
    assert response.status_code == 201
    assert response.headers["access-control-allow-origin"] == site
    preflight = httpx.options(
        f"{server.url}/messages",
        headers={"Origin": site, "Access-Control-Request-Method": "POST"},
    )
    assert preflight.headers["access-control-allow-origin"] == site
    assert "authorization" in preflight.headers["access-control-allow-headers"]
    refused = httpx.options(f"{server.url}/messages", headers={"Origin": EVIL})
    assert "access-control-allow-origin" not in refused.headers


def test_a_flood_is_refused_with_the_time_to_wait(start_server: StartServer) -> None:
    server = start_server(WEB_MESSAGES_PER_MINUTE="5", WEB_CONVERSATIONS_PER_MINUTE_PER_ADDRESS="3")
    visitor, neighbour = Visitor(server), Visitor(server)
    responses = [visitor.send(f"message {number}") for number in range(9)]
    assert [response.status_code for response in responses[:5]] == [202] * 5
    assert code(responses[-1]) == (429, "too_many_requests")
    assert int(responses[-1].headers["retry-after"]) >= 1
    assert neighbour.send("hello").status_code == 202
    Visitor(server)
    refused = httpx.post(f"{server.url}/conversations")
    assert code(refused) == (429, "too_many_requests")


def test_one_address_can_not_flood_through_many_conversations(start_server: StartServer) -> None:
    server = start_server(WEB_MESSAGES_PER_MINUTE_PER_ADDRESS="6")
    many = [Visitor(server) for _ in range(10)]
    refused = [response for response in (one.send("hello") for one in many) if response.is_error]
    assert 3 <= len(refused) <= 4  # one more is let in when a tenth of the minute has passed
    assert code(refused[0]) == (429, "too_many_requests")


ALARM = "I have crushing chest pain and can't breathe"


def test_an_alarm_is_taken_and_answered_however_much_was_sent_before(
    start_server: StartServer,
) -> None:
    server = start_server(WEB_MESSAGES_PER_MINUTE="2", WEB_MESSAGES_PER_MINUTE_PER_ADDRESS="3")
    visitor, neighbour = Visitor(server), Visitor(server)
    while not visitor.send("silent").is_error:
        pass
    assert visitor.send(f"{ALARM}, silent").status_code == 202
    until_answered = (visitor.poll(wait=1)["messages"] for _ in range(30))
    assert next(page for page in until_answered if "911" in str(page))
    # Of one address as well as of one visitor.
    while not neighbour.send("silent").is_error:
        pass
    assert neighbour.send(f"{ALARM}, silent").status_code == 202


def test_alarms_without_end_are_answered_in_the_refusal(start_server: StartServer) -> None:
    server = start_server(WEB_MESSAGES_PER_MINUTE="1")
    visitor = Visitor(server)
    answers = (visitor.send(ALARM) for _ in range(60))
    refused = next(answer for answer in answers if answer.is_error)
    assert code(refused) == (429, "too_many_requests")
    error = refused.json()["error"]
    assert "911" in error["message"]
    assert error["banner"] == "E"
    assert int(refused.headers["retry-after"]) >= 1


def test_beyond_the_limit_a_broken_request_is_still_too_many(start_server: StartServer) -> None:
    visitor = Visitor(start_server(WEB_MESSAGES_PER_MINUTE="1"))
    answers = [visitor.post({"text": 5}) for _ in range(4)]
    assert code(answers[0]) == (422, "invalid_fields")
    assert code(answers[-1]) == (429, "too_many_requests")


def test_asking_for_news_without_end_is_refused(server: Server, visitor: Visitor) -> None:
    url = f"{server.url}/messages"
    asked = (visitor.http.get(url, headers=visitor.headers) for _ in range(1000))
    refused = next(answer for answer in asked if answer.is_error)
    assert code(refused) == (429, "too_many_requests")
    assert visitor.send("hello").status_code == 202


def test_an_oversized_body_is_refused_unread(server: Server, visitor: Visitor) -> None:
    response = httpx.post(f"{server.url}/messages", content=b"x" * 300_000, headers=visitor.headers)
    assert code(response) == (413, "body_too_large")


def test_a_body_without_end_is_refused(server: Server, visitor: Visitor) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    response = httpx.post(f"{server.url}/messages", content=endless(), headers=visitor.headers)
    assert code(response) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", (400, "invalid_json")),
        (b"{", (400, "invalid_json")),
        (b"\xff\xfe\x00", (400, "invalid_json")),
        (b"[" * 50_000, (400, "invalid_json")),
        (b"[]", (422, "invalid_fields")),
        (b"null", (422, "invalid_fields")),
        (b'{"text": "hello"}', (422, "invalid_fields")),
        (b'{"client_id": "1", "text": "hello"}', (422, "invalid_fields")),
    ],
)
def test_broken_requests(
    server: Server, visitor: Visitor, body: bytes, expected: tuple[int, str]
) -> None:
    response = httpx.post(f"{server.url}/messages", content=body, headers=visitor.headers)
    assert code(response) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "invalid_fields"),
        ({"text": "a", "choice": "b"}, "invalid_fields"),
        ({"text": 5}, "invalid_fields"),
        ({"text": None, "choice": None}, "invalid_fields"),
        ({"text": "hello", "sender": "+14145550142"}, "invalid_fields"),
        ({"text": ""}, "empty"),
        ({"text": " \n\t "}, "empty"),
        ({"text": "\x00\x07\u202e"}, "empty"),
        ({"text": "\ud800"}, "empty"),
        ({"text": "a" * 20_000}, "too_long"),
        ({"choice": ""}, "unknown_choice"),
        ({"choice": "x" * 20_000}, "unknown_choice"),
        ({"choice": "\ud800"}, "invalid_fields"),
        ({"choice": "tok\udfffen"}, "invalid_fields"),
    ],
)
def test_messages_that_can_not_be_taken_are_refused_with_the_reason(
    server: Server, visitor: Visitor, fields: dict[str, object], expected: str
) -> None:
    body = json.dumps({"client_id": str(uuid.uuid4()), **fields})
    response = httpx.post(f"{server.url}/messages", content=body, headers=visitor.headers)
    assert code(response) == (422, expected)


@pytest.mark.parametrize(
    "text",
    [
        "🧑🏽‍⚕️🧑🏽‍⚕️🧑🏽‍⚕️",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "ظهري يؤلمني",
        "Robert'); DROP TABLE web_messages;--",
        "${7*7} {{7*7}} %s %n",
        "a" * 5_000,
    ],
)
def test_strange_messages_are_stored_as_they_are_and_answered(visitor: Visitor, text: str) -> None:
    assert visitor.ask(text)["text"] == f"You said: {text}"
    assert visitor.said == [text]


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=-1",
        "after=99999999999",
        "after=1_0",
        "after=",
        "wait=26",
        "wait=nan",
        "wait=-1",
        "wait=1_0",
        "wait=%D9%A1",
        "wait=",
        "wait=%201",
    ],
)
def test_a_query_out_of_bounds_is_refused(server: Server, visitor: Visitor, query: str) -> None:
    response = httpx.get(f"{server.url}/messages?{query}", headers=visitor.headers)
    assert code(response) == (422, "invalid_fields")


def test_unknown_addresses_and_methods_are_refused_in_json(server: Server) -> None:
    assert code(httpx.get(f"{server.url}/nothing")) == (404, "not_found")
    assert code(httpx.put(f"{server.url}/messages", json={})) == (405, "method_refused")


def test_nothing_is_cached(server: Server, visitor: Visitor) -> None:
    for path in ("config", "messages", "nothing"):
        response = httpx.get(f"{server.url}/{path}", headers=visitor.headers)
        assert response.headers["cache-control"] == "no-store"


def test_a_request_that_breaks_off_disturbs_nobody(server: Server, visitor: Visitor) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(
            b"POST /webhooks/webchat/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n"
            + f"Authorization: Bearer {visitor.token}\r\n\r\n".encode()
            + b'{"client_id": '
        )
    assert visitor.ask("hello")["text"] == "You said: hello"
