"""What the carrier says became of a message we sent."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from clinic import attention
from clinic.messages.outbox import record_delivery
from clinic.texting.numbers import opt_out
from clinic.texting.wording import say

# Twilio's word for a number that has opted out with the carrier.
OPTED_OUT = "21610"
FAILED = frozenset({"failed", "undelivered"})


def record_report(connection: Connection, *, sid: str, status: str, code: str | None) -> bool:
    """Notes a report; what did not arrive becomes a task for the staff, once.

    Args:
        sid: Twilio's id of the message.
        status: such as queued, sent, delivered, undelivered, failed.
        code: the error, such as 30003 (unreachable), 30005, 30007 (filtered), 21610 (opted out).

    Returns:
        Whether the message is known.
    """
    item = record_delivery(connection, sid, status, code)
    if item is None:
        return False
    if status in FAILED:
        if code == OPTED_OUT:
            opt_out(connection, item.to, "carrier")
        attention.raise_task(
            connection,
            kind="failed_message",
            key=f"undelivered:{sid}",
            detail=f"{say('staff_not_delivered')} ({code or status})",
            channel="sms",
            conversation=item.conversation,
            reach=item.to,
        )
    return True
