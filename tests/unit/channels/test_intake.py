"""A message is stored while its sender waits, or its sender is told otherwise: never both."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from channels import intake as intakes
from channels.intake import CannotStore, Intake
from channels.sms import receive
from clinic.attention import open_tasks
from clinic.clock import now
from clinic.messages import Arrival, claim, inbound, open_thread
from clinic.messages.tables import inbound as rows
from clinic.settings import get_settings
from clinic.storage import Database

ALARM = "I can't pee and both my legs are numb"
HANGS = 2.5


class Hanging(Database):
    """A database whose first commit takes longer than anybody waits."""

    hangs = True

    @contextmanager
    def begin(self) -> Iterator[Any]:
        with super().begin() as connection:
            yield connection
            if self.hangs:
                self.hangs = False
                time.sleep(HANGS)


@pytest.fixture
def hanging(database: Database, monkeypatch: pytest.MonkeyPatch) -> Hanging:
    monkeypatch.setattr(intakes, "GRACE_SECONDS", 0.5)
    monkeypatch.setattr(receive, "PATIENCE_SECONDS", 1.0)
    return Hanging(database.url)


async def text(database: Database, body: str) -> None:
    door = Intake(get_settings(), database)
    fields = {"MessageSid": "SM1", "From": "+14145550123", "Body": body}
    with pytest.raises(CannotStore):
        await receive.take(door, fields)
    for _ in range(500):
        await asyncio.sleep(0.02)
        with database.read() as connection:
            if connection.execute(rows.select()).first():
                break
    await asyncio.sleep(0.2)  # until what is to be done then has been handed over
    await asyncio.to_thread(door._threads.shutdown)


@pytest.mark.parametrize(("body", "kinds"), [("hello", []), (ALARM, ["safety_alert"])])
async def test_a_text_stored_after_its_answer_over_the_open_request_is_not_answered_again(
    hanging: Hanging, body: str, kinds: list[str]
) -> None:
    await text(hanging, body)
    with hanging.read() as connection:
        [row] = connection.execute(rows.select()).all()
        assert row.outcome == "channel"
        assert [task.kind for task in open_tasks(connection)] == kinds


async def test_a_wish_to_get_no_more_texts_was_not_answered_so_it_is(hanging: Hanging) -> None:
    await text(hanging, "STOP")
    with hanging.read() as connection:
        assert connection.execute(rows.select()).one().answered_at is None


@pytest.mark.parametrize(
    ("told", "free"),
    [(-1, False), (-60, True), (60, True)],
    ids=["just now", "long ago", "not yet"],
)
def test_what_may_have_been_answered_a_moment_ago_is_left_to_who_did(
    database: Database, told: int, free: bool
) -> None:
    with database.begin() as connection:
        open_thread(connection, "c", "sms", None)
        inbound.receive(
            connection,
            Arrival(
                channel="sms",
                conversation="c",
                external_id="SM1",
                text="hello",
                told_by=now() + timedelta(seconds=told),
            ),
        )
    with database.begin() as connection:
        assert (claim(connection, "c", "me") is not None) is free
