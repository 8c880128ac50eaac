"""Processes wake each other: what was rung in a unit of work is heard when that is committed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import pytest_asyncio

from clinic.settings import ROOT, get_settings
from clinic.signals import FOLDER, INBOUND, NEWS, announce, listen, ring
from clinic.storage import Database

SECONDS = 20


class Ear:
    """Somebody who listens."""

    def __init__(self, database: Database, topic: str) -> None:
        self.heard: asyncio.Queue[str | None] = asyncio.Queue()
        self.task = asyncio.create_task(listen(database.engine, topic, self.heard.put_nowait))

    async def next(self) -> str:
        """The next conversation that is rung for."""
        while True:
            conversation = await asyncio.wait_for(self.heard.get(), SECONDS)
            if conversation is not None:  # that something may have been missed is no news
                return conversation


@pytest.fixture(autouse=True)
def _folder() -> None:
    get_settings().var_dir.mkdir(parents=True, exist_ok=True)


@pytest_asyncio.fixture
async def ears(database: Database) -> AsyncIterator[list[Ear]]:
    """Two that listen for messages, and one for news."""
    made = [Ear(database, INBOUND), Ear(database, INBOUND), Ear(database, NEWS)]
    await asyncio.sleep(1)
    yield made
    for ear in made:
        ear.task.cancel()
        with suppress(asyncio.CancelledError):
            await ear.task


def rung(database: Database, conversation: str, topic: str = INBOUND) -> None:
    with database.begin() as connection:
        ring(connection, topic, conversation)


async def test_all_who_wait_for_it_hear_and_nobody_else(
    ears: list[Ear], database: Database
) -> None:
    await asyncio.to_thread(rung, database, "c1")
    assert [await ear.next() for ear in ears[:2]] == ["c1", "c1"]
    await asyncio.to_thread(rung, database, "c2", NEWS)
    assert await ears[2].next() == "c2"


async def test_what_is_not_committed_is_not_heard(ears: list[Ear], database: Database) -> None:
    def fail() -> None:
        with suppress(RuntimeError), database.begin() as connection:
            ring(connection, INBOUND, "lost")
            raise RuntimeError("scripted")

    await asyncio.to_thread(fail)
    await asyncio.to_thread(rung, database, "kept")
    assert await ears[0].next() == "kept"


async def test_what_is_announced_by_itself_waits_for_no_unit_of_work(
    ears: list[Ear], database: Database
) -> None:
    with database.begin():  # which on SQLite is the only one there can be
        await asyncio.to_thread(announce, database.engine, INBOUND, "at once")
        assert await ears[0].next() == "at once"


async def test_another_process_is_heard(ears: list[Ear], database: Database) -> None:
    code = (
        "from clinic.signals import INBOUND, ring\n"
        "from clinic.storage import Database\n"
        f"with Database({database.url!r}).begin() as connection:\n"
        "    ring(connection, INBOUND, 'from afar')"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    await asyncio.to_thread(subprocess.run, command, cwd=ROOT, check=True)
    assert await ears[0].next() == "from afar"


async def test_a_listener_that_was_killed_is_no_hindrance_and_is_swept_up(
    migrated_sqlite_url: str,
) -> None:
    folder = get_settings().var_dir / FOLDER
    folder.mkdir()
    os.mkfifo(folder / f"{INBOUND}.1-dead")
    database = Database(migrated_sqlite_url)
    ear = Ear(database, INBOUND)
    await asyncio.sleep(0.5)
    await asyncio.to_thread(rung, database, "c1")
    assert await ear.next() == "c1"
    assert len(list(folder.iterdir())) == 1
    ear.task.cancel()
