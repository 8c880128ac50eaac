"""Answers in the brain's place what it has not answered for some time.

With everything that needs no engine: an alarm gets its own words, a wish to get no more texts is
noted and confirmed, everybody else is told the clinic's number. It takes the same lease and sets
the same mark "answered" as a brain does, in the same unit of work, so that of the two only one
answers, whoever comes back when. A message that a living brain is at work on is left to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from channels.base import Channel
from channels.turns import Line, NoEngine, Reply, Turn, TurnRunner
from clinic.messages import Inbound
from clinic.settings import Settings
from clinic.storage import Database


class NoBrain:
    """Where the engine would be."""

    async def run(self, _message: Inbound, _replies: list[Reply]) -> None:
        raise NoEngine

    async def recall(self, _message: Inbound) -> list[Reply] | None:
        return None


class Late:
    """A turn as its channel takes it, made when it is first needed: what channels need for it takes
    time and memory that the door does without as long as the brain is there."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._made: Turn | None = None

    async def run(self, message: Inbound, replies: list[Reply]) -> None:
        if self._made is None:
            self._made = await asyncio.to_thread(self._channel.around, NoBrain())
        await self._made.run(message, replies)

    async def recall(self, _message: Inbound) -> list[Reply] | None:
        return None  # what a brain said and could not store is lost with it


def standing_in(settings: Settings, database: Database, channels: Sequence[Channel]) -> TurnRunner:
    """The runner that answers what has waited for `STAND_IN_SECONDS`."""
    lines = {channel.name: Line(Late(channel), channel.deliver) for channel in channels}
    return TurnRunner(
        database,
        lines,
        settings.turn_timeout_seconds,
        overdue=timedelta(seconds=settings.stand_in_seconds),
    )
