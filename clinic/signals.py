"""Wakes the processes that wait for something in the database, so that none has to keep asking.

Whoever changes something rings in its unit of work; what was rung is announced when that has been
committed, to every process that listens, on this machine and on others:

    ring(connection, INBOUND, conversation)       # in a unit of work
    await listen(database, INBOUND, heard)        # in the process that waits

What stands in no row at all, as that somebody is typing, is announced by itself (`announce`).

On PostgreSQL it is NOTIFY, sent with the commit. On SQLite every process is on one machine: each
listener reads a named pipe of its own in VAR_DIR/bells, where only the owner can write. A signal
may be lost (a full pipe, a connection that broke): it only saves waiting. Whoever listens also
looks by itself now and then, and at once when it is told that something may have been missed.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from clinic.settings import get_settings

logger = logging.getLogger(__name__)

# What can be waited for: a message that wants an answer; something new in a conversation; something
# new at the front desk; something for the worker to do; somebody who is typing
# (clinic.messages.typing_hints), apart from the rest, so that no number of those keeps anything
# else from being heard. The desk's and the worker's name a conversation, which has something new
# or to be sent, or one of the names below.
INBOUND, NEWS, DESK, OUTBOX, TYPING = "inbound", "news", "desk", "outbox", "typing"
ALERTS, DIARY, CONTENT, LEARNING = "alerts", "diary", "content", "learning"
FOLDER = "bells"
PAUSE_SECONDS = 1.0
Rung = MutableMapping[tuple[str, str], None]
Heard = Callable[[str | None], None]


def ring(connection: Connection, topic: str, conversation: str) -> None:
    """Has it announced, once, when the unit of work has been committed; outside of one it is
    nothing."""
    rung: Rung | None = connection.get_execution_options().get("rung")
    if rung is not None:
        rung[topic, conversation] = None


def announce_with(connection: Connection, rung: Rung) -> None:
    """Announces with the commit of this unit of work, where the database can."""
    if connection.dialect.name == "postgresql":
        for topic, conversation in rung:
            connection.execute(
                text("SELECT pg_notify(:topic, :conversation)"),
                {"topic": _postgresql_name(topic), "conversation": conversation},
            )


def announce_after(engine: Engine, rung: Rung) -> None:
    """Announces what was committed, where the database does not."""
    if engine.dialect.name != "postgresql":
        for topic, conversation in rung:
            _write_to_all(topic, conversation)


def announce(engine: Engine, topic: str, what: str) -> None:
    """Announces at once what no unit of work stores; blocking, and without a lock on the database.

    Args:
        what: a line of at most 4,000 bytes.
    """
    if engine.dialect.name != "postgresql":
        _write_to_all(topic, what)
        return
    # Commits that notify wait for each other: this one, which keeps nothing, waits for no disk.
    told = "SELECT set_config('synchronous_commit', 'off', true), pg_notify(:topic, :what)"
    with engine.begin() as connection:
        connection.execute(text(told), {"topic": _postgresql_name(topic), "what": what})


async def listen(engine: Engine, topic: str, heard: Heard) -> None:
    """Calls `heard` on the event loop for each signal, until it is cancelled.

    Args:
        engine: of the database the signals are about.
        topic: what is waited for.
        heard: given the conversation; None when signals may have been missed.
    """
    if engine.dialect.name == "postgresql":
        await _listen_on_postgresql(engine, topic, heard)
    else:
        await _listen_on_pipe(topic, heard)


async def _listen_on_pipe(topic: str, heard: Heard) -> None:
    loop = asyncio.get_running_loop()
    while True:
        try:
            with _pipe(topic) as descriptor:
                heard(None)
                loop.add_reader(descriptor, lambda: _hear_lines(descriptor, heard))
                try:
                    await asyncio.Event().wait()
                finally:
                    loop.remove_reader(descriptor)
        except OSError as error:  # a disk that is full or not mounted yet
            logger.debug("No signals: %s", error)
            await asyncio.sleep(PAUSE_SECONDS)


@contextmanager
def _pipe(topic: str) -> Iterator[int]:
    """A named pipe of one's own that signals are written to, a conversation a line. VAR_DIR is
    not made: it may be on a disk that is not mounted."""
    folder = _folder()
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / f"{topic}.{os.getpid()}-{secrets.token_hex(4)}"
    os.mkfifo(path, 0o600)
    # For writing too, so that it does not end when the last writer goes.
    descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
        path.unlink(missing_ok=True)


def _hear_lines(descriptor: int, heard: Heard) -> None:
    with suppress(BlockingIOError):
        for conversation in dict.fromkeys(os.read(descriptor, 65536).decode().splitlines()):
            heard(conversation)


def _write_to_all(topic: str, conversation: str) -> None:
    for path in _folder().glob(f"{topic}.*"):
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # ENXIO: whoever read it was killed
            with suppress(OSError):
                path.unlink()
            continue
        try:
            os.write(descriptor, f"{conversation}\n".encode())  # shorter than PIPE_BUF: whole
        except OSError:
            pass  # full: its reader has enough to do, and looks by itself
        finally:
            os.close(descriptor)


def _folder() -> Path:
    return get_settings().var_dir / FOLDER


def _postgresql_name(topic: str) -> str:
    return f"assistant_{topic}"


async def _listen_on_postgresql(engine: Engine, topic: str, heard: Heard) -> None:
    while True:
        try:
            connection = await asyncio.to_thread(_listening, engine, topic)
        except Exception as error:  # away; whoever asks the database says so itself
            logger.debug("No signals: %s", error)
            await asyncio.sleep(PAUSE_SECONDS)
            continue
        try:
            heard(None)
            await _hear_until_lost(connection, heard)
        finally:
            connection.close()


async def _hear_until_lost(connection: Any, heard: Heard) -> None:
    loop, lost = asyncio.get_running_loop(), asyncio.Event()
    descriptor = connection.fileno()
    loop.add_reader(descriptor, lambda: _hear_notices(connection, heard, lost))
    try:
        await lost.wait()
    finally:
        loop.remove_reader(descriptor)


def _listening(engine: Engine, topic: str) -> Any:
    """A connection of its own, outside of the pool, that hears of a topic."""
    borrowed: Any = engine.raw_connection()
    connection = borrowed.dbapi_connection
    borrowed.detach()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {_postgresql_name(topic)}")
    return connection


def _hear_notices(connection: Any, heard: Heard, lost: asyncio.Event) -> None:
    try:
        connection.poll()
    except Exception:
        lost.set()
        return
    notices, connection.notifies[:] = list(connection.notifies), []
    for conversation in dict.fromkeys(notice.payload for notice in notices):
        heard(conversation)
