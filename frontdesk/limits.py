"""Whose request it is, how long it may be, and how often one address may ask for a call.

A call back takes a person's time, so it is kept scarce. Counted in this process, or in Redis for
all when REDIS_URL is set, under a keyed hash of the address.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import lru_cache

from starlette.requests import Request
from throttled import RateLimiterType, Throttled, rate_limiter, store
from throttled.exceptions import StoreUnavailableError

from clinic import visitors
from clinic.settings import get_settings
from clinic.storage import blind_index

logger = logging.getLogger(__name__)

LARGEST = 64 * 1024
CALLS_PER_HOUR = 20  # a whole clinic or a family may share an address
_REMEMBERED = 10_000


def address_of(request: Request) -> str:
    """The visitor's address; behind our own proxy, when the settings say so, what it added."""
    if get_settings().trust_proxy_headers:
        forwarded = visitors.forwarded_address(request.headers.getlist("x-forwarded-for"))
        if forwarded:
            return forwarded
    return request.client.host if request.client else "unknown"


async def read_limited(request: Request) -> bytes | None:
    """A request's body; None when it is longer than `LARGEST`, read no further than that."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
    return b"".join(parts)


def may_ask_for_a_call(address: str) -> bool:
    """Counts a request for a call; false when it is one too many."""
    try:
        return not _limit().limit(f"callback:{blind_index(address, 'address')}").limited
    except StoreUnavailableError:
        logger.error("Redis can't be reached; requests for a call are not limited until it can")
        return True


@lru_cache(maxsize=1)
def _limit() -> Throttled:
    url = get_settings().redis_url
    kept: store.BaseStore = (
        store.RedisStore(server=url)
        if url
        else store.MemoryStore(options={"MAX_SIZE": _REMEMBERED})
    )
    quota = rate_limiter.per_duration(timedelta(hours=1), CALLS_PER_HOUR, burst=CALLS_PER_HOUR)
    return Throttled(using=RateLimiterType.GCRA.value, quota=quota, store=kept)
