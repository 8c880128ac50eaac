"""The worker does what there is to do because it is told, and asks seldom when nothing is."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from clinic import attention
from clinic.clock import now
from clinic.messages import Outgoing
from clinic.messages.outbox import enqueue
from clinic.publishing import trainings
from clinic.settings import get_settings
from clinic.storage import Database
from worker import loop
from worker.loop import Worker

SECONDS = 20


class Post:
    """A channel whose messages can be waited for."""

    name = "post"

    def __init__(self) -> None:
        self.sent: queue.Queue[str] = queue.Queue()

    def sender(self) -> Any:
        return self

    def poster(self) -> None:
        return None

    def catch_up(self) -> None:
        return None

    def put_off_until(self, _item: Outgoing, _at: datetime) -> None:
        return None

    def send(self, item: Outgoing) -> str:
        self.sent.put(item.key)
        return item.key


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> dict[str, queue.Queue[str]]:
    """What is put in when a round is made, of those that others have to wait for."""
    made: dict[str, queue.Queue[str]] = {
        "_call_for_alerts": queue.Queue(),
        "publish_round": queue.Queue(),
    }
    for name, times in made.items():
        monkeypatch.setattr(loop, name, lambda _, name=name, times=times: times.put(name))
    return made


@pytest.fixture
def post(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """A worker at its rounds, which would not look by itself for longer than a test takes."""
    monkeypatch.setattr(loop, "SEND_SECONDS", 600)
    monkeypatch.setattr(loop, "LOOK_SECONDS", 600)
    monkeypatch.setattr(loop, "PAGE_SECONDS", 600)
    monkeypatch.setattr(loop, "PUBLISH_SECONDS", 600)
    get_settings().var_dir.mkdir(parents=True, exist_ok=True)
    channel = Post()
    worker = Worker(database, [channel])  # type: ignore[list-item]
    thread = threading.Thread(target=worker.run)
    thread.start()
    time.sleep(2)  # it listens by now, and has looked
    yield channel
    worker.stop()
    thread.join()


def forget_start(rounds: dict[str, queue.Queue[str]]) -> None:
    """Each round is made when the worker begins, and once more when it listens."""
    for made in rounds.values():
        while not made.empty():
            made.get_nowait()


def write(database: Database, key: str, not_before: datetime | None = None) -> None:
    with database.begin() as connection:
        enqueue(
            connection,
            channel="post",
            to="+14145550142",
            conversation=None,
            reply={"text": "Hello."},
            key=key,
            not_before=not_before,
        )


def test_what_is_written_is_sent_at_once(post: Post, database: Database) -> None:
    write(database, "answer:1")
    assert post.sent.get(timeout=SECONDS) == "answer:1"


def test_what_is_not_due_wakes_nobody(post: Post, database: Database) -> None:
    write(database, "reminder:1", now() + timedelta(days=1))
    write(database, "answer:2")
    assert post.sent.get(timeout=SECONDS) == "answer:2"
    assert post.sent.empty()


def test_who_is_on_call_is_called_for_an_alert_at_once(
    rounds: dict[str, queue.Queue[str]], post: Post, database: Database
) -> None:
    forget_start(rounds)
    with database.begin() as connection:
        attention.raise_task(
            connection,
            attention.Occasion(kind="safety_alert", tier="E", key="safety:1", detail="numb"),
        )
    rounds["_call_for_alerts"].get(timeout=SECONDS)
    assert rounds["publish_round"].empty()


def test_what_is_to_be_learned_is_begun_at_once(
    rounds: dict[str, queue.Queue[str]], post: Post, database: Database
) -> None:
    forget_start(rounds)
    with database.begin() as connection:
        trainings.ask(connection, draft=1, who="kim")
    rounds["publish_round"].get(timeout=SECONDS)


def test_after_a_message_it_looks_often_for_a_while(database: Database) -> None:
    worker = Worker(database, [Post()])  # type: ignore[list-item]
    worker._send(0)
    assert worker._sending.seconds == loop.LOOK_SECONDS
    worker._send(1)
    assert worker._sending.seconds == loop.SEND_SECONDS
