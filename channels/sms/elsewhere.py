"""Files a text that was answered over the open request, or is left to the staff."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from channels import fallback
from channels.sms.texts import say
from clinic import attention
from clinic.messages import Receipt, inbound


def answered(connection: Connection, receipt: Receipt, phone: str, text: str, at: datetime) -> None:
    """Marks a text as answered over the open request; the staff are told of an alarm in it."""
    inbound.settle(connection, receipt, "channel")
    tier = fallback.answer(text).tier
    if tier:
        _task(connection, receipt, phone, text, at, tier)


def left_to_staff(
    connection: Connection, receipt: Receipt, phone: str, text: str, at: datetime
) -> None:
    """Marks a text as seen that gets no answer, and shows it to the staff."""
    inbound.settle(connection, receipt, "channel")
    _task(connection, receipt, phone, f"{say('staff_missed_text')} {text}".strip(), at, None)


def _task(
    connection: Connection,
    receipt: Receipt,
    phone: str,
    detail: str,
    at: datetime,
    tier: str | None,
) -> None:
    attention.raise_task(
        connection,
        attention.Occasion(
            kind="safety_alert" if tier else "call_back",
            key=f"{'safety' if tier else 'missed'}:sms-{receipt.inbound_id}",
            channel="sms",
            conversation=receipt.conversation,
            reach=phone,
            detail=detail,
            tier=tier,
            at=at,
        ),
    )
