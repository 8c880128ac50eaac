"""Tells a machine that answers from a person who writes, and how much is answered to one number.

What is held back is an answer, never the reading: a message beyond the limit still goes to the
engine, and an alarm, or the question about a sign, is sent (`Plan.alarms_only`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from clinic.clock import now
from clinic.messages import Inbound
from clinic.messages.models import ANSWER
from clinic.messages.tables import inbound, outbox
from clinic.settings import Settings
from clinic.storage import blind_indexes

Flood = Literal["machine", "first", "more"]
# The words of automatic replies: of phones while driving or asleep, and of mailboxes and offices.
_AUTO_REPLY = re.compile(
    r"\bi'?m (?:currently )?driving\b.{0,80}\b(?:do not disturb|focus|silenced|auto|later|arrive)"
    r"|\b(?:do not disturb while driving|driving focus|drive mode|sent from drive|auto[- ]?reply:)"
    r"|\b(?:this is an? )?auto(?:mat(?:ed|ic))?[- ](?:reply|response|message)\b"
    r"|\bout of (?:the )?office\b.{0,120}\b(?:return|back|until|reply|respond|e-?mail|contact)"
    r"|\b(?:has|have) (?:their )?notifications silenced\b"
    r"|\bthank you for (?:your (?:message|text)|contacting|texting|reaching out)\b.{0,160}"
    r"\b(?:we will|we'll|will|someone|business hours|as soon as)\b"
    r"|\b(?:this (?:number|mailbox|inbox)|we) (?:is|are) not (?:monitored|accepting)\b"
    r"|\bdo not reply to this (?:text|message)\b|\bunmonitored (?:number|mailbox|inbox)\b",
    re.IGNORECASE | re.DOTALL,
)
# The same words so often within an hour are a machine's; short ones ("yes", "1") are a person's.
SAME_WORDS, SHORTEST_SAME = 4, 4
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def flood(connection: Connection, message: Inbound, settings: Settings) -> Flood | None:
    """Whether a message gets no ordinary answer.

    Returns:
        "machine": an automatic reply, or a sentence that comes again and again. "first": one more
        than is answered in an hour or a day; the sender is told. "more": those after it. None: it
        is answered.
    """
    if is_auto_reply(message.text) or _comes_again(connection, message):
        return "machine"
    limits = ((HOUR, settings.sms_answers_per_hour), (DAY, settings.sms_answers_per_day))
    over = [answered(connection, message, within) - limit for within, limit in limits]
    if max(over) < 0:
        return None
    return "first" if max(over) == 0 else "more"


def is_auto_reply(text: str) -> bool:
    """Whether a phone or an office has answered by itself."""
    return bool(_AUTO_REPLY.search(text[:1000].replace("’", "'")))


def is_of_safety(reply: Mapping[str, Any]) -> bool:
    """Whether a reply of the engine is an alarm, or asks about a sign: nothing holds it back."""
    custom = reply.get("custom") or {}
    payloads = {str(button.get("payload")) for button in reply.get("buttons") or ()}
    return custom.get("kind") == "safety" or "/one_or_more" in payloads


def answered(connection: Connection, message: Inbound, within: timedelta) -> int:
    """How many messages of a number were answered lately. An answer of several texts is one."""
    keys = connection.execute(
        select(outbox.c.key).where(
            outbox.c.channel == "sms",
            outbox.c.recipient_index.in_(blind_indexes(message.reach or "")),
            outbox.c.key.startswith(ANSWER),
            outbox.c.created_at > now() - within,
        )
    ).scalars()
    return len({key.rpartition(":")[0] for key in keys})


def _comes_again(connection: Connection, message: Inbound) -> bool:
    if len(message.text.split()) < SHORTEST_SAME:
        return False
    this = select(inbound.c.fingerprint).where(inbound.c.id == message.id).scalar_subquery()
    same = select(func.count()).where(
        inbound.c.conversation == message.conversation,
        inbound.c.fingerprint == this,
        inbound.c.received_at > now() - HOUR,
        inbound.c.id <= message.id,
    )
    return int(connection.execute(same).scalar_one()) >= SAME_WORDS
