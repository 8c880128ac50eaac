"""A conversation's lock as an advisory lock of PostgreSQL.

It belongs to a transaction, so the server frees it when the connection of a killed process ends,
and it also works through a connection pooler. PostgreSQL wakes whoever waits, in order.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from clinic.storage import Database

# Turns that are locked at the same time; each holds a connection of its own meanwhile.
CONNECTIONS = 32
# Of PostgreSQL's error codes: a lock was not free within lock_timeout.
LOCK_NOT_AVAILABLE = "55P03"


class PostgresqlLock:
    """Holds locks on connections of its own, so that turns never wait for one another's.

    Args:
        database: a PostgreSQL database.

    Raises:
        ValueError: the database is not PostgreSQL.
    """

    def __init__(self, database: Database) -> None:
        if database.engine.dialect.name != "postgresql":
            raise ValueError(
                "LOCK_STORE=postgresql needs a PostgreSQL database in DATABASE_URL; with SQLite "
                "there is one server process, and LOCK_STORE=process is right."
            )
        self._engine = create_engine(
            database.url, future=True, pool_pre_ping=True, pool_size=4, max_overflow=CONNECTIONS
        )
        self._threads = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="locks")

    @asynccontextmanager
    async def hold(self, conversation: str, patience: float) -> AsyncIterator[None]:
        """Holds the lock of a conversation while the block runs.

        Raises:
            TimeoutError: it was not free within `patience` seconds.
            ConnectionError: the database can't be reached.
        """
        loop = asyncio.get_running_loop()
        taking = loop.run_in_executor(self._threads, self._take, conversation, patience)
        try:
            connection = await asyncio.shield(taking)
        except asyncio.CancelledError:
            # The thread goes on waiting; what it gets is given back at once.
            taking.add_done_callback(_give_back)
            raise
        except DBAPIError as error:
            if getattr(error.orig, "pgcode", None) == LOCK_NOT_AVAILABLE:
                raise TimeoutError(conversation) from error
            raise ConnectionError(str(error.orig).strip()) from error
        try:
            yield
        finally:
            await asyncio.shield(loop.run_in_executor(self._threads, connection.close))

    def _take(self, conversation: str, patience: float) -> Connection:
        connection = self._engine.connect()
        try:
            milliseconds = max(int(patience * 1000), 1)
            connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:key)"), {"key": _key(conversation)}
            )
        except BaseException:
            connection.close()
            raise
        return connection


def _give_back(taking: asyncio.Future[Connection]) -> None:
    if not taking.cancelled() and taking.exception() is None:
        taking.result().close()


def _key(conversation: str) -> int:
    """PostgreSQL's locks have 64-bit names."""
    digest = hashlib.sha256(f"turn:{conversation}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
