"""Whose turn it is: neither a short message nor a sign waits behind long ones.

A message is read in one go, which for a very long one takes a second, and everybody waits for it.
So of the long ones one is read at a time, whoever sent them, and the others in between. What the
gate finds a sign in goes past them: the gate is done with a long message in some thousandths.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from channels import fallback

# So many conversations are answered at the same time; more would only make each
# other late, and the clock of a turn runs from its own beginning.
CONCURRENT_TURNS = 16
# What has more characters is long: beyond them the parts of a message are read one by one.
LONG_CHARACTERS = 1_000


class Lanes:
    """Where messages wait for their turn."""

    def __init__(self) -> None:
        self._short = asyncio.Semaphore(CONCURRENT_TURNS)
        self._long, self._sign = asyncio.Semaphore(1), asyncio.Semaphore(1)
        # One at a time: several would take the interpreter from the turns that run. And none of the
        # long ones is read before the gate has seen all that are there.
        self._gate, self._seen, self._unseen = asyncio.Lock(), asyncio.Event(), 0

    @asynccontextmanager
    async def turn(self, text: str) -> AsyncIterator[bool]:
        """The turn of a message: waits until it comes, and holds it.

        Yields:
            Whether it may have had to be waited for.
        """
        lane = await self._lane(text)
        waits = lane is not self._short or lane.locked()
        async with lane:
            if lane is self._long:
                await self._seen.wait()
            yield waits

    async def _lane(self, text: str) -> asyncio.Semaphore:
        if len(text) <= LONG_CHARACTERS:
            return self._short
        self._unseen += 1
        self._seen.clear()
        try:
            async with self._gate:
                found = await asyncio.to_thread(fallback.answer, text)
        finally:
            self._unseen -= 1
            if not self._unseen:
                self._seen.set()
        return self._sign if found.tier else self._long
