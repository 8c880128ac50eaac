"""Books, moves and calls off: each in one unit of work, once under its key, with its history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from clinic import chained, signals
from clinic.content import ClinicFacts
from clinic.screenings import cells, lookup
from clinic.screenings.errors import (
    ChangedMeanwhile,
    KeyReused,
    ScreeningCancelled,
    ScreeningOver,
)
from clinic.screenings.models import Attendance, Booking, ChangeKind, Deed, Hold, Screening, Slot
from clinic.screenings.references import make_reference
from clinic.screenings.tables import history, holds, screenings
from clinic.storage import blind_index


class LostRace(Exception):
    """Somebody else has one of the minutes; the unit of work must be undone."""


def done_by(connection: Connection, keys: Collection[str]) -> Screening | None:
    """The screening that one of some keys changed, as it stands now; None when none of them has."""
    reference = connection.execute(
        select(screenings.c.reference)
        .join(history, screenings.c.id == history.c.screening_id)
        .where(history.c.key.in_(list(keys)))
    ).scalar()
    return None if reference is None else lookup.by_reference(connection, reference)


def done_before(connection: Connection, key: str, what: ChangeKind) -> Screening | None:
    """The screening a key already changed, as it stands now; None when the key is new.

    Raises:
        KeyReused: the key did something else.
    """
    row = connection.execute(
        select(history.c.what, screenings.c.reference)
        .join(screenings, screenings.c.id == history.c.screening_id)
        .where(history.c.key == key)
    ).first()
    if row is None:
        return None
    if row.what != what:
        raise KeyReused(f"{key} has {row.what} a screening; {what} needs a key of its own")
    return lookup.by_reference(connection, row.reference)


def book(
    connection: Connection, clinic: ClinicFacts, slot: Slot, booking: Booking, now: datetime
) -> Screening:
    """Writes a new screening down. The holder's hold ends, on this time or another.

    Raises:
        LostRace, ChangedMeanwhile: undo the unit of work.
    """
    patient, deed = booking.patient, booking.deed(now)
    screening = Screening(
        id=0,
        reference=_unused_reference(connection),
        uid=str(uuid4()),
        sequence=0,
        therapist=slot.therapist,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=clinic.zone,
        name=patient.name,
        phone=patient.phone,
        channel=booking.channel,
        conversation=booking.conversation,
        state="booked",
        changed_at=now,
    )
    values = {name: value for name, value in vars(screening).items() if name != "id"}
    inserted = connection.execute(
        screenings.insert().values(phone_index=blind_index(patient.phone), **values)
    )
    screening = replace(screening, id=inserted.inserted_primary_key[0])
    _record(connection, screening, "booked", deed, (None, slot))
    wanted = _make_room(connection, clinic, slot, deed.holder, deed.at)
    if not cells.take(connection, slot.therapist, wanted, screening_id=screening.id):
        raise LostRace
    return screening


def move(
    connection: Connection, clinic: ClinicFacts, screening: Screening, slot: Slot, deed: Deed
) -> Screening:
    """Gives a locked screening another time; the calendar event and the reference stay.

    Raises:
        LostRace, ChangedMeanwhile: undo the unit of work.
        ScreeningCancelled, ScreeningOver: it can't be moved.
    """
    check_ahead(screening, deed.at)
    _record(connection, screening, "moved", deed, (screening.slot, slot))
    wanted = _make_room(connection, clinic, slot, deed.holder, deed.at)
    if not cells.replace(connection, screening.id, slot.therapist, wanted, screening.therapist):
        raise LostRace
    return _update(
        connection,
        screening,
        therapist=slot.therapist,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=clinic.zone,
        sequence=screening.sequence + 1,
        changed_at=deed.at,
        attendance=None,  # that of the time it stood at
    )


def cancel(connection: Connection, screening: Screening, deed: Deed) -> Screening:
    """Calls a locked screening off and frees its time.

    Raises:
        ChangedMeanwhile: undo the unit of work.
        ScreeningCancelled, ScreeningOver: it can't be called off.
    """
    check_ahead(screening, deed.at)
    _record(connection, screening, "cancelled", deed, (screening.slot, None))
    cells.free(connection, screening_id=screening.id)
    return _update(
        connection,
        screening,
        state="cancelled",
        sequence=screening.sequence + 1,
        changed_at=deed.at,
    )


def say(connection: Connection, screening: Screening, what: ChangeKind, deed: Deed) -> None:
    """Writes down what the patient said, or was told, of a visit that stays as it is.

    Raises:
        ChangedMeanwhile: undo the unit of work.
    """
    _record(connection, screening, what, deed, (screening.slot, screening.slot))


def attend(connection: Connection, screening: Screening, what: Attendance | None) -> bool:
    """Notes what became of a locked screening; false when it stood so already."""
    if screening.attendance == what:
        return False
    _update(connection, screening, attendance=what)
    return True


def hold(connection: Connection, clinic: ClinicFacts, wanted: Hold, now: datetime) -> None:
    """Keeps a time for who wants to hold it; what they held before is freed.

    Raises:
        LostRace: undo the unit of work.
    """
    slot = wanted.slot
    minutes = _make_room(connection, clinic, slot, wanted.holder, now)
    inserted = connection.execute(
        holds.insert().values(
            holder=wanted.holder,
            therapist=slot.therapist,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            expires_at=wanted.expires_at,
        )
    )
    hold_id = inserted.inserted_primary_key[0]
    if not cells.take(connection, slot.therapist, minutes, hold_id=hold_id):
        raise LostRace


def _make_room(
    connection: Connection, clinic: ClinicFacts, slot: Slot, holder: str | None, now: datetime
) -> range:
    """Ends a holder's hold, and holds that have run out; the minutes a time takes."""
    if holder is not None:
        connection.execute(delete(holds).where(holds.c.holder == holder))
    wanted = cells.minutes(slot, clinic.screening.buffer)
    cells.clear_expired(connection, slot.therapist, wanted, now)
    return wanted


def check_ahead(screening: Screening, now: datetime) -> None:
    """Lets a screening pass that can still be changed.

    Raises:
        ScreeningCancelled, ScreeningOver: it can't.
    """
    if screening.state == "cancelled":
        raise ScreeningCancelled(f"{screening.reference} was called off; book a new screening")
    if screening.starts_at <= now:
        raise ScreeningOver(f"{screening.reference} has begun or is over")


def check_not_over(screening: Screening, now: datetime) -> None:
    """Lets a screening pass that somebody can still come to, late as they may be.

    Raises:
        ScreeningCancelled, ScreeningOver: nobody can.
    """
    if screening.state == "cancelled":
        raise ScreeningCancelled(f"{screening.reference} was called off; book a new screening")
    if screening.ends_at <= now:
        raise ScreeningOver(f"{screening.reference} is over")


def _record(
    connection: Connection,
    screening: Screening,
    what: ChangeKind,
    deed: Deed,
    times: tuple[Slot | None, Slot | None],
) -> None:
    """Writes the history's line, whose unique key makes a change happen once.

    Args:
        times: the one it stood at before, and the one after.
    """
    values: dict[str, Any] = {
        "screening_id": screening.id,
        "key": deed.key,
        "what": what,
        "at": deed.at,
        "actor_kind": deed.actor.kind,
        "actor_name": deed.actor.name,
        "note": deed.note or None,
    }
    for prefix, slot in zip(("before", "after"), times, strict=True):
        if slot is not None:
            values[f"{prefix}_therapist"] = slot.therapist
            values[f"{prefix}_starts_at"] = slot.starts_at
            values[f"{prefix}_ends_at"] = slot.ends_at
    statement: Any = (
        postgresql.insert(history)
        if connection.dialect.name == "postgresql"
        else sqlite.insert(history)
    )
    signals.ring(connection, signals.DESK, signals.DIARY)
    result = connection.execute(
        statement.values(values).on_conflict_do_nothing(index_elements=["key"])
    )
    if result.rowcount == 0:
        raise ChangedMeanwhile
    line = connection.execute(select(history.c.id).where(history.c.key == deed.key)).scalar_one()
    chained.written(connection, history, line)


def _update(connection: Connection, screening: Screening, **values: Any) -> Screening:
    connection.execute(update(screenings).where(screenings.c.id == screening.id).values(**values))
    signals.ring(connection, signals.DESK, signals.DIARY)
    return replace(screening, **values)


def _unused_reference(connection: Connection) -> str:
    while True:
        reference = make_reference()
        used = select(screenings.c.id).where(screenings.c.reference == reference)
        if connection.execute(used).first() is None:
            return reference
