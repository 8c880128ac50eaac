"""How much one visitor and one address may do in a minute.

Counted in this process, or in Redis for all processes when REDIS_URL is set. Addresses are
counted under a keyed hash; they are stored nowhere else.
"""

from __future__ import annotations

import logging
from math import ceil

from throttled.asyncio import RateLimiterType, Throttled, rate_limiter, store
from throttled.exceptions import StoreUnavailableError

from clinic.settings import Settings
from clinic.storage import blind_index

logger = logging.getLogger(__name__)

# Visitors and addresses remembered in this process; the longest unused is dropped first.
_REMEMBERED = 50_000
# An open widget asks again as soon as it got something; this is far above what it does.
_POLLS_PER_MINUTE = 300
# From one address: fifteen people who type all the time. Beyond that nobody sees that they do.
_BEATS_PER_MINUTE = 300
# Beyond the limit of a visitor or an address, for messages that the gate hears an alarm in.
_ALARMS_PER_MINUTE = 30


class Limits:
    """The limits of the web channel."""

    def __init__(self, settings: Settings) -> None:
        self._store: store.BaseStore = (
            store.RedisStore(server=settings.redis_url)
            if settings.redis_url
            else store.MemoryStore(options={"MAX_SIZE": _REMEMBERED})
        )
        self._visitor = self._limit(settings.web_messages_per_minute)
        self._polls = self._limit(_POLLS_PER_MINUTE)
        self._address = self._limit(settings.web_messages_per_minute_per_address)
        self._beats = self._limit(_BEATS_PER_MINUTE)
        self._alarms = self._limit(_ALARMS_PER_MINUTE)
        self._openings = self._limit(settings.web_conversations_per_minute_per_address)

    async def message(self, conversation: str, address: str) -> int:
        """Counts a message. Returns 0, or the seconds to wait when it is one too many."""
        return await self._count(self._visitor, f"visitor:{conversation}") or await self._count(
            self._address, f"address:{blind_index(address, 'address')}"
        )

    async def alarm(self, conversation: str, address: str) -> int:
        """Counts a message with an alarm in it that is one too many, in the same way: however
        many others somebody sends, this one is let through."""
        return await self._count(self._alarms, f"alarm:{conversation}") or await self._count(
            self._alarms, f"alarms:{blind_index(address, 'address')}"
        )

    async def poll(self, conversation: str) -> int:
        """Counts a request for what is new, in the same way."""
        return await self._count(self._polls, f"poll:{conversation}")

    async def beat(self, address: str) -> int:
        """Counts that somebody is typing, in the same way."""
        return await self._count(self._beats, f"beats:{blind_index(address, 'address')}")

    async def opening(self, address: str) -> int:
        """Counts a new conversation, in the same way."""
        return await self._count(self._openings, f"opening:{blind_index(address, 'address')}")

    def _limit(self, per_minute: int) -> Throttled:
        return Throttled(
            using=RateLimiterType.GCRA.value,
            quota=rate_limiter.per_min(per_minute, burst=per_minute),
            store=self._store,
        )

    async def _count(self, limit: Throttled, key: str) -> int:
        try:
            result = await limit.limit(f"webchat:{key}")
        except StoreUnavailableError:
            # A patient is worth more than the limit.
            logger.error("Redis can't be reached; requests are not limited until it can")
            return 0
        return max(1, ceil(result.state.retry_after)) if result.limited else 0
