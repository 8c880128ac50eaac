"""Answers in the brain's place what it has not answered for some time.

With everything that needs no engine: an alarm gets its own words, a wish to get no more texts is
noted and confirmed, everybody else is told the clinic's number. It takes the same lease and sets
the same mark "answered" as a brain does, in the same unit of work, so that of the two only one
answers, whoever comes back when. A message that a living brain is at work on is left to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from channels import fallback
from channels.base import Channel
from channels.turns import NoEngine, Reply, Turn, TurnRunner
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

    def prepare(self) -> Turn:
        """Makes it; blocking, for a moment the first time."""
        if self._made is None:
            self._made = self._channel.around(NoBrain())
        return self._made

    async def run(self, message: Inbound, replies: list[Reply]) -> None:
        await self.prepare().run(message, replies)

    async def recall(self, _message: Inbound) -> list[Reply] | None:
        return None  # what a brain said and could not store is lost with it


class StandIn(TurnRunner):
    """The runner that answers in the brain's place."""

    def __init__(self, settings: Settings, database: Database, channels: Sequence[Channel]) -> None:
        self._turns = {channel.name: Late(channel) for channel in channels}
        super().__init__(
            database,
            {one.name: replace(one.line(self._turns[one.name]), early=False) for one in channels},
            settings.turn_timeout_seconds,
            overdue=timedelta(seconds=settings.stand_in_seconds),
        )

    def _left_behind(self) -> list[str]:
        """Everything is loaded before the first message is begun: its time must not run out over
        that, and a wish to get no more texts be answered without being noted."""
        found = super()._left_behind()
        if found:
            for turn in self._turns.values():
                turn.prepare()
            fallback.prepare()
        return found
