"""A turn of the engine, with what a text message wants before it: consent, choices, notices."""

from __future__ import annotations

import asyncio
import logging

from channels.sms.effects import effect
from channels.sms.floods import is_of_safety
from channels.sms.plan import Planner
from channels.turns import Reply, Turn
from clinic.messages import Inbound

logger = logging.getLogger(__name__)

# What the engine is told aside must not keep the channel's own answer waiting.
ASIDE_SECONDS = 3.0


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
        if plan.forward is not None and plan.alarms_only:
            said: list[Reply] = []
            await self._turn.run(plan.forward, said)
            replies.extend(_of_safety(said, replies))
        elif plan.forward is not None:
            await self._turn.run(plan.forward, replies)
            if len(replies) == len(plan.replies):
                replies.clear()  # nothing was answered; a notice of ours must not look like it
        elif plan.aside is not None and message.attempts == 1:
            await self._tell(plan.aside)

    async def _tell(self, message: Inbound) -> None:
        """Tells the engine something without sending what it says to that. An opt-out holds
        whether the engine is well or not."""
        try:
            await asyncio.wait_for(self._turn.run(message, []), ASIDE_SECONDS)
        except Exception:
            logger.exception("The engine could not be told aside of %s", message.message_id)

    async def recall(self, message: Inbound) -> list[Reply] | None:
        """The saved turn, with what the channel had said before it: it was planned from what was
        known when the message came, so it is planned the same again."""
        saved = await self._turn.recall(message)
        if saved is None:
            return None
        plan = await asyncio.to_thread(self._planner.plan, message)
        if plan.forward is None:
            return plan.replies
        if plan.alarms_only:
            return [*plan.replies, *_of_safety(saved, plan.replies)]
        return [*plan.replies, *saved] if saved else []


def _of_safety(said: list[Reply], before: list[Reply]) -> list[Reply]:
    """What is sent of the engine's replies beyond the limit; where that is nothing, and nothing
    else is said, the message counts as answered all the same."""
    kept = [reply for reply in said if is_of_safety(reply)]
    return kept if kept or before else [effect("silence")]
