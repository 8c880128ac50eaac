"""Keeps one patient's messages in order without polling once a second.

Rasa's lock store asks "is it my turn?" once a second, so that the second of two quick messages
waits a second. Here a waiter is woken. Between processes the lock is an advisory lock of
PostgreSQL, or a key in Redis that runs out by itself, so that a killed process frees it.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import redis.asyncio
from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from sqlalchemy import text

from clinic.settings import Settings, get_settings
from clinic.storage import Database, get_database

# How often a lock held by another process is asked for: a fifth of what a person notices.
RETRY_SECONDS = 0.02
LONGEST_RETRY_SECONDS = 0.2


class OrderedLockStore(LockStore):
    """The lock store named in endpoints.yml; `settings.lock_store` says how far it reaches.

    Args:
        settings: the settings; None: the process's.
        database: for advisory locks; None: the process's.
    """

    def __init__(
        self, settings: Settings | None = None, database: Database | None = None, **_: Any
    ) -> None:
        self.settings = settings or get_settings()
        self._database = database
        self._queues: dict[str, _Queue] = {}
        self._redis: redis.asyncio.Redis | None = None
        super().__init__()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncIterator[TicketLock]:
        """Waits for its turn in a conversation, in the order of asking.

        Raises:
            LockError: the turns before it took longer than `lock_lifetime` seconds together.
        """
        queue = self._queues.setdefault(conversation_id, _Queue())
        queue.users += 1
        try:
            try:
                await asyncio.wait_for(queue.lock.acquire(), lock_lifetime)
            except asyncio.TimeoutError as error:
                raise LockError(f"No turn within {lock_lifetime} s; one hangs.") from error
            try:
                async with self._across_processes(conversation_id, lock_lifetime):
                    yield TicketLock(conversation_id)
            finally:
                queue.lock.release()
        finally:
            queue.users -= 1
            if not queue.users:
                self._queues.pop(conversation_id, None)

    def _across_processes(self, conversation: str, lifetime: float) -> Any:
        if self.settings.lock_store == "postgresql":
            return self._advisory(conversation, lifetime)
        if self.settings.lock_store == "redis":
            return self._redis_key(conversation, lifetime)
        return _nothing()

    @asynccontextmanager
    async def _advisory(self, conversation: str, lifetime: float) -> AsyncIterator[None]:
        """A session lock: PostgreSQL frees it when the connection of a killed process ends."""
        database = self._database or get_database()
        key = int.from_bytes(hashlib.sha256(conversation.encode()).digest()[:8], "big", signed=True)
        connection = await asyncio.to_thread(database.engine.connect)
        try:
            take = text("SELECT pg_try_advisory_lock(:key)")

            def try_it() -> bool:
                taken = bool(connection.execute(take, {"key": key}).scalar())
                connection.commit()
                return taken

            await _until(lambda: asyncio.to_thread(try_it), lifetime)
            try:
                yield
            finally:
                give = text("SELECT pg_advisory_unlock(:key)")
                await asyncio.to_thread(connection.execute, give, {"key": key})
        finally:
            await asyncio.to_thread(connection.close)

    @asynccontextmanager
    async def _redis_key(self, conversation: str, lifetime: float) -> AsyncIterator[None]:
        """A key with a value of our own and a lifetime: only its owner deletes it."""
        if self._redis is None:
            self._redis = redis.asyncio.from_url(self.settings.redis_url)
        client, token = self._redis, secrets.token_hex(8)
        name = f"turn:{conversation}"
        milliseconds = int(lifetime * 1000)

        async def try_it() -> bool:
            return bool(await client.set(name, token, nx=True, px=milliseconds))

        await _until(try_it, lifetime)
        try:
            yield
        finally:
            await client.eval(_DELETE_OWN, 1, name, token)


_DELETE_OWN = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end"


class _Queue:
    """Who waits for a turn in one conversation; asyncio's lock wakes them in order."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.users = 0


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield


async def _until(try_it: Any, lifetime: float) -> None:
    until, pause = time.monotonic() + lifetime, RETRY_SECONDS
    while not await try_it():
        if time.monotonic() > until:
            raise LockError(f"No turn within {lifetime} s; another process holds the conversation.")
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, LONGEST_RETRY_SECONDS)
