"""The one way to the database: engine, unit of work, and the column types everything shares.

SQLite (write-ahead log) by default, PostgreSQL by `DATABASE_URL`. Tables are SQLAlchemy Core
tables declared beside the code they belong to, all on `metadata`; migrations/ creates them.
Domain objects are frozen dataclasses read from rows, so a value never changes behind one's back.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from sqlalchemy import MetaData, create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import DateTime, TypeDecorator

from clinic import signals
from clinic.encrypted import (
    EncryptedJson,
    EncryptedText,
    IndexOf,
    Unreadable,
    is_readable,
    readable,
    watch_declarations,
    watch_statements,
)
from clinic.sealing import UndecipherableText
from clinic.settings import get_settings
from clinic.telemetry import events

__all__ = [
    "Database",
    "EncryptedJson",
    "EncryptedText",
    "IndexOf",
    "UndecipherableText",
    "Unreadable",
    "UtcDateTime",
    "blind_index",
    "blind_indexes",
    "get_database",
    "is_readable",
    "metadata",
    "readable",
]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

watch_declarations(metadata)

SQLITE_BUSY_SECONDS = 5.0
# A server that is gone without a word is noticed within a minute, also by who only listens.
POSTGRESQL = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC. A naive one is a programming error and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; the database takes aware datetimes only")
        value = value.astimezone(timezone.utc)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=timezone.utc)
        return value.astimezone(timezone.utc)


def blind_index(value: str, purpose: str = "phone") -> str:
    """A keyed hash (64 hex digits) under which an encrypted value can be found again.

    It is what is written; what is looked up is `blind_indexes`.
    """
    return blind_indexes(value, purpose)[0]


def blind_indexes(value: str, purpose: str = "phone") -> list[str]:
    """A value's keyed hashes under every configured secret, the present one first.

    A row written before a rotation stays under the hash of its own time, so whoever looks for a
    value looks for all of them.
    """
    return [index_under(key, value) for key in get_settings().keys_for(f"index:{purpose}")]


def index_under(key: bytes, value: str) -> str:
    """The hash of a value under one key."""
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


class Database:
    """A database and its only two doors: `begin()` to change it, `read()` to look.

    Args:
        url: SQLAlchemy URL, `sqlite:///…` or `postgresql://…`.
        busy_seconds: how long a writer waits for another one on SQLite before the database counts
            as locked. Whoever can try again by itself waits less at a time.
    """

    def __init__(self, url: str, busy_seconds: float = SQLITE_BUSY_SECONDS) -> None:
        self.url = url
        self.engine = _engine(url, busy_seconds)
        watch_statements(self.engine)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A unit of work: committed when the block ends, rolled back whole when it raises.

        On SQLite the write lock is taken at once (BEGIN IMMEDIATE), so that what was read in
        the block is still true when it writes.
        """
        rung: signals.Rung = {}
        told: list[events.Event] = []
        connection = self.engine.connect().execution_options(
            unit_of_work=True, rung=rung, told=told
        )
        with connection, connection.begin():
            yield connection
            signals.announce_with(connection, rung)
        signals.announce_after(self.engine, rung)
        for one in told:
            events.tell(one)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading; nothing done in it is kept."""
        with self.engine.connect() as connection:
            yield connection


def _engine(url: str, busy_seconds: float) -> Engine:
    # Parameters are hidden: an error's text, which may be logged, holds nothing of a patient.
    if not url.startswith("sqlite"):
        return create_engine(
            url,
            future=True,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            connect_args=POSTGRESQL,
        )
    # Kept open between uses: opening a file, its settings and the checkpoint at its closing cost
    # half a millisecond each time, several times a turn.
    engine = create_engine(
        url,
        future=True,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=10,
        max_overflow=20,
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
    )

    def configure(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={round(busy_seconds * 1000)}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # an acknowledged message survives a power cut
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is gone from the file
        cursor.close()
        record.info["file"] = _file_identity(engine)
        _for_its_owner(engine)

    def same_file(connection: Any, record: Any, proxy: Any) -> None:
        # A file that was moved away or restored from a backup would be written to unseen.
        if record.info["file"] != _file_identity(engine):
            raise DisconnectionError("The database is another file now.")

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("unit_of_work")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", configure)
    event.listen(engine, "checkout", same_file)
    event.listen(engine, "begin", begin)
    return engine


def _for_its_owner(engine: Engine) -> None:
    """Nobody else on the machine reads the file; what SQLite puts beside it gets the same mode."""
    path = engine.url.database or ""
    with suppress(OSError):
        if os.stat(path).st_mode & 0o077:
            os.chmod(path, 0o600)


def _file_identity(engine: Engine) -> tuple[int, int] | None:
    try:
        status = os.stat(engine.url.database or "")
    except OSError:
        return None
    return status.st_dev, status.st_ino


@lru_cache(maxsize=1)
def get_database() -> Database:
    """The database of this process, from the settings. Tests make a `Database` of their own."""
    return Database(get_settings().database)
