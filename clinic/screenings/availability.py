"""Which times are free, and which few of them to offer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from clinic.content import ClinicFacts
from clinic.reading.when.wish import Wish
from clinic.screenings import blocks, cells
from clinic.screenings.hours import bookable, slots_between
from clinic.screenings.lookup import by_ids
from clinic.screenings.models import Offer, Screening, Slot
from clinic.screenings.tables import screenings

# Nobody books further ahead by hand.
FURTHEST = timedelta(days=366)
_DAY = 24 * 60  # minutes


def free_slots(
    connection: Connection,
    clinic: ClinicFacts,
    now: datetime,
    holders: Sequence[str] = (),
    therapist: str | None = None,
) -> list[Slot]:
    """Every time that patients can book now, one slot for each start.

    Where several therapists are free at once it is the one with the least to do that day, unless
    one is asked for. What `holders` hold counts as free.
    """
    first, last = bookable(clinic, now)
    candidates = slots_between(clinic, first, last)
    if therapist is not None:
        candidates = [slot for slot in candidates if slot.therapist == therapist]
    free, taken = _untaken(connection, clinic, candidates, now, holders)
    load = Counter((whose, minute // _DAY) for whose, minute in taken)
    best: dict[datetime, tuple[int, Slot]] = {}
    for slot in free:
        day = cells.minutes(slot, clinic.screening.buffer).start // _DAY
        busy = load[slot.therapist, day]
        if slot.starts_at not in best or busy < best[slot.starts_at][0]:
            best[slot.starts_at] = (busy, slot)
    return [slot for _, slot in best.values()]


def open_times(
    connection: Connection, clinic: ClinicFacts, now: datetime, first: datetime, last: datetime
) -> list[Slot]:
    """Every time from `first` to `last` that the staff can give now, each therapist's own: without
    the notice that patients have to keep."""
    candidates = slots_between(clinic, max(first, now), min(last, now + FURTHEST))
    return _untaken(connection, clinic, candidates, now, ())[0]


def _untaken(
    connection: Connection,
    clinic: ClinicFacts,
    candidates: list[Slot],
    now: datetime,
    holders: Sequence[str],
) -> tuple[list[Slot], Set[tuple[str, int]]]:
    """Those of some times, in order, that are neither blocked nor taken; and all minutes of
    therapists that are taken around them."""
    if not candidates:
        return [], frozenset()
    begins, ends = candidates[0].starts_at, candidates[-1].ends_at
    blocked = blocks.occurring(connection, begins, ends, clinic.tz)
    candidates = blocks.without_blocked(candidates, blocked)
    if not candidates:
        return [], frozenset()
    buffer = clinic.screening.buffer
    begin = cells.minutes(candidates[0], buffer).start
    end = max(cells.minutes(slot, buffer).stop for slot in candidates)
    taken = cells.taken(connection, begin, end, now, holders)
    free = [
        slot
        for slot in candidates
        if not any((slot.therapist, minute) in taken for minute in cells.minutes(slot, buffer))
    ]
    return free, taken


def choose(free: Sequence[Slot], wish: Wish | None, clinic: ClinicFacts, count: int) -> Offer:
    """The few of the free times to offer for a wish (None: no wish in particular)."""
    if not free:
        return Offer("none", ())
    if wish is None:
        return Offer("all", _spread(free, clinic, count))
    fitting = [slot for slot in free if wish.matches(slot, clinic.tz)]
    if not fitting:
        near = nearest(free, wish, clinic, count)
        return Offer("nearest", near)
    if wish.soonest:  # "Tuesday" is the first Tuesday that has a time, not each of the next four
        week = fitting[0].starts_at + timedelta(days=6)
        fitting = [slot for slot in fitting if slot.starts_at < week]
    named = [slot for slot in fitting if wish.names(slot, clinic.tz)]
    if named and len(named) == len(fitting):
        return Offer("exact", tuple(named[:count]))
    if named:  # "Wednesday, or Friday at 10": the very time first, and others beside it
        besides = _spread([slot for slot in fitting if slot not in named], clinic, count - 1)
        return Offer("matching", tuple(sorted((named[0], *besides))))
    return Offer("matching", _best(fitting, wish, clinic, count))


def _best(fitting: Sequence[Slot], wish: Wish, clinic: ClinicFacts, count: int) -> tuple[Slot, ...]:
    """Of the times that meet a wish those that do so best, in order."""
    if wish.latest:
        day = fitting[0].starts_at.astimezone(clinic.tz).date()
        same = [s for s in fitting if s.starts_at.astimezone(clinic.tz).date() == day]
        return tuple(same[-count:])
    if wish.earliest:
        return tuple(fitting[:count])
    if any(option.hours.around for option in wish.options):
        near = sorted(fitting, key=lambda slot: (wish.off(slot, clinic.tz) or 0, slot.starts_at))
        return tuple(sorted(near[:count]))
    return _spread(fitting, clinic, count)


def nearest(free: Iterable[Slot], wish: Wish, clinic: ClinicFacts, count: int) -> tuple[Slot, ...]:
    """The free times that come closest to a wish, in order of time."""
    ranked = sorted(free, key=lambda slot: (wish.distance(slot, clinic.tz), slot.starts_at))
    return tuple(sorted(ranked[:count]))


def near_to(slot: Slot, free: Iterable[Slot], count: int) -> tuple[Slot, ...]:
    """The free times closest to one that was lost, the closest first."""
    others = (other for other in free if other != slot)
    ranked = sorted(others, key=lambda other: (abs(other.starts_at - slot.starts_at), other))
    return tuple(ranked[:count])


def _spread(slots: Sequence[Slot], clinic: ClinicFacts, count: int) -> tuple[Slot, ...]:
    """Times that differ: the first of different half-days, then more of these half-days, apart."""
    halves: dict[tuple[object, bool], list[Slot]] = {}
    for slot in slots:
        local = slot.starts_at.astimezone(clinic.tz)
        halves.setdefault((local.date(), local.hour >= 12), []).append(slot)
    groups = list(halves.values())[:count]
    share, more = divmod(count, len(groups))
    chosen: list[Slot] = []
    for place, group in enumerate(groups):
        chosen.extend(_apart(group, share + (place < more)))
    return tuple(sorted(chosen))


def _apart(group: Sequence[Slot], count: int) -> list[Slot]:
    if count >= len(group):
        return list(group)
    step = len(group) / count
    return [group[int(place * step)] for place in range(count)]


def is_given(slot: Slot, clinic: ClinicFacts, now: datetime) -> bool:
    """Whether the clinic works at this very time and it is not over: what the staff may book, for
    whoever calls or stands there."""
    if not now - clinic.screening.length < slot.starts_at <= now + FURTHEST:
        return False
    return slot in slots_between(clinic, slot.starts_at, slot.starts_at)


def outside_hours(connection: Connection, clinic: ClinicFacts, now: datetime) -> list[Screening]:
    """The visits to come that stand at times the clinic no longer gives, in order."""
    ahead = connection.execute(
        select(
            screenings.c.id, screenings.c.starts_at, screenings.c.therapist, screenings.c.ends_at
        ).where(
            screenings.c.state == "booked",
            screenings.c.starts_at >= now,
            screenings.c.starts_at < now + FURTHEST,
        )
    ).all()
    days: dict[date, list[Any]] = {}
    for row in ahead:
        days.setdefault(row.starts_at.astimezone(clinic.tz).date(), []).append(row)
    outside = []
    for visits in days.values():
        times = [visit.starts_at for visit in visits]
        given = set(slots_between(clinic, min(times), max(times)))
        slots = ((one.id, Slot(one.starts_at, one.therapist, one.ends_at)) for one in visits)
        outside += [number for number, slot in slots if slot not in given]
    return by_ids(connection, outside)


def is_offered(slot: Slot, clinic: ClinicFacts, now: datetime, grace: timedelta) -> bool:
    """Whether the clinic gives a screening at this very time.

    `grace` is how much nearer than the minimum notice it may have come while it was discussed.
    """
    first, last = bookable(clinic, now)
    if not max(first - grace, now) <= slot.starts_at <= last:
        return False
    return slot in slots_between(clinic, slot.starts_at, slot.starts_at)
