"""The outbox: what is to be sent is a row first, in the unit of work that decided it.

Queued once under a key, claimed by one sender at a time, tried again with growing pauses, given
up after `PAUSES` are used up. Sending a text message and noting that it was sent can't be one
step, so a sender killed between the two sends again: at least once. A message to the web is
stored in the very unit of work that marks it as sent: exactly once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from clinic import signals
from clinic.clock import now as current_time
from clinic.messages.models import ANSWER, Outgoing
from clinic.messages.tables import outbox
from clinic.storage import blind_index, blind_indexes
from clinic.telemetry.events import happened

# How long after each failed attempt the next one is made.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600))
# A sender that has not reported within this time is taken for dead.
CLAIM = timedelta(seconds=60)
_ERROR_CHARACTERS = 200
# Begins the name of what a person at the clinic wrote, after its conversation's.
BY_PERSON = "desk:"
# After these the carrier has nothing more to say about a message.
ENDS = frozenset({"delivered", "undelivered", "failed"})


def enqueue(
    connection: Connection,
    *,
    channel: str,
    to: str,
    conversation: str | None,
    reply: Mapping[str, Any],
    key: str,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Queues a message; false when one was queued under this key before.

    Args:
        channel: the one it goes out by.
        to: phone number in E.164, or the id of a conversation where somebody may look.
        conversation: the conversation it belongs to, when there is one.
        reply: `text` and, where there are any, `buttons` and `custom`.
        key: at most 160 characters, naming the cause, such as "reminder:K7M2QX:day-before:1".
        not_before: send no earlier.
        expires_at: useless from then on; never sent later.
    """
    if connection.execute(select(outbox.c.id).where(outbox.c.key == key)).first():
        return False
    at = current_time()
    row = outbox.insert().values(
        channel=channel,
        recipient=to,
        recipient_index=blind_index(to),
        conversation=conversation,
        reply=dict(reply),
        key=key,
        state="queued",
        due_at=not_before or at,
        expires_at=expires_at,
        attempts=0,
        created_at=at,
    )
    try:
        with connection.begin_nested():
            connection.execute(row)
    except IntegrityError:  # another process queued it in this very moment
        return False
    if conversation:
        signals.ring(connection, signals.DESK, conversation)
    if not_before is None or not_before <= at:
        signals.ring(connection, signals.OUTBOX, channel)
    return True


def claim_due(
    connection: Connection, now: datetime, limit: int = 20, channel: str | None = None
) -> list[Outgoing]:
    """Claims what is due, oldest first, one message for each recipient, so that order is kept.

    Call in a unit of work of its own, send, then `mark_sent` or `mark_failed` each. Several
    senders may run: none gets what another has claimed.
    """
    earlier = outbox.alias("earlier")
    waits = (
        select(earlier.c.id)
        .where(
            earlier.c.recipient_index == outbox.c.recipient_index,
            earlier.c.channel == outbox.c.channel,
            earlier.c.id < outbox.c.id,
            earlier.c.state == "queued",
            earlier.c.due_at <= now,
            or_(earlier.c.expires_at.is_(None), earlier.c.expires_at > now),
        )
        .exists()
    )
    conditions: list[Any] = [
        outbox.c.state == "queued",
        outbox.c.due_at <= now,
        or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < now),
        or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > now),
        ~waits,
    ]
    if channel:
        conditions.append(outbox.c.channel == channel)
    rows = connection.execute(
        select(outbox)
        .where(and_(*conditions))
        .order_by(outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        _update(connection, row.id, claimed_until=now + CLAIM, attempts=row.attempts + 1)
    return [_outgoing(row, row.attempts + 1) for row in rows]


def mark_sent(connection: Connection, item: Outgoing, external_id: str | None = None) -> None:
    """Notes that a claimed message was sent, under the carrier's id when it has one."""
    _update(
        connection,
        item.id,
        state="sent",
        external_id=external_id,
        claimed_until=None,
        finished_at=current_time(),
    )
    _tell(connection, item, "sent", external_id)
    _ring(connection, item)


def settle(connection: Connection, key: str) -> None:
    """Notes that a message needs no sender: it was shown in the unit of work that queued it."""
    row = connection.execute(select(outbox).where(outbox.c.key == key)).first()
    if row is not None and row.state != "sent":
        _update(connection, row.id, state="sent", finished_at=current_time())
        _tell(connection, _outgoing(row, row.attempts), "sent")


def mark_failed(
    connection: Connection, item: Outgoing, error: str, *, permanent: bool = False
) -> bool:
    """Notes that a claimed message could not be sent.

    Args:
        error: a code or a short reason, without the patient's words.
        permanent: trying again is useless (no such number, opted out).

    Returns:
        True when it was given up, false when it will be tried again.
    """
    given_up = permanent or item.attempts > len(PAUSES)
    if given_up:
        changes: dict[str, Any] = {"state": "failed", "finished_at": current_time()}
    else:
        changes = {"due_at": current_time() + PAUSES[item.attempts - 1]}
    result = connection.execute(
        update(outbox)
        # The carrier may have reported it as taken while we were still waiting for its answer.
        .where(outbox.c.id == item.id, outbox.c.state == "queued")
        .values(claimed_until=None, error=error[:_ERROR_CHARACTERS], **changes)
    )
    if result.rowcount:
        _tell(connection, item, "given_up" if given_up else "failed")
        if not given_up:
            _hold_later_parts(connection, item, changes["due_at"])
    _ring(connection, item)
    return given_up and bool(result.rowcount)


def _hold_later_parts(connection: Connection, item: Outgoing, until: datetime) -> None:
    """Has what follows in the same answer wait for a part that is tried again, and nothing else
    that goes to the same person: that may be an alarm."""
    if not item.key.startswith(ANSWER):
        return
    same = outbox.c.key.startswith(item.key.rpartition(":")[0] + ":", autoescape=True)
    connection.execute(
        update(outbox)
        .where(same, outbox.c.id > item.id, outbox.c.state == "queued", outbox.c.due_at < until)
        .values(due_at=until)
    )


def put_off(connection: Connection, item: Outgoing, until: datetime) -> None:
    """Gives a claimed message back untried, to be sent at `until`; not for later than it is good
    for: then it expires."""
    _update(connection, item.id, due_at=until, claimed_until=None, attempts=item.attempts - 1)


def withdraw(connection: Connection, key: str) -> bool:
    """Takes a message back that has not been sent; false when it is too late or unknown."""
    result = connection.execute(
        update(outbox)
        .where(outbox.c.key == key, outbox.c.state == "queued")
        .values(state="withdrawn", finished_at=current_time())
    )
    return bool(result.rowcount)


def expire(connection: Connection, now: datetime) -> list[Outgoing]:
    """Ends what was not sent in time, and returns it, so that staff can be told."""
    rows = connection.execute(
        select(outbox)
        .where(
            outbox.c.state == "queued",
            outbox.c.expires_at <= now,
            or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < now),
        )
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        _update(connection, row.id, state="expired", finished_at=now)
    expired = [_outgoing(row, row.attempts) for row in rows]
    for item in expired:
        _tell(connection, item, "expired")
    return expired


def record_delivery(
    connection: Connection,
    external_id: str,
    delivery: str,
    error: str | None = None,
    item: int | None = None,
) -> Outgoing | None:
    """Notes what the carrier reports later about a sent message (a status callback).

    A report may overtake our own note that the message was sent, or be all that is left of it when
    the sender was killed in between; then the message counts as sent and is not sent again. What
    has become of it in the end is not overwritten by a report that comes late.

    Args:
        external_id: the carrier's id of the message.
        delivery: such as queued, sent, delivered, undelivered, failed.
        error: the carrier's code.
        item: the message's own id, when the report says it.

    Returns:
        The message; None when no message was sent under this id.
    """
    known = outbox.c.external_id == external_id
    if item is not None:
        known = or_(known, and_(outbox.c.id == item, outbox.c.state.in_(("queued", "sent"))))
    row = connection.execute(select(outbox).where(known)).first()
    if row is None:
        return None
    item_sent = _outgoing(row, row.attempts)
    if row.state == "queued":
        _update(
            connection,
            row.id,
            state="sent",
            external_id=external_id,
            claimed_until=None,
            finished_at=current_time(),
        )
        _tell(connection, item_sent, "sent", external_id)
    if row.delivery not in ENDS:
        _update(connection, row.id, delivery=delivery, error=error)
        happened(
            "delivery",
            connection,
            message=item_sent.message_id,
            noted={"code": error} if error else None,
            channel=row.channel,
            result=delivery,
        )
    return item_sent


def _tell(
    connection: Connection, item: Outgoing, result: str, external_id: str | None = None
) -> None:
    happened(
        "sent",
        connection,
        message=item.message_id,
        noted={"attempt": item.attempts, **({"carrier_id": external_id} if external_id else {})},
        channel=item.channel,
        result=result,
    )


def _ring(connection: Connection, item: Outgoing) -> None:
    """Lets the front desk show what became of a message."""
    if item.conversation:
        signals.ring(connection, signals.DESK, item.conversation)


def last_sent(
    connection: Connection, to: str, channel: str, keys: Iterable[str], before: datetime
) -> Outgoing | None:
    """The newest message to somebody that was sent before a time, of those whose keys begin so."""
    row = connection.execute(
        select(outbox)
        .where(
            outbox.c.recipient_index.in_(blind_indexes(to)),
            outbox.c.channel == channel,
            outbox.c.state == "sent",
            outbox.c.finished_at <= before,
            or_(*(outbox.c.key.startswith(key, autoescape=True) for key in keys)),
        )
        .order_by(outbox.c.finished_at.desc(), outbox.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else _outgoing(row, row.attempts)


def sent_at(connection: Connection, conversation: str, before: datetime) -> datetime | None:
    """When the newest message of a conversation was sent before a time; None: none was."""
    found: datetime | None = connection.execute(
        select(outbox.c.finished_at)
        .where(
            outbox.c.conversation == conversation,
            outbox.c.state == "sent",
            outbox.c.finished_at <= before,
        )
        .order_by(outbox.c.finished_at.desc())
        .limit(1)
    ).scalar()
    return found


def has_person_spoken(
    connection: Connection, conversation: str, since: datetime | None, before: datetime
) -> bool:
    """Whether something a person at the clinic wrote went out in that time, its ends included."""
    query = select(outbox.c.id).where(
        outbox.c.conversation == conversation,
        outbox.c.state == "sent",
        outbox.c.key.startswith(f"{conversation}:{BY_PERSON}", autoescape=True),
        outbox.c.finished_at <= before,
    )
    if since is not None:
        query = query.where(outbox.c.finished_at >= since)
    return connection.execute(query.limit(1)).first() is not None


def _update(connection: Connection, item: int, **values: Any) -> None:
    connection.execute(update(outbox).where(outbox.c.id == item).values(**values))


def _outgoing(row: Row, attempts: int) -> Outgoing:
    return Outgoing(
        id=row.id,
        channel=row.channel,
        to=row.recipient,
        conversation=row.conversation,
        reply=row.reply,
        key=row.key,
        attempts=attempts,
        created_at=row.created_at,
        due_at=row.due_at,
    )
