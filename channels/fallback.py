"""What the channel says itself when the engine has no answer: the safety wording, or our number.

An alarm must get its answer also when the action server is down, so this needs nothing but the
domain.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from clinic import attention, safety
from clinic.messages import Inbound
from clinic.messages.wording import could_not_answer

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
    """Makes the staff task that goes with it, once a message; without an alarm once a
    conversation, as one call settles it."""
    if fallback.tier:
        kind, key = "safety_alert", f"safety:{message.message_id}"
    else:
        kind, key = "unanswered", f"unanswered:{message.conversation}"
    attention.raise_task(
        connection,
        kind=kind,
        key=key,
        channel=message.channel,
        conversation=message.conversation,
        reach=message.reach,
        detail=message.text,
        tier=fallback.tier,
        at=message.received_at,
    )
