"""That somebody is typing: told to the clinic and to the patient, and in the way of nothing."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import pytest_asyncio

from channels.web.tokens import Tokens
from clinic import inbox, signals
from clinic.messages.typing_hints import LASTS_SECONDS
from clinic.settings import Settings, get_settings
from tests.integration.webchat.conftest import StartServer
from tests.integration.webchat.harness import SECRET, Server, Visitor

EVIL = "https://evil.example"


def types(visitor: Visitor, **request: Any) -> httpx.Response:
    """Says that the patient is typing."""
    url = f"{visitor.server.url}/typing"
    return visitor.http.post(url, **{"headers": visitor.headers, **request})


def take(visitor: Visitor) -> None:
    """Somebody at the clinic takes the conversation over."""
    visitor.ask("hello")
    with visitor.server.database().begin() as connection:
        assert inbox.take_over(connection, visitor.conversation, "kim", key="k")
    while not visitor.poll(wait=1)["messages"]:
        pass


def told(visitor: Visitor, kind: str, over: bool = False) -> None:
    """Somebody at the clinic types, or has sent it: what a desk tells."""
    what = f'[{str(over).lower()}, "{visitor.conversation}", "{kind}", "kim"]'
    signals.announce(visitor.server.database().engine, signals.TYPING, what)


@pytest.fixture(autouse=True)
def _beside_the_server(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk of these tests is a process on the servers' machine."""
    monkeypatch.setenv("VAR_DIR", str(server.var))
    monkeypatch.setenv("SECRET_KEY", SECRET)
    get_settings.cache_clear()


@pytest_asyncio.fixture
async def desk(server: Server) -> AsyncIterator[asyncio.Queue[str | None]]:
    """What a desk hears."""
    heard: asyncio.Queue[str | None] = asyncio.Queue()
    engine = server.database().engine
    listening = asyncio.create_task(signals.listen(engine, signals.TYPING, heard.put_nowait))
    assert await asyncio.wait_for(heard.get(), 20) is None  # it listens
    yield heard
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening


async def next_of(heard: asyncio.Queue[str | None], visitor: Visitor) -> str:
    """The next that is told of a visitor's conversation."""
    while True:
        what = await asyncio.wait_for(heard.get(), 20) or ""
        if visitor.conversation in what:
            return what


# --- the patient types


async def test_that_the_patient_types_is_told_and_not_a_letter_of_it(
    desk: asyncio.Queue[str | None], visitor: Visitor
) -> None:
    await asyncio.to_thread(visitor.ask, "hello")
    beat = await asyncio.to_thread(types, visitor, json={"text": "my secret"})
    assert (beat.status_code, beat.content) == (204, b"")
    assert await next_of(desk, visitor) == f'[false, "{visitor.conversation}", "patient", ""]'
    # What is sent is not being typed any more.
    await asyncio.to_thread(visitor.send, "my secret")
    assert await next_of(desk, visitor) == f'[true, "{visitor.conversation}", "patient", ""]'


async def test_who_sends_beats_without_end_is_told_of_now_and_then(
    desk: asyncio.Queue[str | None], start_server: StartServer, server: Server
) -> None:
    visitor = Visitor(await asyncio.to_thread(start_server, beside=server))

    def flood() -> list[int]:
        return [types(visitor).status_code for _ in range(400)]

    answers = await asyncio.to_thread(flood)
    assert answers[:100] == [204] * 100
    assert 429 in answers
    refused = await asyncio.to_thread(types, visitor)
    assert int(refused.headers["retry-after"]) >= 1
    # Not one message waits for it, nor the patient's questions for news.
    assert (await asyncio.to_thread(visitor.ask, "hello"))["text"] == "You said: hello"
    assert desk.qsize() < 100


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, (401, "token_missing")),
        ({"Authorization": "Bearer x"}, (401, "token_invalid")),
        ({"Origin": EVIL}, (403, "origin_refused")),
    ],
)
def test_a_stranger_types_nowhere(
    visitor: Visitor, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    refused = types(visitor, headers=headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == expected


def test_nobody_types_in_a_conversation_of_somebody_else(server: Server, visitor: Visitor) -> None:
    _, forged, _ = Tokens(Settings(secret_key="somebody else's secret")).issue()
    stolen = forged.rpartition(".")[0] + "." + visitor.token.rpartition(".")[2]
    for token in (forged, stolen):
        refused = types(visitor, headers={"Authorization": f"Bearer {token}"})
        assert refused.status_code == 401


def test_a_huge_beat_is_refused_unread(visitor: Visitor) -> None:
    assert types(visitor, content=b"x" * 300_000).status_code == 413


def test_a_beat_waits_for_no_database_and_keeps_no_message_waiting(
    server: Server, visitor: Visitor
) -> None:
    visitor.ask("hello")
    with server.database().begin():  # nobody else can write
        began = time.monotonic()
        for _ in range(20):
            assert types(visitor).status_code == 204
        assert time.monotonic() - began < 5
    assert visitor.ask("still here")["text"] == "You said: still here"


# --- somebody at the clinic types


def waits(visitor: Visitor, wait: float = 20) -> tuple[threading.Thread, list[dict[str, Any]]]:
    """The widget waits for news, in a thread of its own."""
    pages: list[dict[str, Any]] = []
    thread = threading.Thread(target=lambda: pages.append(visitor.poll(wait=wait)))
    thread.start()
    return thread, pages


def test_the_patient_is_told_at_once_that_a_person_types_and_then_that_nobody_does(
    visitor: Visitor,
) -> None:
    take(visitor)
    assert visitor.poll() == {"messages": [], "typing": False, "closed": False}
    waiting, pages = waits(visitor)
    began = time.monotonic()
    while not pages:
        told(visitor, "answer")
        waiting.join(timeout=1)
    assert pages == [{"messages": [], "typing": True, "person": True, "closed": False}]
    assert time.monotonic() - began < 15
    # It is not told over and over, and ends with the last beat.
    ends = time.monotonic() + LASTS_SECONDS + 10
    while "person" in visitor.poll(wait=1):
        assert time.monotonic() < ends
    assert visitor.poll() == {"messages": [], "typing": False, "closed": False}


def test_what_a_person_sent_they_are_not_typing_any_more(visitor: Visitor) -> None:
    take(visitor)
    began = time.monotonic()
    while "person" not in visitor.poll():
        told(visitor, "answer")
    told(visitor, "answer", over=True)
    while "person" in visitor.poll():
        assert time.monotonic() - began < 20


@pytest.mark.parametrize(("kind", "taken"), [("note", True), ("patient", True), ("answer", False)])
def test_nobody_shows_as_typing_who_types_no_answer_to_the_patient(
    visitor: Visitor, kind: str, taken: bool
) -> None:
    if taken:
        take(visitor)
    else:
        visitor.ask("hello")
    told(visitor, kind)
    assert visitor.poll(wait=1.5) == {"messages": [], "typing": False, "closed": False}


def test_no_other_patient_sees_it(server: Server, visitor: Visitor) -> None:
    stranger = Visitor(server)
    take(stranger)
    take(visitor)
    while "person" not in visitor.poll():
        told(visitor, "answer")
    assert stranger.poll() == {"messages": [], "typing": False, "closed": False}


def test_it_is_seen_at_another_door(
    start_server: StartServer, server: Server, visitor: Visitor
) -> None:
    take(visitor)
    elsewhere = visitor.at(start_server(beside=server))
    elsewhere.seen = visitor.seen
    began = time.monotonic()
    while "person" not in elsewhere.poll():
        told(visitor, "answer")
        assert time.monotonic() - began < 20
