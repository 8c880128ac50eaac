"""A database that is locked, full, read-only or gone: a clear error, and afterwards it goes on."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest
from alembic import command
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from sqlalchemy import event

from clinic.storage import Database
from engine.errors import ConversationUnavailable
from engine.tracker_store import SqlTrackerStore
from tests.integration.conftest import alembic_config
from tests.integration.servers import PostgresServer

LONG = "it hurts " * 20_000


async def say(store: SqlTrackerStore, text: str) -> None:
    """A turn of conversation "anna"."""
    tracker = await store.get_or_create_tracker("anna", append_action_listen=False)
    tracker.update(UserUttered(text))
    await store.save(tracker)


async def said(store: SqlTrackerStore) -> list[str]:
    """What is stored of it."""
    tracker = await store.retrieve_full_tracker("anna")
    assert tracker is not None
    return [event.text for event in tracker.events]


@pytest.fixture()
def path(migrated_sqlite_url: str) -> str:
    """The file of a migrated SQLite database."""
    return migrated_sqlite_url.removeprefix("sqlite:///")


async def test_a_locked_database_fails_the_turn_and_blocks_nobody_else(path: str) -> None:
    database = Database(f"sqlite:///{path}", busy_seconds=0.3)
    store = SqlTrackerStore(Domain.empty(), database=database)
    await say(store, "one")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    with pytest.raises(ConversationUnavailable, match="locked by another program"):
        await say(store, "two")
    ticking.cancel()
    assert ticks > 3  # the event loop went on while the thread waited
    assert await said(store) == ["one"]
    other.rollback()
    other.close()
    await say(store, "three")
    assert await said(store) == ["one", "three"]


async def test_a_full_disk_fails_the_turn_whole(path: str) -> None:
    database = Database(f"sqlite:///{path}")
    store = SqlTrackerStore(Domain.empty(), database=database)
    await say(store, "one")
    pages = sqlite3.connect(path).execute("PRAGMA page_count").fetchone()[0]

    def limit(connection: sqlite3.Connection, record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 2}")

    event.listen(database.engine, "connect", limit)
    database.engine.dispose()
    with pytest.raises(ConversationUnavailable, match="disk is full"):
        await say(store, LONG)
    assert await said(store) == ["one"]
    event.remove(database.engine, "connect", limit)
    database.engine.dispose()
    await say(store, "two")
    assert await said(store) == ["one", "two"]


async def test_a_file_that_is_no_database_is_named(path: str) -> None:
    with open(path, "wb") as file:
        file.write(b"no database" * 1000)
    store = SqlTrackerStore(Domain.empty(), database=Database(f"sqlite:///{path}"))
    with pytest.raises(ConversationUnavailable, match="damaged"):
        await store.retrieve("anna")


async def test_a_connection_cut_in_the_middle_of_a_turn_is_made_again(
    migrated_postgres_url: str, postgres_server: PostgresServer
) -> None:
    database = Database(migrated_postgres_url)
    store = SqlTrackerStore(Domain.empty(), database=database)
    await say(store, "one")
    tracker = await store.retrieve("anna")
    assert tracker is not None
    tracker.update(UserUttered("two"))
    postgres_server.disconnect(migrated_postgres_url.rsplit("/", 1)[1])
    await store.save(tracker)
    assert await said(store) == ["one", "two"]
    database.engine.dispose()


async def test_a_server_that_is_gone_fails_the_turn_and_says_so() -> None:
    server = PostgresServer().start()
    command.upgrade(alembic_config(server.url("postgres")), "head")
    database = Database(server.url("postgres"))
    store = SqlTrackerStore(Domain.empty(), database=database)
    try:
        await say(store, "one")
        server.kill()
        with pytest.raises(ConversationUnavailable, match="check that it runs"):
            await say(store, "two")
    finally:
        database.engine.dispose()
        server.stop()
