"""How often one address may ask for a call.

A call back takes a person's time, so it is kept scarce. Counted in this process, or in Redis for
all when REDIS_URL is set, under a keyed hash of the address.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import lru_cache

from throttled import RateLimiterType, Throttled, rate_limiter, store
from throttled.exceptions import StoreUnavailableError

from clinic.settings import get_settings
from clinic.storage import blind_index

logger = logging.getLogger(__name__)

CALLS_PER_HOUR = 20  # a whole clinic or a family may share an address
_REMEMBERED = 10_000


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
