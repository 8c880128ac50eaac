"""A conversation's lock as a queue in Redis.

Each message takes a ticket at the end of its conversation's queue; whose ticket is first has the
lock. Who is done removes its ticket and wakes the next one (BLPOP on a list of its own), so nobody
polls. A ticket counts while its process keeps saying that it is alive; tickets of a killed one
are swept away by whoever waits behind them.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import redis.asyncio
from redis.exceptions import RedisError

# A ticket whose process has not been heard of for so long is swept away.
ALIVE_SECONDS = 6.0
HEARTBEAT_SECONDS = 1.5
# A queue that nobody joins for so long is deleted, dead tickets and all.
QUEUE_SECONDS = 3600
# How often who waits looks for dead tickets before its own (a wake-up needs no looking).
SWEEP_SECONDS = 1

# KEYS: queue. ARGV: own ticket, prefix of the signs of life, prefix of the bells.
# Drops dead tickets from the front; returns 1 when the own ticket is first.
_FIRST = """
local head = redis.call('LINDEX', KEYS[1], 0)
while head and head ~= ARGV[1] and redis.call('EXISTS', ARGV[2] .. head) == 0 do
    redis.call('LPOP', KEYS[1])
    head = redis.call('LINDEX', KEYS[1], 0)
end
if not head then redis.call('RPUSH', KEYS[1], ARGV[1]); head = ARGV[1] end
return head == ARGV[1] and 1 or 0
"""
# Removes the own ticket; rings the bell of the one that is first now.
_LEAVE = """
redis.call('LREM', KEYS[1], 1, ARGV[1])
redis.call('DEL', ARGV[2] .. ARGV[1], ARGV[3] .. ARGV[1])
local head = redis.call('LINDEX', KEYS[1], 0)
if head then
    redis.call('RPUSH', ARGV[3] .. head, '1')
    redis.call('EXPIRE', ARGV[3] .. head, 60)
end
"""


class RedisLock:
    """Holds locks in a Redis server.

    Args:
        url: `redis://…`.

    Raises:
        ValueError: the URL is empty.
    """

    def __init__(self, url: str) -> None:
        if not url:
            raise ValueError("LOCK_STORE=redis needs REDIS_URL, e.g. redis://127.0.0.1:6379/0")
        self._url = url
        self._client: redis.asyncio.Redis | None = None

    @asynccontextmanager
    async def hold(self, conversation: str, patience: float) -> AsyncIterator[None]:
        """Holds the lock of a conversation while the block runs.

        Raises:
            TimeoutError: it was not free within `patience` seconds.
            ConnectionError: Redis can't be reached.
        """
        # Made here, not in __init__: its connections belong to the running event loop.
        client = self._client = self._client or redis.asyncio.from_url(self._url)
        queue, ticket = f"turns:{conversation}", secrets.token_hex(8)
        heart: asyncio.Task[None] | None = None
        try:
            try:
                await client.set(f"turn-alive:{ticket}", 1, px=int(ALIVE_SECONDS * 1000))
                await client.rpush(queue, ticket)
                await client.expire(queue, QUEUE_SECONDS)
                heart = asyncio.create_task(_beat(client, ticket))
                await self._wait(client, queue, ticket, patience)
            except RedisError as error:
                raise ConnectionError(f"Redis failed ({error}); check that it runs") from error
            yield
        finally:
            if heart:
                heart.cancel()
            # When Redis is gone its locks are gone, or the ticket dies with its sign of life.
            with suppress(RedisError):
                await asyncio.shield(client.eval(_LEAVE, 1, queue, ticket, *_PREFIXES))

    async def _wait(
        self, client: redis.asyncio.Redis, queue: str, ticket: str, patience: float
    ) -> None:
        until = time.monotonic() + patience
        while not await client.eval(_FIRST, 1, queue, ticket, *_PREFIXES):
            if time.monotonic() > until:
                raise TimeoutError(queue)
            await client.blpop(f"turn-bell:{ticket}", timeout=SWEEP_SECONDS)


_PREFIXES = ("turn-alive:", "turn-bell:")


async def _beat(client: redis.asyncio.Redis, ticket: str) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        with suppress(RedisError):  # the next beat tries again
            await client.set(f"turn-alive:{ticket}", 1, px=int(ALIVE_SECONDS * 1000))
