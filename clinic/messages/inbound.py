"""The inbound log: every message of a patient is a row before it is acknowledged.

Stored once under the sender's own id, answered once, in order. `claim` and `complete` are the
two ends of answering; what is between them may be repeated after a crash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import and_, distinct, exists, or_, select, update
from sqlalchemy.engine import Connection, Row

from clinic import signals
from clinic.clock import now
from clinic.messages import outbox, threads, transcript
from clinic.messages.models import Arrival, Inbound, Outcome, Receipt, message_id
from clinic.messages.tables import inbound
from clinic.messages.tables import threads as threads_table
from clinic.storage import blind_index, is_readable
from clinic.telemetry.events import happened

# In which whoever answered a message another way says so; the door's own stand-in waits as long.
SETTLING = timedelta(seconds=2.5)
# Who writes in several quick messages is left to end: so long after the newest, never longer than
# that after the first, and no more than so many are one.
QUIET, LONGEST_WAIT, MOST_PARTS = timedelta(seconds=1.2), timedelta(seconds=6), 10
_OF_THE_THREAD = (threads_table.c.reach, threads_table.c.taken_by, threads_table.c.taken_at)
JOINED: Outcome = "joined"
Joins = Callable[[str, str], bool]


class UnknownConversation(LookupError):
    """There is no such conversation: it never began, or it was deleted."""


def receive(connection: Connection, arrival: Arrival) -> Receipt:
    """Stores a message once and puts it in line for an answer.

    Returns:
        The receipt; of a message that is known already, the first one's.

    Raises:
        UnknownConversation: the thread is not open.
    """
    # Locks the thread: of two arrivals of one message the second one sees the first.
    channel, conversation = arrival.channel, arrival.conversation
    if not threads.touch(connection, conversation):
        raise UnknownConversation(
            f"There is no conversation {conversation!r}; open a thread first."
        )
    told = arrival.same_as or f"{arrival.payload or ''}\n{arrival.text}"
    fingerprint = blind_index(told, purpose="message")
    at = now()
    same = inbound.c.external_id == arrival.external_id
    if arrival.same_within is not None:
        since = max(at - arrival.same_within, arrival.same_after or at - arrival.same_within)
        again = and_(inbound.c.fingerprint == fingerprint, inbound.c.received_at > since)
        same = or_(same, again)
    mine = and_(inbound.c.conversation == conversation, inbound.c.channel == channel)
    row = connection.execute(select(inbound).where(mine, same).order_by(inbound.c.id)).first()
    if row:
        return Receipt(row.id, conversation, row.seq, row.received_at, duplicate=True)
    seq = None
    if arrival.shown:
        seq = transcript.append(
            connection,
            conversation,
            sender="patient",
            text=arrival.text,
            client_id=arrival.external_id,
        )
    result = connection.execute(
        inbound.insert().values(
            channel=channel,
            conversation=conversation,
            external_id=arrival.external_id,
            fingerprint=fingerprint,
            text=arrival.text,
            details={
                "payload": arrival.payload,
                "metadata": dict(arrival.metadata or {}),
                **({"told_by": arrival.told_by.isoformat()} if arrival.told_by else {}),
            },
            seq=seq,
            received_at=at,
            attempts=0,
        )
    )
    number = result.inserted_primary_key[0]
    threads.patient_wrote(connection, conversation)
    happened("stored", connection, message=message_id(channel, number), channel=channel)
    signals.ring(connection, signals.INBOUND, conversation)
    signals.ring(connection, signals.DESK, conversation)
    return Receipt(number, conversation, seq, at, duplicate=False)


@dataclass(frozen=True)
class Wait:
    """Somebody is still writing: look again after so many seconds."""

    seconds: float


def claim(
    connection: Connection,
    conversation: str,
    holder: str,
    before: datetime | None = None,
    joins: Joins | None = None,
) -> Inbound | Wait | None:
    """The oldest message of a conversation that wants an answer, with the lease on it.

    Args:
        before: take it only if it was stored before that.
        joins: whether the words of a message may be a part of what is being said, given its
            channel and them; several of those in a row are one message, which begins with the
            first. Of somebody who may still be writing nothing is taken yet.

    Returns:
        None when nothing is waiting (the lease is given back) or when somebody else holds the
        lease (they will go on to what is waiting).
    """
    if not threads.take_lease(connection, conversation, holder):
        return None
    row = connection.execute(
        select(inbound, *_OF_THE_THREAD)
        .join(threads_table, threads_table.c.conversation == inbound.c.conversation)
        .where(inbound.c.conversation == conversation, inbound.c.answered_at.is_(None))
        .order_by(inbound.c.id)
        .limit(1)
    ).first()
    if row is None:
        threads.give_lease_back(connection, conversation, holder)
        return None
    too_soon = before is not None and row.received_at >= before
    if too_soon or (row.attempts == 0 and _is_being_settled(row.details.get("told_by"))):
        threads.drop_lease(connection, conversation, holder)
        return None
    text = row.text
    if joins is not None and row.attempts == 0 and _may_join(row, joins):
        parts = [row, *_following(connection, row, joins)]
        left = QUIET - (now() - parts[-1].received_at)
        if left > timedelta(0) and now() - row.received_at < LONGEST_WAIT:
            threads.drop_lease(connection, conversation, holder)
            return Wait(left.total_seconds())
        text = _joined(connection, parts)
    attempts = row.attempts + 1
    connection.execute(update(inbound).where(inbound.c.id == row.id).values(attempts=attempts))
    named = message_id(row.channel, row.id)
    happened("begun", connection, message=named, channel=row.channel, noted={"attempt": attempts})
    return Inbound(
        id=row.id,
        channel=row.channel,
        conversation=row.conversation,
        external_id=row.external_id,
        text=text,
        payload=row.details.get("payload"),
        metadata=row.details.get("metadata", {}),
        received_at=row.received_at,
        attempts=attempts,
        reach=row.reach,
        seq=row.seq,
        with_person=row.taken_by is not None,
        person_spoke=row.taken_by is not None
        and outbox.has_person_spoken(connection, conversation, row.taken_at, row.received_at),
    )


def _may_join(row: Row, joins: Joins) -> bool:
    """Whether a message may be said in several parts: words alone, and nothing of the carrier's."""
    metadata = row.details.get("metadata") or {}
    plain = not row.details.get("payload") and not any(metadata.values())
    return plain and is_readable(row.text) and joins(row.channel, row.text)


def _following(connection: Connection, first: Row, joins: Joins) -> list[Row]:
    """The messages that go on with what the first one says."""
    rows = connection.execute(
        select(inbound)
        .where(
            inbound.c.conversation == first.conversation,
            inbound.c.answered_at.is_(None),
            inbound.c.id > first.id,
        )
        .order_by(inbound.c.id)
        .limit(MOST_PARTS)
    )
    return list(takewhile(lambda row: row.attempts == 0 and _may_join(row, joins), rows))


def _joined(connection: Connection, parts: Sequence[Row]) -> str:
    """Makes one message of several, in the unit of work that claims it: after a crash it is still
    one."""
    text = "\n".join(row.text for row in parts)
    if len(parts) > 1:
        connection.execute(update(inbound).where(inbound.c.id == parts[0].id).values(text=text))
        rest = inbound.c.id.in_([row.id for row in parts[1:]])
        connection.execute(update(inbound).where(rest).values(answered_at=now(), outcome=JOINED))
        for row in parts[1:]:
            into: dict[str, str | int] = {"into": message_id(parts[0].channel, parts[0].id)}
            _tell(connection, row.channel, row.id, row.received_at, JOINED, into)
    return text


def _is_being_settled(told_by: str | None) -> bool:
    """Whether a message that nobody has begun may have been answered another way a moment ago."""
    if told_by is None:
        return False
    late = now() - datetime.fromisoformat(told_by)
    return timedelta(0) < late < SETTLING


def complete(connection: Connection, message: Inbound, holder: str, outcome: Outcome) -> bool:
    """Marks a message as answered, in the unit of work that stores the answer.

    Returns:
        False when the lease went to somebody else or the message is answered or deleted: the
        caller then stores nothing.
    """
    if not threads.holds_lease(connection, message.conversation, holder):
        return False
    result = connection.execute(
        update(inbound)
        .where(inbound.c.id == message.id, inbound.c.answered_at.is_(None))
        .values(answered_at=now(), outcome=outcome)
    )
    if result.rowcount:
        _tell(connection, message.channel, message.id, message.received_at, outcome)
    return bool(result.rowcount)


def is_held(connection: Connection, message: Inbound, holder: str) -> bool:
    """Whether a message still wants its answer from this holder, kept so until the unit of work
    ends. What belongs to the answer may then be stored before the message is answered."""
    if not threads.holds_lease(connection, message.conversation, holder):
        return False
    wanted = select(inbound.c.id).where(inbound.c.id == message.id, inbound.c.answered_at.is_(None))
    return connection.execute(wanted).first() is not None


def is_waiting(connection: Connection, conversation: str) -> bool:
    """Whether a message of the conversation still wants an answer."""
    return _first_waiting(connection, conversation) is not None


def settle(connection: Connection, receipt: Receipt, outcome: Outcome) -> None:
    """Marks a message as answered that nobody of ours has to answer, in the unit of work that
    stores it: it was answered on another way, or given to the staff."""
    mine = and_(inbound.c.id == receipt.inbound_id, inbound.c.answered_at.is_(None))
    channel = connection.execute(select(inbound.c.channel).where(mine)).scalar()
    if channel is not None:
        connection.execute(update(inbound).where(mine).values(answered_at=now(), outcome=outcome))
        _tell(connection, channel, receipt.inbound_id, receipt.at, outcome)


def _tell(
    connection: Connection,
    channel: str,
    number: int,
    since: datetime,
    outcome: Outcome,
    noted: dict[str, str | int] | None = None,
) -> None:
    happened(
        "answered",
        connection,
        message=message_id(channel, number),
        seconds=(now() - since).total_seconds(),
        noted=noted,
        channel=channel,
        outcome=outcome,
    )


def known(connection: Connection, channel: str, external_ids: Iterable[str]) -> set[str]:
    """Those of the senders' ids that are stored already."""
    rows = connection.execute(
        select(inbound.c.external_id).where(
            inbound.c.channel == channel, inbound.c.external_id.in_(list(external_ids))
        )
    )
    return {row.external_id for row in rows}


def answered_without_engine(
    connection: Connection, conversation: str, since: datetime
) -> list[str]:
    """The engine's ids of a conversation's messages that were answered without it after that: it
    was away, or its turn failed."""
    rows = connection.execute(
        select(inbound.c.channel, inbound.c.id)
        .where(
            inbound.c.conversation == conversation,
            inbound.c.outcome == "fallback",
            inbound.c.answered_at > since,
        )
        .order_by(inbound.c.id)
    )
    return [message_id(row.channel, row.id) for row in rows]


def first_received(connection: Connection, channel: str) -> datetime | None:
    """When the oldest message that is kept of a channel was stored; None: there is none."""
    found: datetime | None = connection.execute(
        select(inbound.c.received_at)
        .where(inbound.c.channel == channel)
        .order_by(inbound.c.id)
        .limit(1)
    ).scalar()
    return found


# Asked every two seconds by every door and brain: made once, and all of it is one look.
_AT_WORK = select(
    or_(
        exists().where(threads_table.c.lease_holder.is_not(None)),
        exists().where(inbound.c.answered_at.is_(None)),
    )
)


def is_any_open(connection: Connection) -> bool:
    """Whether anything is unanswered, or anybody says that he is at work on an answer."""
    return bool(connection.execute(_AT_WORK).scalar())


def waiting_conversations(
    connection: Connection, channels: Iterable[str], before: datetime | None = None
) -> list[str]:
    """Conversations with a message that wants an answer and nobody who is giving it: left by a
    process that died, or by one that could not reach the database.

    Args:
        channels: of these channels.
        before: only messages that were stored before that.
    """
    free = or_(
        threads_table.c.lease_until.is_(None),
        threads_table.c.lease_until < now(),
    )
    rows = connection.execute(
        select(distinct(inbound.c.conversation))
        .join(threads_table, threads_table.c.conversation == inbound.c.conversation)
        .where(
            inbound.c.channel.in_(list(channels)),
            inbound.c.answered_at.is_(None),
            free,
            *([] if before is None else [inbound.c.received_at < before]),
        )
    )
    return [row[0] for row in rows]


def _first_waiting(connection: Connection, conversation: str) -> int | None:
    found: int | None = connection.execute(
        select(inbound.c.id)
        .where(inbound.c.conversation == conversation, inbound.c.answered_at.is_(None))
        .limit(1)
    ).scalar()
    return found
