"""The worker sends what is due, once, and hands to the staff what can't be sent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from channels.sending import Sender, SendFailed
from channels.sms import Sms
from channels.web import post
from clinic import attention
from clinic.clock import now
from clinic.content import get_content
from clinic.messages import enqueue, open_thread, outbox, transcript
from clinic.messages import tables as message_tables
from clinic.messages.models import Outgoing
from clinic.settings import ROOT, get_settings
from clinic.storage import Database
from tests.integration.conftest import SECRET
from worker.loop import Worker
from worker.pruning import prune
from worker.sending import send_due

PHONE = "+14145550142"
POSTERS = {"web": post}


class Carrier(Sender):
    """Takes text messages; does with each what it is told to."""

    def __init__(self, *answers: Exception | str) -> None:
        self.answers = list(answers)
        self.sent: list[str] = []

    def send(self, item: Outgoing) -> str | None:
        answer = self.answers.pop(0) if self.answers else "SM1"
        if isinstance(answer, Exception):
            raise answer
        self.sent.append(item.reply["text"])
        return answer

    def trouble(self) -> str:
        return ""


def queue(
    database: Database,
    key: str = "k",
    channel: str = "sms",
    *,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    to = PHONE if channel == "sms" else "c1"
    with database.begin() as connection:
        enqueue(
            connection,
            channel=channel,
            to=to,
            conversation=None,
            reply={"text": f"text of {key}"},
            key=key,
            not_before=not_before,
            expires_at=expires_at,
        )


def states(database: Database) -> dict[str, str]:
    with database.read() as connection:
        rows = connection.execute(select(message_tables.outbox))
        return {row.key: row.state for row in rows}


def make_due(database: Database) -> None:
    """Lets the pause after a failed attempt pass."""
    with database.begin() as connection:
        connection.execute(
            update(message_tables.outbox).values(due_at=now() - timedelta(seconds=1))
        )


def failed_tasks(database: Database) -> list[attention.Task]:
    with database.read() as connection:
        tasks = attention.open_tasks(connection)
    return [task for task in tasks if task.kind == "failed_message"]


def test_what_is_due_is_sent_once(database: Database) -> None:
    queue(database)
    carrier = Carrier()
    assert [send_due(database, {"sms": carrier}, POSTERS) for _ in range(3)] == [1, 0, 0]
    assert carrier.sent == ["text of k"]
    assert states(database) == {"k": "sent"}


def test_what_is_not_due_waits(database: Database) -> None:
    queue(database, not_before=now() + timedelta(hours=1))
    assert send_due(database, {"sms": Carrier()}, POSTERS) == 0


def test_a_message_to_the_website_is_put_into_the_conversation(database: Database) -> None:
    with database.begin() as connection:
        open_thread(connection, "c1", "web")
    queue(database, channel="web")
    send_due(database, {}, POSTERS)
    with database.read() as connection:
        (message,) = transcript.since(connection, "c1", 0, 10)
    assert (message.text, message.sender) == ("text of k", "system")


def test_without_a_sender_a_text_message_waits(database: Database) -> None:
    queue(database)
    assert send_due(database, {}, POSTERS) == 0
    assert states(database) == {"k": "queued"}


def test_a_failure_that_may_pass_is_tried_again_later(database: Database) -> None:
    queue(database)
    carrier = Carrier(SendFailed("30003"), ConnectionError("no network"))
    assert send_due(database, {"sms": carrier}, POSTERS) == 1
    assert send_due(database, {"sms": carrier}, POSTERS) == 0  # not at once
    make_due(database)
    send_due(database, {"sms": carrier}, POSTERS)
    make_due(database)
    send_due(database, {"sms": carrier}, POSTERS)
    assert carrier.sent == ["text of k"]
    assert failed_tasks(database) == []


def test_what_can_never_be_sent_becomes_a_task_at_once(database: Database) -> None:
    queue(database)
    send_due(database, {"sms": Carrier(SendFailed("21610", permanent=True))}, POSTERS)
    assert states(database) == {"k": "failed"}
    (task,) = failed_tasks(database)
    assert (task.reach, "text of k" in task.detail) == (PHONE, True)


def test_what_fails_every_time_becomes_a_task_in_the_end(database: Database) -> None:
    queue(database)
    attempts = 0
    while states(database) == {"k": "queued"}:
        make_due(database)
        attempts += send_due(database, {"sms": Carrier(SendFailed("30003"))}, POSTERS)
    assert attempts == len(outbox.PAUSES) + 1
    assert len(failed_tasks(database)) == 1


def test_what_was_not_sent_in_time_is_not_sent_and_becomes_a_task(database: Database) -> None:
    queue(database, expires_at=now() - timedelta(seconds=1))
    carrier = Carrier()
    send_due(database, {"sms": carrier}, POSTERS)
    assert carrier.sent == []
    assert states(database) == {"k": "expired"}
    assert len(failed_tasks(database)) == 1


def test_one_message_that_fails_does_not_keep_the_others(database: Database) -> None:
    queue(database, "one", channel="sms")
    with database.begin() as connection:
        enqueue(
            connection,
            channel="sms",
            to="+14145550143",
            conversation=None,
            reply={"text": "text of two"},
            key="two",
        )
    carrier = Carrier(SendFailed("30003"))
    send_due(database, {"sms": carrier}, POSTERS)
    assert carrier.sent == ["text of two"]


def test_tasks_are_deleted_with_the_chats_seen_or_not(database: Database) -> None:
    long_ago = now() - timedelta(days=get_content().clinic.retention_days + 1)
    with database.begin() as connection:
        for key in ("seen", "unseen"):
            attention.raise_task(
                connection, attention.Occasion(kind="other", key=key, detail=key, at=long_ago)
            )
        seen = attention.open_tasks(connection)[0]
        attention.acknowledge(connection, seen.id, "kim")
    prune(database)
    with database.read() as connection:
        assert attention.seen_tasks(connection) == []
        assert attention.open_tasks(connection) == []


def test_two_workers_send_a_message_once(database: Database) -> None:
    for number in range(10):
        with database.begin() as connection:
            enqueue(
                connection,
                channel="sms",
                to=f"+1414555{number:04d}",
                conversation=None,
                reply={"text": str(number)},
                key=str(number),
            )
    carrier = Carrier()
    workers = [
        threading.Thread(target=send_due, args=(database, {"sms": carrier}, POSTERS))
        for _ in range(4)
    ]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    assert sorted(carrier.sent) == [str(number) for number in range(10)]


def test_a_job_that_fails_does_not_stop_the_others(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier = Carrier()
    texts = Sms(get_settings(), database)
    monkeypatch.setattr(texts, "sender", lambda: carrier)

    def fail() -> None:
        raise RuntimeError("no content")

    monkeypatch.setattr("clinic.screenings.upkeep.Upkeep.round", lambda self: fail())
    worker = Worker(database, [texts])
    thread = threading.Thread(target=worker.run)
    thread.start()
    queue(database)
    until = time.monotonic() + 30
    while not carrier.sent and time.monotonic() < until:
        time.sleep(0.05)
    worker.stop()
    thread.join(timeout=30)
    assert carrier.sent == ["text of k"]
    assert not thread.is_alive()


def test_the_process_runs_until_it_is_stopped(database_url: str, tmp_path: Path) -> None:
    database = Database(database_url)
    with database.begin() as connection:
        open_thread(connection, "c1", "web")
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "worker"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database_url,
            "SECRET_KEY": SECRET,
            "VAR_DIR": str(tmp_path),
        },
    )
    try:
        queue(database, channel="web")
        until = time.monotonic() + 60
        while states(database) != {"k": "sent"} and time.monotonic() < until:
            assert process.poll() is None
            time.sleep(0.1)
        assert states(database) == {"k": "sent"}
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
