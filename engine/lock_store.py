"""Keeps one patient's messages in order without polling once a second.

Rasa's lock store asks "is it my turn?" once a second, so that the second of two quick messages
waits a second. Here whoever waits is woken. `LOCK_STORE` says how far the lock reaches: this
process, or all processes on one PostgreSQL or one Redis.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore

from clinic.settings import Settings, get_settings
from clinic.storage import Database, get_database


class SharedLock(Protocol):
    """A lock that reaches over processes."""

    def hold(self, conversation: str, patience: float) -> AbstractAsyncContextManager[None]:
        """Holds the lock of a conversation while the block runs.

        Raises:
            TimeoutError: it was not free within `patience` seconds.
            ConnectionError: the server behind it can't be reached.
        """


class OrderedLockStore(LockStore):
    """The lock store named in endpoints.yml.

    Args:
        settings: says how far the lock reaches; None: the process's.
        database: for PostgreSQL's locks; None: the process's.
    """

    def __init__(
        self, settings: Settings | None = None, database: Database | None = None, **_: Any
    ) -> None:
        self._shared = _shared_lock(settings or get_settings(), database)
        self._queues: dict[str, _Queue] = {}
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
            LockError: it was not its turn within `lock_lifetime` seconds.
        """
        queue = self._queues.setdefault(conversation_id, _Queue())
        queue.users += 1
        try:
            try:
                await asyncio.wait_for(queue.lock.acquire(), lock_lifetime)
            except asyncio.TimeoutError as error:
                raise _no_turn(conversation_id, lock_lifetime) from error
            try:
                async with self._across_processes(conversation_id, lock_lifetime):
                    yield TicketLock(conversation_id)
            finally:
                queue.lock.release()
        finally:
            queue.users -= 1
            if not queue.users:
                del self._queues[conversation_id]

    def is_someone_waiting(self, conversation_id: str) -> bool:
        """Whether the conversation is being served or waited for in this process."""
        return conversation_id in self._queues

    @asynccontextmanager
    async def _across_processes(self, conversation: str, patience: float) -> AsyncIterator[None]:
        held = self._shared.hold(conversation, patience) if self._shared else nullcontext()
        try:
            await held.__aenter__()
        except TimeoutError as error:
            raise _no_turn(conversation, patience) from error
        except ConnectionError as error:
            raise LockError(f"Conversation {conversation} can't be locked: {error}") from error
        try:
            yield
        finally:
            await held.__aexit__(None, None, None)


@dataclass
class _Queue:
    """Who waits in one conversation; asyncio's lock wakes them in the order they came."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


def _shared_lock(settings: Settings, database: Database | None) -> SharedLock | None:
    if settings.lock_store == "postgresql":
        from engine.postgresql_lock import PostgresqlLock

        return PostgresqlLock(database or get_database())
    if settings.lock_store == "redis":
        from engine.redis_lock import RedisLock

        return RedisLock(settings.redis_url)
    return None


def _no_turn(conversation: str, seconds: float) -> LockError:
    return LockError(
        f"It was not the turn of a message of conversation {conversation} within {seconds:g} s; "
        "a turn before it hangs."
    )
