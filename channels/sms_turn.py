"""A turn of the engine, with what a text message wants before it: consent, choices, notices."""

from __future__ import annotations

import asyncio

from channels.rasa_turn import Reply
from channels.turns import Turn
from clinic.messages import Inbound
from clinic.texting.plan import Planner


class SmsTurn:
    """Plans each message; what the channel does not answer by itself is the engine's.

    Args:
        turn: the engine's.
        planner: decides.
    """

    def __init__(self, turn: Turn, planner: Planner) -> None:
        self._turn, self._planner = turn, planner

    async def run(self, message: Inbound, replies: list[Reply]) -> None:
        plan = await asyncio.to_thread(self._planner.plan, message)
        replies.extend(plan.replies)
        if plan.forward is not None:
            await self._turn.run(plan.forward, replies)

    async def recall(self, message: Inbound) -> list[Reply] | None:
        """The saved turn, with what the channel had said before it: it was planned from what was
        known when the message came, so it is planned the same again."""
        saved = await self._turn.recall(message)
        if saved is None:
            return None
        plan = await asyncio.to_thread(self._planner.plan, message)
        return [*plan.replies, *saved]
