"""Sends what is due in the outbox."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from sqlalchemy.engine import Connection

from clinic import attention
from clinic.clock import now as current_time
from clinic.content import get_content
from clinic.health.life import note, signs
from clinic.messages import deliver_to_web, outbox
from clinic.messages.models import Outgoing
from clinic.screenings.contact import may_contact, next_contact
from clinic.screenings.notices import get_notices
from clinic.storage import Database
from clinic.texting import delivery
from clinic.texting.sending import is_notice
from worker.senders import Sender, SendFailed

logger = logging.getLogger(__name__)

BATCH = 20
# Sent one after the other, each in at most ten seconds: all within the time a claim holds, so
# that no other sender takes one of them for abandoned.
BATCH_LEAVING = 5


def send_due(database: Database, senders: Mapping[str, Sender]) -> int:
    """Sends what is due now, on the web and on the channels there is a sender for.

    A message to the web is stored and marked in one unit of work: it arrives once. One that
    leaves the house is sent between two units of work, so a worker killed right there sends it
    again. What can't be sent in the end, or in time, becomes a task for the staff.

    Returns:
        How many messages were tried; 0: nothing was due.
    """
    with database.begin() as connection:
        for item in outbox.expire(connection, current_time()):
            _give_to_staff(connection, item)
        due = outbox.claim_due(connection, current_time(), BATCH, channel="web")
        for item in due:
            deliver_to_web(connection, item)
    tried = len(due)
    for channel, sender in senders.items():
        with database.begin() as connection:
            claimed = outbox.claim_due(connection, current_time(), BATCH_LEAVING, channel=channel)
        for item in claimed:
            if not _is_put_off(database, item):
                _send(database, sender, item)
        tried += len(claimed)
    return tried


def _is_put_off(database: Database, item: Outgoing) -> bool:
    """Whether a text must wait because it is night at the clinic. Notices are queued for the day;
    one that is late, after a failure or a standstill, waits for the morning. Direct replies go
    out at any time, and so does what was queued for the night on purpose: that the visit first
    thing in the morning is off."""
    if item.channel != "sms" or not is_notice(item):
        return False
    at, clinic = current_time(), get_content().clinic
    on_purpose = item.attempts == 1 and not may_contact(item.due_at, clinic)
    if on_purpose or may_contact(at, clinic):
        return False
    with database.begin() as connection:
        outbox.put_off(connection, item, next_contact(at, clinic))
    return True


def _send(database: Database, sender: Sender, item: Outgoing) -> None:
    external_id, failure = None, None
    try:
        external_id = sender.send(item)
    except SendFailed as error:
        failure = error
    except Exception as error:
        logger.exception("Message %s could not be sent", item.id)
        failure = SendFailed(type(error).__name__)
    with database.begin() as connection:
        if failure is None or failure.carrier:
            note_carrier(connection, item.channel, failure.carrier if failure else "")
        if failure is None:
            outbox.mark_sent(connection, item, external_id)
        elif outbox.mark_failed(connection, item, failure.reason, permanent=failure.permanent):
            logger.warning("Message %s was given up: %s", item.id, failure.reason)
            if item.channel == "sms":
                delivery.record_failure(connection, item, failure.reason)
            else:
                _give_to_staff(connection, item)


def note_carrier(connection: Connection, channel: str, trouble: str) -> None:
    """Notes how a channel's carrier answers: at the desk while it has trouble, and in the log
    when that begins and when it is over."""
    if not note(connection, channel, trouble):
        return
    if trouble:
        logger.error("The carrier of %s has trouble. %s", channel, trouble)
    else:
        logger.warning("The carrier of %s takes messages again", channel)


def look_at_carriers(database: Database, senders: Mapping[str, Sender]) -> None:
    """Asks each carrier that had trouble whether that is over."""
    with database.read() as connection:
        known = signs(connection)
    for channel, sender in senders.items():
        if channel in known and known[channel].trouble:
            trouble = sender.trouble()
            with database.begin() as connection:
                note_carrier(connection, channel, trouble)


def _give_to_staff(connection: Connection, item: Outgoing) -> None:
    attention.raise_task(
        connection,
        kind="failed_message",
        key=f"failed:{item.key}"[:160],
        channel=item.channel,
        conversation=item.conversation,
        reach=item.to if item.channel == "sms" else None,
        detail=get_notices().call_not_sent.format(text=item.reply.get("text") or ""),
    )
