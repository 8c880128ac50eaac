"""What became of a message we sent: at once, or as the carrier reports later."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from channels.sms.lateness import LATE, LATE_ALARM, LATE_CONSENT
from channels.sms.numbers import opt_out
from channels.sms.texts import say
from clinic import attention
from clinic.messages.models import ANSWER, Outgoing
from clinic.messages.outbox import record_delivery

# https://www.twilio.com/docs/api/errors, and what the staff are told about each.
OPTED_OUT, UNREACHABLE, UNKNOWN, FILTERED = "21610", "30003", "30005", "30007"
# Ours: a reminder that nobody wants; word of a visit to somebody who said that it is not theirs.
UNWANTED, NOT_THEIRS = "unwanted", "not theirs"
_STAFF_TEXTS = {
    OPTED_OUT: "staff_opted_out_with_carrier",
    UNREACHABLE: "staff_unreachable",
    UNKNOWN: "staff_no_such_phone",
    FILTERED: "staff_filtered",
    LATE: "staff_late_answer",
}
FAILED = frozenset({"failed", "undelivered"})


def record_report(
    connection: Connection,
    *,
    sid: str,
    status: str,
    code: str | None,
    item: int | None = None,
    part_of: int | None = None,
) -> bool:
    """Notes a report; what did not arrive becomes a task for the staff, once.

    Args:
        sid: Twilio's id of the message.
        status: such as queued, sent, delivered, undelivered, failed.
        code: the error, such as 30003 (unreachable), 30005, 30007 (filtered), 21610 (opted out).
        item: the id in the outbox that went out with it.
        part_of: the same, of a part that others follow: it says nothing about the whole, unless
            it failed.

    Returns:
        Whether the message is known.
    """
    if part_of is not None and status not in FAILED:
        return True
    found = record_delivery(connection, sid, status, code, item if part_of is None else part_of)
    if found is None:
        return False
    if status in FAILED:
        record_failure(connection, found, code or status)
    return True


def record_failure(connection: Connection, item: Outgoing, code: str) -> None:
    """Draws the consequences of a text message that will not arrive.

    A number that has opted out with the carrier (21610) is opted out here too. Staff get one task
    for each answer or notice, saying why and what it said; none for the confirmation of an opt-out
    that the carrier has confirmed itself. The answer to an emergency raises its alert again, as an
    emergency whatever it was: nobody has told the patient what to do.

    Args:
        code: Twilio's error code, or a word for the failure.
    """
    if code == OPTED_OUT:
        opt_out(connection, item.to, "carrier")
        if (item.reply.get("custom") or {}).get("kind") == "consent":
            return
    if (item.reply.get("custom") or {}).get("kind") == "page":
        return  # to one of the staff: it stands beside the alert that it did not arrive
    if code in (UNWANTED, LATE_CONSENT):
        return
    # The parts of one answer have keys that differ in the last place only.
    cause = item.key.rpartition(":")[0] if item.key.startswith(ANSWER) else item.key
    why = say(_STAFF_TEXTS.get(code, "staff_not_delivered"))
    tier = _alarm_of(item)
    if tier:
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert",
                key=f"undelivered:{cause}"[:160],
                tier="C" if tier == "C" else "E",
                detail=f"{say('staff_late_alarm')} {item.reply.get('text') or ''}"
                if code == LATE_ALARM
                else f"{say('staff_alarm_not_delivered')} {why} ({code})",
                channel="sms",
                conversation=item.conversation,
                reach=item.to,
            ),
        )
    attention.raise_task(
        connection,
        attention.Occasion(
            kind="failed_message",
            key=f"failed:{cause}"[:160],
            detail=f"{why} ({code}) {item.reply.get('text') or ''}".strip(),
            channel="sms",
            conversation=item.conversation,
            reach=item.to,
        ),
    )


def _alarm_of(item: Outgoing) -> str | None:
    """The tier of the alarm that a reply answers, None when it answers none."""
    custom = item.reply.get("custom") or {}
    tier = custom.get("banner")
    return tier if tier in attention.TIERS else None
