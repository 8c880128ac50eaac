"""The waiting list: who wants a time when there is none, and is offered the next that fits.

Whatever frees a time (a cancellation, a move, a hold that ran out, new hours), the worker's round
finds it: the first in line whom it fits gets it held and is told. When the deadline passes it
goes to the next, and who did not answer to the end of the line; after two offers without an
answer they leave the list.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.engine import Connection, Row

from clinic.content import ClinicFacts
from clinic.reading import when
from clinic.screenings import availability, changes, notices
from clinic.screenings.contact import Reach, close_of_contact, may_contact, tell
from clinic.screenings.models import Hold, Patient, Slot, Waiting
from clinic.screenings.tables import holds, waiting
from clinic.storage import blind_index, blind_indexes

OFFER_LASTS = timedelta(hours=2)
# An offer must leave time to answer and to come.
LEAST_TO_ANSWER = timedelta(minutes=30)
BEFORE_VISIT = timedelta(hours=1)
ROUNDS = 2
_LIVE = ("waiting", "offered")


def join(
    connection: Connection,
    now: datetime,
    patient: Patient,
    wish: str,
    channel: str,
    conversation: str | None,
) -> Waiting:
    """Puts somebody on the list; who is on it already keeps their place with the new wish."""
    known = waiting.c.phone_index.in_(blind_indexes(patient.phone))
    row = connection.execute(select(waiting).where(known, waiting.c.state.in_(_LIVE))).first()
    values = {
        "name": patient.name,
        "wish": wish,
        "channel": channel,
        "conversation": conversation,
    }
    if row is not None:
        _update(connection, row.id, **values)
        return _get(connection, row.id)
    inserted = connection.execute(
        waiting.insert().values(
            phone=patient.phone,
            phone_index=blind_index(patient.phone),
            since=now,
            state="waiting",
            rounds=0,
            last_offer=0,
            **values,
        )
    )
    return _get(connection, inserted.inserted_primary_key[0])


def leave(connection: Connection, phone: str) -> bool:
    """Takes a number off the list, and frees what was held for it."""
    rows = connection.execute(
        select(waiting.c.id).where(
            waiting.c.phone_index.in_(blind_indexes(phone)), waiting.c.state.in_(_LIVE)
        )
    ).all()
    for row in rows:
        _end(connection, row.id, "gone")
    return bool(rows)


def settle(connection: Connection, phone: str, conversation: str | None) -> None:
    """Ends the entry of somebody who books, and frees what was held for it."""
    mine = waiting.c.phone_index.in_(blind_indexes(phone))
    if conversation is not None:
        mine = or_(mine, waiting.c.conversation == conversation)
    rows = connection.execute(select(waiting.c.id).where(mine, waiting.c.state.in_(_LIVE))).all()
    for row in rows:
        _end(connection, row.id, "booked")


def holders_of(connection: Connection, conversation: str) -> list[str]:
    """Under which names times are held for a conversation: its own, and its place in the line."""
    rows = connection.execute(
        select(waiting.c.id).where(
            waiting.c.conversation == conversation, waiting.c.state == "offered"
        )
    )
    return [conversation, *(holder(row.id) for row in rows)]


def hand_over(connection: Connection, conversation: str, slot: Slot) -> None:
    """Frees a time that was offered to a conversation, which is about to hold it itself."""
    connection.execute(
        delete(holds).where(
            holds.c.holder.in_(holders_of(connection, conversation)),
            holds.c.therapist == slot.therapist,
            holds.c.starts_at == slot.starts_at,
        )
    )


def live(connection: Connection) -> list[Waiting]:
    """Everybody on the list, in the order they are served."""
    rows = connection.execute(
        select(waiting)
        .where(waiting.c.state.in_(_LIVE))
        .order_by(waiting.c.rounds, waiting.c.last_offer, waiting.c.id)
    )
    return [_entry(row) for row in rows]


def of_numbers(connection: Connection, indexes: Collection[str]) -> list[Waiting]:
    """The places of some numbers, over ones too, the newest first.

    Args:
        indexes: keyed hashes of theirs.
    """
    mine = waiting.c.phone_index.in_(list(indexes))
    rows = connection.execute(select(waiting).where(mine).order_by(waiting.c.id.desc()))
    return [_entry(row) for row in rows]


def open_offer(
    connection: Connection, now: datetime, conversation: str | None, phone: str | None
) -> Waiting | None:
    """The offer a conversation or a number has now; None when there is none, or it ran out."""
    statement = select(waiting).where(waiting.c.state == "offered", waiting.c.offer_until > now)
    if phone is not None:
        statement = statement.where(waiting.c.phone_index.in_(blind_indexes(phone)))
    else:
        statement = statement.where(waiting.c.conversation == conversation)
    row = connection.execute(statement.order_by(waiting.c.id)).first()
    return None if row is None else _entry(row)


def end_offers(connection: Connection, now: datetime) -> int:
    """Ends the offers whose deadline has passed; returns how many."""
    rows = connection.execute(
        select(waiting)
        .where(waiting.c.state == "offered", waiting.c.offer_until <= now)
        .with_for_update()
    ).all()
    for row in rows:
        state = "waiting" if row.rounds < ROUNDS else "gone"
        _end(connection, row.id, state)
    return len(rows)


def offer_freed(connection: Connection, clinic: ClinicFacts, now: datetime) -> list[Waiting]:
    """Offers free times to those who wait, first come first served; returns the new offers.

    Raises:
        changes.LostRace: somebody booked the time meanwhile; undo the unit of work, try again.
    """
    if not may_contact(now, clinic):
        return []
    until = min(now + OFFER_LASTS, close_of_contact(now, clinic))
    if until < now + LEAST_TO_ANSWER:
        return []
    line = [entry for entry in live(connection) if entry.state == "waiting"]
    free = availability.free_slots(connection, clinic, now) if line else []
    offered = []
    for entry in line:
        fits, over = _fitting(entry, free, clinic, now)
        if over:
            _tell_over(connection, entry, clinic)
        slot = next((slot for slot in fits if slot.starts_at - BEFORE_VISIT >= until), None)
        if slot is None:
            continue
        changes.hold(connection, clinic, Hold(slot, holder(entry.id), until), now)
        _offer(connection, entry, slot, until, clinic)
        offered.append(_get(connection, entry.id))
        free = availability.free_slots(connection, clinic, now)
    return offered


def holder(entry: int) -> str:
    """For whom a time is held that is offered to an entry."""
    return f"waiting:{entry}"


def _fitting(
    entry: Waiting, free: list[Slot], clinic: ClinicFacts, now: datetime
) -> tuple[list[Slot], bool]:
    """The free times that fit, and whether the wish is over. Words without a day fit any time."""
    reading = when.read_wish(entry.wish, now, clinic.tz, clinic.screening.ahead_days)
    if reading.problem == "past":
        return [], True
    if reading.problem == "too_far":
        return [], False
    wish = reading.wish
    return [slot for slot in free if wish is None or wish.matches(slot, clinic.tz)], False


def _offer(
    connection: Connection, entry: Waiting, slot: Slot, until: datetime, clinic: ClinicFacts
) -> None:
    counter = connection.execute(select(func.max(waiting.c.last_offer))).scalar() or 0
    _update(
        connection,
        entry.id,
        state="offered",
        rounds=waiting.c.rounds + 1,
        last_offer=counter + 1,
        offered_therapist=slot.therapist,
        offered_starts_at=slot.starts_at,
        offered_ends_at=slot.ends_at,
        offer_until=until,
    )
    with notices.in_their_language(connection, entry.conversation, entry.phone) as told:
        words = notices.text("offer", slot, told, until)
        button = notices.get_notices().offer_button
    tell(
        connection,
        Reach(entry.phone, entry.channel, entry.conversation),
        text=words,
        key=f"offer:{entry.id}:{counter + 1}",
        button=(button, "/book_screening"),
        expires_at=until,
        call_instead=notices.text("call_offer", slot, clinic, until),
    )


def _tell_over(connection: Connection, entry: Waiting, clinic: ClinicFacts) -> None:
    """The days somebody waited for have passed without a free time."""
    _end(connection, entry.id, "gone")
    with notices.in_their_language(connection, entry.conversation, entry.phone):
        words = notices.get_notices().waiting_over.format(
            clinic=clinic.name, phone=clinic.phone_shown or clinic.name
        )
    tell(
        connection,
        Reach(entry.phone, entry.channel, entry.conversation),
        text=words,
        key=f"waiting-over:{entry.id}",
    )


def _end(connection: Connection, entry: int, state: str) -> None:
    connection.execute(delete(holds).where(holds.c.holder == holder(entry)))
    _update(
        connection,
        entry,
        state=state,
        offered_therapist=None,
        offered_starts_at=None,
        offered_ends_at=None,
        offer_until=None,
    )


def _update(connection: Connection, entry: int, **values: Any) -> None:
    connection.execute(update(waiting).where(waiting.c.id == entry).values(**values))


def _get(connection: Connection, entry: int) -> Waiting:
    return _entry(connection.execute(select(waiting).where(waiting.c.id == entry)).one())


def _entry(row: Row) -> Waiting:
    offered = None
    if row.offered_starts_at is not None:
        offered = Slot(row.offered_starts_at, row.offered_therapist, row.offered_ends_at)
    return Waiting(
        id=row.id,
        name=row.name,
        phone=row.phone,
        channel=row.channel,
        conversation=row.conversation,
        wish=row.wish,
        since=row.since,
        offered=offered,
        offer_until=row.offer_until,
        state=row.state,
    )
