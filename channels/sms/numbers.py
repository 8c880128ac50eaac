"""What is remembered about a number that texts with us: consent, introduction, open choices."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import and_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from channels.sms.tables import consents, numbers
from clinic.clock import now
from clinic.messages import Choice, threads
from clinic.messages.choices import latest
from clinic.privacy.kept import all_indexes
from clinic.storage import blind_index

PURPOSE = "phone"
# How an opt-out or opt-in came about: one of the words, a sentence, the carrier, the staff.
How = Literal["word", "phrase", "carrier", "staff"]
# What else is kept beside "out" and "in": no reminders, and a visit that is not theirs (`how` is
# its reference).
MUTED, UNMUTED, DISOWNED = "mute", "unmute", "disown"


@dataclass(frozen=True)
class Number:
    """A number, as far as it is known.

    Attributes:
        index: keyed hash of the number.
        conversation: id of its conversation, which leads to nobody.
        introduced: it has been told who writes.
        opted_out: it gets no messages.
        choices_ended_at: when something was said that offered no choices.
        asked_about: the offer a number that is no choice was asked about, by its first token.
    """

    index: str
    conversation: str
    introduced: bool
    opted_out: bool
    choices_ended_at: datetime | None
    asked_about: str | None


def number_of(connection: Connection, phone: str) -> Number:
    """What is known about a number; it is remembered from now on.

    Found under every key there ever was, so that a new SECRET_KEY loses no opt-out.

    Args:
        phone: E.164.
    """
    found = find(connection, phone)
    if found:
        return found
    index = blind_index(phone, PURPOSE)
    conversation = f"sms-{secrets.token_hex(20)}"  # never used again once it is erased
    row = numbers.insert().values(number_index=index, conversation=conversation, created_at=now())
    try:
        with connection.begin_nested():
            connection.execute(row)
    except IntegrityError:  # another process met the number in this very moment
        pass
    known = find(connection, phone)
    assert known is not None
    return known


def find(connection: Connection, phone: str) -> Number | None:
    """What is known about a number; None when it never wrote and was never written to."""
    row = connection.execute(
        select(numbers).where(numbers.c.number_index.in_(all_indexes(connection, phone, PURPOSE)))
    ).first()
    if row is None:
        return None
    return Number(
        index=row.number_index,
        conversation=row.conversation,
        introduced=row.introduced_at is not None,
        opted_out=row.opted_out_at is not None,
        choices_ended_at=row.choices_ended_at,
        asked_about=row.asked_about,
    )


def is_opted_out(connection: Connection, phone: str) -> bool:
    """Whether no message may be sent to a number."""
    found = find(connection, phone)
    return found is not None and found.opted_out


def opt_out(connection: Connection, phone: str, how: How) -> bool:
    """Ends all messages to a number; false when it had ended them before."""
    number = number_of(connection, phone)
    changed = _set(connection, number, numbers.c.opted_out_at.is_(None), opted_out_at=now())
    if changed:
        _keep(connection, number, "out", how)
        threads.mute(connection, number.conversation, muted=True)
    return changed


def opt_in(connection: Connection, phone: str, how: How) -> bool:
    """Takes an opt-out back; false when there was none."""
    number = number_of(connection, phone)
    changed = _set(connection, number, numbers.c.opted_out_at.isnot(None), opted_out_at=None)
    if changed:
        _keep(connection, number, "in", how)
        threads.mute(connection, number.conversation, muted=False)
    return changed


def mute(connection: Connection, phone: str, how: How) -> None:
    """Ends the reminders to a number; all else may come."""
    _keep(connection, number_of(connection, phone), MUTED, how)


def unmute(connection: Connection, phone: str, how: How) -> None:
    """Takes that back; nothing where it was not said."""
    if is_muted(connection, phone):
        _keep(connection, number_of(connection, phone), UNMUTED, how)


def is_muted(connection: Connection, phone: str) -> bool:
    """Whether a number wants no reminders."""
    return _last_change(connection, phone, (MUTED, UNMUTED)) == MUTED


def disown(connection: Connection, phone: str, reference: str) -> None:
    """Notes that a visit is not of whoever has this number: they hear no more of it."""
    if not is_disowned(connection, phone, reference):
        _keep(connection, number_of(connection, phone), DISOWNED, reference)


def is_disowned(connection: Connection, phone: str, reference: str) -> bool:
    """Whether somebody at this number said that a visit is not theirs."""
    return _last_change(connection, phone, (DISOWNED,), reference) is not None


def _last_change(
    connection: Connection, phone: str, changes: Sequence[str], how: str | None = None
) -> str | None:
    number = find(connection, phone)
    if number is None:
        return None
    found: str | None = connection.execute(
        select(consents.c.change)
        .where(
            consents.c.number_index == number.index,
            consents.c.change.in_(changes),
            *([] if how is None else [consents.c.how == how]),
        )
        .order_by(consents.c.id.desc())
        .limit(1)
    ).scalar()
    return found


def introduced(connection: Connection, number: Number) -> None:
    """Notes that the number has been told who writes."""
    _set(connection, number, numbers.c.introduced_at.is_(None), introduced_at=now())


def choices_ended(connection: Connection, number: Number) -> None:
    """Notes that something was said that offers no choices: a bare number is none any more."""
    _set(connection, number, choices_ended_at=now(), asked_about=None)


def asked_about(connection: Connection, number: Number, choices: Sequence[Choice]) -> None:
    """Notes that a number which was none of these choices has been asked about."""
    _set(connection, number, asked_about=choices[0].token[:32])


def was_asked_about(number: Number, choices: Sequence[Choice]) -> bool:
    """Whether that was asked before, about these very choices."""
    return bool(choices) and number.asked_about == choices[0].token[:32]


def open_choices(connection: Connection, number: Number, at: datetime) -> tuple[Choice, ...]:
    """The choices that stood open to the patient at a time: those a text sent then can mean.

    Args:
        at: when the text arrived; what was offered later was not seen.
    """
    return still_open(number, latest(connection, number.conversation, before=at), at)


def still_open(number: Number, offered: tuple[Choice, ...], at: datetime) -> tuple[Choice, ...]:
    """Those same choices, unless something was said since that offers none."""
    ended = number.choices_ended_at
    if offered and ended is not None and offered[0].offered_at < ended <= at:
        return ()
    return offered


def _set(connection: Connection, number: Number, *conditions: Any, **values: Any) -> bool:
    mine = and_(numbers.c.number_index == number.index, *conditions)
    return bool(connection.execute(update(numbers).where(mine).values(**values)).rowcount)


def _keep(connection: Connection, number: Number, change: str, how: str) -> None:
    connection.execute(
        consents.insert().values(number_index=number.index, change=change, how=how, at=now())
    )
