"""Bad input on every interface of the running product: never a 500, never a stuck conversation."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.conftest import Chat, Product

HOSTILE = [
    "",
    " ",
    "x" * 20_000,
    "numb " * 4_000,
    "😀🙃" * 200,
    "\x00\x01\x02\x1b[31m",
    "/restart",
    "/book_screening{broken",
    "/nonsense",
    "<script>alert(1)</script>",
    "'; DROP TABLE screenings; --",
    "\u202eright to left",
    "{" * 500,
    "null",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_rest_answers_anything_and_the_conversation_goes_on(chat: Chat, text: str) -> None:
    chat.say(text)
    chat.say("what is sciatica")
    assert any(reply.get("custom", {}).get("kind") == "answer" for reply in chat.replies)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_a_booking_takes_anything_and_goes_on(chat: Chat, text: str) -> None:
    chat.say("book a screening")
    chat.say(text)
    chat.say("book a screening")
    if chat.slots["alarm_tier"]:  # "numb numb numb": no booking until the alarm is taken back
        chat.say("sorry, that was a mistake, I'm fine")
        chat.say("book a screening")
    assert chat.flow == "book"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b'{"message": 5}', b"\xff\xfe"])
def test_rest_refuses_broken_json_without_failing(product: Product, body: bytes) -> None:
    response = httpx.post(
        f"{product.rasa}/webhooks/rest/webhook",
        content=body,
        headers={"Content-Type": "application/json"},
        timeout=30,
    )
    assert response.status_code < 500


@pytest.fixture
def web(product: Product) -> Iterator[httpx.Client]:
    """A client with a conversation on the web channel, through the door."""
    client = httpx.Client(base_url=f"{product.front}/webhooks/webchat", timeout=60)
    token = client.post("/conversations", json={}).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    yield client
    client.close()


def replies(web: httpx.Client, after: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for _ in range(20):
        page = web.get("/messages", params={"after": after, "wait": 5}).json()
        found += page["messages"]
        after = max([after, *(message["seq"] for message in page["messages"])])
        if found and found[-1]["from"] == "assistant" and not page["typing"]:
            return found
    return found


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_the_web_channel_takes_or_refuses_anything_and_goes_on(
    web: httpx.Client, text: str
) -> None:
    sent = web.post("/messages", json={"client_id": str(uuid.uuid4()), "text": text})
    assert sent.status_code < 500
    if sent.status_code != 202:
        assert sent.json()["error"]["message"]
    again = web.post("/messages", json={"client_id": str(uuid.uuid4()), "text": "what is sciatica"})
    assert again.status_code == 202
    after = again.json()["seq"]
    assert any("Radiculopathy" in message["text"] for message in replies(web, after))


def test_a_message_sent_twice_is_answered_once(web: httpx.Client) -> None:
    body = {"client_id": str(uuid.uuid4()), "text": "what is sciatica"}
    first, second = web.post("/messages", json=body), web.post("/messages", json=body)
    assert first.json()["seq"] == second.json()["seq"]
    said = [message for message in replies(web) if message["from"] == "patient"]
    assert len(said) == 1


@pytest.mark.parametrize(
    ("of", "path"),
    [
        ("front", "/"),
        ("front", "/nope"),
        ("front", "/s/x.ics"),
        ("desk", "/desk"),
        ("desk", "/desk/login"),
        ("desk", "/calendar/x.ics"),
        ("desk", "/nope"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_the_pages_never_fail(product: Product, of: str, path: str, method: str) -> None:
    url = f"{getattr(product, of)}{path}"
    response = httpx.request(method, url, content=b"\xff" * 100, timeout=30)
    assert response.status_code < 500
    assert "default-src 'self'" in response.headers["content-security-policy"]


def test_the_door_does_not_pass_on_rasas_rest_channel(product: Product) -> None:
    body = json.dumps({"sender": "x", "message": "hi"})
    response = httpx.post(f"{product.front}/webhooks/rest/webhook", content=body, timeout=30)
    assert response.status_code == 404


def test_a_form_without_the_sessions_token_changes_nothing(product: Product) -> None:
    response = httpx.post(
        f"{product.desk}/desk/login", data={"name": "kim", "password": "x"}, timeout=30
    )
    assert response.status_code == 403
