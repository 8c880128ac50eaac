"""Wakes the requests that wait for something new in a conversation.

They are rung for by signals (clinic.signals), whoever stored it. As a signal may be lost, one query
for all waiting requests together looks for changes now and then while anybody waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from clinic.clock import now

logger = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
# Looks back further than the last look: clocks of machines differ, and a change becomes visible
# only when its unit of work ends.
OVERLAP = timedelta(seconds=5)


class Bell:
    """One for each channel and process.

    Args:
        changed_since: blocking; gives the conversations that changed since a time, each with a
            number that differs from change to change.
    """

    def __init__(self, changed_since: Callable[[datetime], dict[str, int]]) -> None:
        self._changed_since = changed_since
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._seen: dict[str, int] = {}
        self._looker: asyncio.Task[None] | None = None
        self._closed = False

    @contextmanager
    def listen(self, conversation: str) -> Iterator[asyncio.Event]:
        """An event that is set when something changes in the conversation. Look at the database
        after entering, so that nothing falls between the look and the wait."""
        event = asyncio.Event()
        if self._closed:
            event.set()
        self._waiting.setdefault(conversation, set()).add(event)
        if self._looker is None or self._looker.done():
            self._looker = asyncio.get_running_loop().create_task(self._look())
        try:
            yield event
        finally:
            events = self._waiting[conversation]
            events.discard(event)
            if not events:
                del self._waiting[conversation]

    def ring(self, conversation: str | None) -> None:
        """Wakes those who wait for this conversation; None: everybody."""
        for one in list(self._waiting) if conversation is None else [conversation]:
            for event in self._waiting.get(one, ()):
                event.set()

    @property
    def closed(self) -> bool:
        """Whether the server is going down and nobody should wait any more."""
        return self._closed

    def close(self) -> None:
        """Wakes everybody, so that open requests end before the server does."""
        self._closed = True
        self.ring(None)

    async def _look(self) -> None:
        since = now()
        while self._waiting:
            await asyncio.sleep(LOOK_SECONDS)
            started = now()
            try:
                changed = await asyncio.to_thread(self._changed_since, since - OVERLAP)
            except Exception:
                logger.exception("Changed conversations could not be looked up")
                continue
            for conversation, mark in changed.items():
                if self._seen.get(conversation) != mark:
                    self.ring(conversation)
            self._seen, since = changed, started
