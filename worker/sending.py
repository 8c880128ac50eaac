"""Sends what is due in the outbox."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from sqlalchemy.engine import Connection

from channels.sending import Poster, Sender, SendFailed
from clinic import attention
from clinic.clock import now as current_time
from clinic.health.life import note, signs
from clinic.messages import outbox
from clinic.messages.models import Outgoing
from clinic.screenings.notices import get_notices
from clinic.storage import Database, is_readable

logger = logging.getLogger(__name__)

UNREADABLE = "can't be read"
BATCH = 20
# Sent one after the other, each in at most ten seconds: all within the time a claim holds, so
# that no other sender takes one of them for abandoned.
BATCH_LEAVING = 5


def send_due(
    database: Database, senders: Mapping[str, Sender], posters: Mapping[str, Poster]
) -> int:
    """Sends what is due now, on the channels there is a sender or a poster for.

    What is posted is stored and marked in one unit of work: it arrives once. What leaves the
    house is sent between two units of work, so a worker killed right there sends it again. What
    can't be sent in the end, or in time, becomes a task for the staff.

    Args:
        senders, posters: by channel; what has neither waits.

    Returns:
        How many messages were tried; 0: nothing was due.
    """
    tried = 0
    with database.begin() as connection:
        for item in outbox.expire(connection, current_time()):
            _give_to_staff(connection, item)
        for channel, post in posters.items():
            for item in outbox.claim_due(connection, current_time(), BATCH, channel=channel):
                if is_readable(item.reply):
                    post(connection, item)
                    outbox.mark_sent(connection, item)
                else:
                    _give_up(connection, item, UNREADABLE)
                tried += 1
    for channel, sender in senders.items():
        with database.begin() as connection:
            claimed = outbox.claim_due(connection, current_time(), BATCH_LEAVING, channel=channel)
        for item in claimed:
            if not is_readable(item.to, item.reply):
                with database.begin() as connection:
                    _give_up(connection, item, UNREADABLE)
                continue
            until = sender.put_off_until(item, current_time())
            if until is None:
                _send(database, sender, item)
            else:
                with database.begin() as connection:
                    outbox.put_off(connection, item, until)
        tried += len(claimed)
    return tried


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
            if not sender.failed(connection, item, failure.reason):
                _give_to_staff(connection, item)


def _give_up(connection: Connection, item: Outgoing, reason: str) -> None:
    if outbox.mark_failed(connection, item, reason, permanent=True):
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
        attention.Occasion(
            kind="failed_message",
            key=f"failed:{item.key}"[:160],
            channel=item.channel,
            conversation=item.conversation,
            reach=item.to if item.to.startswith("+") else None,
            detail=get_notices().call_not_sent.format(text=item.reply.get("text") or ""),
        ),
    )
