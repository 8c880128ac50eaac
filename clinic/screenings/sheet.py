"""A day at the clinic as the diary draws it: a row for each time, a column for each therapist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from sqlalchemy.engine import Connection

from clinic.content import ClinicFacts
from clinic.screenings import blocks, cells
from clinic.screenings.blocks import Block
from clinic.screenings.hours import slots_between
from clinic.screenings.lookup import between
from clinic.screenings.models import Screening, Slot

# "none": the therapist does not work then; "held": somebody is being asked whether they want it.
Kind = Literal["visit", "free", "blocked", "held", "past", "none"]


@dataclass(frozen=True)
class Cell:
    """A therapist at a time.

    Attributes:
        kind: see `Kind`.
        slot: the time that can be booked, where one can.
        visits: who comes, called off ones after those that stand.
        block: what blocks it.
    """

    kind: Kind
    slot: Slot | None = None
    visits: tuple[Screening, ...] = ()
    block: Block | None = None


@dataclass(frozen=True)
class Sheet:
    """A day.

    Attributes:
        day: which.
        therapists: ids of the columns.
        rows: the times, each with a cell for each column.
        blocks: what is blocked on it.
    """

    day: date
    therapists: tuple[str, ...]
    rows: tuple[tuple[datetime, tuple[Cell, ...]], ...]
    blocks: tuple[Block, ...]


def therapists_of(clinic: ClinicFacts, visits: Iterable[Screening]) -> list[str]:
    """Whose visits are shown: the therapists', and of who is no longer among them and still has
    some."""
    known = [therapist.id for therapist in clinic.therapists]
    return known + sorted({visit.therapist for visit in visits} - set(known))


def sheet_of(connection: Connection, clinic: ClinicFacts, day: date, now: datetime) -> Sheet:
    """The sheet of a day."""
    first = datetime.combine(day, time(0), clinic.tz)
    last = datetime.combine(day + timedelta(days=1), time(0), clinic.tz)
    visits = between(connection, first, last, cancelled=True)
    slots = slots_between(clinic, first, last - timedelta(seconds=1))
    blocked = blocks.occurring(connection, first, last, clinic.tz)
    minutes = range(int(first.timestamp() // 60), int(last.timestamp() // 60))
    taken = cells.taken(connection, minutes.start, minutes.stop, now, ())
    columns = therapists_of(clinic, visits)
    by_slot = {(slot.starts_at, slot.therapist): slot for slot in slots}
    by_visit: dict[tuple[datetime, str], list[Screening]] = {}
    for visit in sorted(visits, key=lambda one: one.state == "cancelled"):
        by_visit.setdefault((visit.starts_at, visit.therapist), []).append(visit)
    starts = sorted({at for at, _ in by_slot} | {at for at, _ in by_visit})
    buffer = clinic.screening.buffer

    def cell(at: datetime, therapist: str) -> Cell:
        here = tuple(by_visit.get((at, therapist), ()))
        slot = by_slot.get((at, therapist))
        length = clinic.screening.length
        ends = slot.ends_at if slot else at + length
        block = next((one for one in blocked if one.hits(therapist, at, ends)), None)
        if any(visit.state == "booked" for visit in here):
            return Cell("visit", slot, here, block)
        kind: Kind = "free"
        if slot is None:
            kind = "none"
        elif block is not None:
            kind = "blocked"
        elif any((therapist, minute) in taken for minute in cells.minutes(slot, buffer)):
            kind = "held"
        elif slot.ends_at <= now:
            kind = "past"
        return Cell(kind, slot, here, block)

    rows = tuple((at, tuple(cell(at, one) for one in columns)) for at in starts)
    return Sheet(day, tuple(columns), rows, tuple(blocked))
