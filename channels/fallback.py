"""What the channel says itself when the engine has no answer: the safety wording, or our number.

An alarm must get its answer also when the action server is down, so this needs nothing but the
domain.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from clinic import attention
from clinic.messages import Inbound
from clinic.messages.wording import could_not_answer
from clinic.reading import safety

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fallback:
    """An answer the channel gives itself.

    Attributes:
        reply: as the engine's replies are.
        tier: the safety tier that was found, None without an alarm.
    """

    reply: dict[str, Any]
    tier: str | None


def answer(message: Inbound) -> Fallback:
    """The channel's own answer to a message. Never raises."""
    try:
        tier = safety.assess(message.text).tier
        if tier:
            custom = {"kind": "safety", "banner": tier}
            return Fallback({"text": safety.reply(tier), "custom": custom}, tier)
    except Exception:
        logger.exception("The safety check failed on %s", message.message_id)
    return Fallback({"text": could_not_answer(), "custom": {"kind": "notice"}}, None)


def tell_staff(connection: Connection, message: Inbound, fallback: Fallback) -> None:
    """Makes the staff task that goes with it: an alarm always; else a call back once a
    conversation, where there is a number to call. When that fails the patient still gets the
    answer."""
    if not fallback.tier and not message.reach:
        return
    try:
        with connection.begin_nested():
            attention.raise_task(
                connection,
                kind="safety_alert" if fallback.tier else "call_back",
                key=f"{'safety' if fallback.tier else 'unanswered'}:{_occasion(message, fallback)}",
                channel=message.channel,
                conversation=message.conversation,
                reach=message.reach,
                detail=message.text,
                tier=fallback.tier,
                at=message.received_at,
            )
    except Exception:
        logger.exception("Staff could not be told about %s", message.message_id)


def _occasion(message: Inbound, fallback: Fallback) -> str:
    return message.message_id if fallback.tier else message.conversation
