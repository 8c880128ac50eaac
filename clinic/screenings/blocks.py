"""Times that are blocked: an hour, a day, a holiday, each week; of one therapist or of all.

What is blocked is offered to nobody. Visits that stand there already stay, and are listed, so that
somebody offers them other times or calls.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.engine import Connection, Row

from clinic import clock, signals
from clinic.busy.spans import Stretches
from clinic.content import ClinicFacts
from clinic.screenings.errors import ScreeningError, SlotNotOffered
from clinic.screenings.lookup import between
from clinic.screenings.models import Screening, Slot
from clinic.screenings.tables import blocks, busy_times

LONGEST = timedelta(days=366)
LONGEST_REASON = 200
# How far ahead the visits are looked for that a weekly block hits.
AHEAD = timedelta(days=366)


class BadBlock(ScreeningError, ValueError):
    """No time can be blocked like that; the words say what to do."""


@dataclass(frozen=True)
class Block:
    """A blocked time.

    Attributes:
        id: its number.
        therapist: whose; None: everybody's.
        starts_at, ends_at: from when until when; of a weekly one, the first time.
        weekly: it comes again each week, at the same hours on the wall.
        reason: why, for the staff.
        made_by: who blocked it; empty where it is busy.
        busy: nobody here has blocked it: the therapist's own calendar has something else then.
    """

    id: int
    therapist: str | None
    starts_at: datetime
    ends_at: datetime
    weekly: bool
    reason: str
    made_by: str
    busy: bool = False

    def hits(self, therapist: str, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether it lies over a time of a therapist."""
        whose = self.therapist is None or self.therapist == therapist
        return whose and self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True)
class NewBlock:
    """What is to be blocked; see `Block`."""

    therapist: str | None
    starts_at: datetime
    ends_at: datetime
    weekly: bool = False
    reason: str = ""


def add(
    connection: Connection, new: NewBlock, clinic: ClinicFacts, *, staff: str, key: str
) -> Block:
    """Blocks a time, once for each key.

    Raises:
        BadBlock
    """
    known = {therapist.id for therapist in clinic.therapists}
    if new.therapist is not None and new.therapist not in known:
        raise BadBlock("There is no such therapist.")
    if new.starts_at >= new.ends_at:
        raise BadBlock("The end has to be after the beginning.")
    if new.ends_at - new.starts_at > (timedelta(days=7) if new.weekly else LONGEST):
        raise BadBlock("That is too long. Block a year at most, a weekly time a week at most.")
    if new.ends_at <= clock.now() and not new.weekly:
        raise BadBlock("That is over already.")
    same = connection.execute(select(blocks).where(blocks.c.key == key)).first()
    if same is None:
        values = {
            "therapist": new.therapist,
            "starts_at": new.starts_at,
            "ends_at": new.ends_at,
            "weekly": new.weekly,
            "reason": " ".join(new.reason.split())[:LONGEST_REASON],
        }
        connection.execute(
            insert(blocks).values(key=key, made_by=staff, made_at=clock.now(), **values)
        )
        signals.ring(connection, signals.DESK, signals.DIARY)
        same = connection.execute(select(blocks).where(blocks.c.key == key)).one()
    return _block(same)


def remove(connection: Connection, block: int) -> bool:
    """Opens a blocked time again; false when it is not there."""
    gone = connection.execute(delete(blocks).where(blocks.c.id == block)).rowcount
    signals.ring(connection, signals.DESK, signals.DIARY)
    return bool(gone)


def get(connection: Connection, block: int) -> Block | None:
    """A block by its number."""
    row = connection.execute(select(blocks).where(blocks.c.id == block)).first()
    return _block(row) if row else None


def occurring(
    connection: Connection, first: datetime, last: datetime, zone: ZoneInfo
) -> list[Block]:
    """Every time from `first` to `last` that is blocked, a weekly one for each week it comes in, or
    at which a therapist is busy by their own calendar."""
    rows = connection.execute(
        select(blocks).where(
            blocks.c.starts_at < last, or_(blocks.c.weekly.is_(True), blocks.c.ends_at > first)
        )
    )
    found = _busy(connection, first, last)
    for block in map(_block, rows):
        times = _weeks(block, first, last, zone) if block.weekly else [block]
        found += [one for one in times if one.starts_at < last and one.ends_at > first]
    return sorted(found, key=lambda block: block.starts_at)


def without_blocked(slots: Iterable[Slot], blocked: list[Block]) -> list[Slot]:
    """The times that are not blocked."""
    lines: dict[str | None, Stretches] = {
        whose: Stretches((one.starts_at, one.ends_at) for one in blocked if one.therapist == whose)
        for whose in {one.therapist for one in blocked}
    }
    return [
        slot
        for slot in slots
        if not any(
            whose in lines and lines[whose].hit(slot.starts_at, slot.ends_at)
            for whose in (None, slot.therapist)
        )
    ]


def check_open(connection: Connection, slot: Slot, zone: ZoneInfo) -> None:
    """Lets a time pass that is not blocked.

    Raises:
        SlotNotOffered
    """
    blocked = occurring(connection, slot.starts_at, slot.ends_at, zone)
    if not without_blocked([slot], blocked):
        raise SlotNotOffered(f"{slot.code} is blocked")


def visits_hit(connection: Connection, block: Block, zone: ZoneInfo) -> list[Screening]:
    """The visits to come that stand in a blocked time, in order."""
    now = clock.now()
    last = now + AHEAD if block.weekly else block.ends_at
    first = max(now, block.starts_at - timedelta(hours=12))
    times = _weeks(block, first, last, zone) if block.weekly else [block]
    return [
        visit
        for visit in between(connection, first, last)
        if any(one.hits(visit.therapist, visit.starts_at, visit.ends_at) for one in times)
    ]


def _busy(connection: Connection, first: datetime, last: datetime) -> list[Block]:
    rows = connection.execute(
        select(busy_times).where(busy_times.c.starts_at < last, busy_times.c.ends_at > first)
    )
    return [
        Block(0, row.therapist, row.starts_at, row.ends_at, False, "", "", busy=True)
        for row in rows
    ]


def _weeks(block: Block, first: datetime, last: datetime, zone: ZoneInfo) -> list[Block]:
    """A weekly block in each week, by the clock on the wall."""
    starts, ends = block.starts_at.astimezone(zone), block.ends_at.astimezone(zone)
    week = max((first - block.ends_at) // timedelta(days=7), 0)
    found: list[Block] = []
    while True:
        later = timedelta(days=7 * week)
        begins, over = starts + later, ends + later  # wall clock: the zone's offset may differ
        if begins >= last:
            return found
        found.append(
            Block(block.id, block.therapist, begins, over, True, block.reason, block.made_by)
        )
        week += 1


def _block(row: Row) -> Block:
    return Block(
        row.id, row.therapist, row.starts_at, row.ends_at, row.weekly, row.reason, row.made_by
    )
