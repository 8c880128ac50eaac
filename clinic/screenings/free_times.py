"""The part of the booking engine that finds free times and holds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.content import ClinicFacts, get_content
from clinic.reading.when.wish import Wish
from clinic.screenings import availability, blocks, changes, waiting_list
from clinic.screenings.errors import SlotNotOffered, SlotTaken
from clinic.screenings.hours import slots_between
from clinic.screenings.models import Hold, Offer, Slot, read_code
from clinic.screenings.tables import holds
from clinic.screenings.units import run_unit
from clinic.storage import Database

Result = TypeVar("Result")

# A time that was offered may come a little nearer than the minimum notice while it is discussed.
GRACE = timedelta(minutes=30)
ALTERNATIVES = 3


class FreeTimes:
    """Free times and holds.

    Args:
        database: where screenings are.
        clinic: gives the clinic's facts in force; the default reads content/clinic.yml.
        now: gives the time.
    """

    def __init__(
        self,
        database: Database,
        clinic: Callable[[], ClinicFacts] = lambda: get_content().clinic,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._clinic = clinic
        self._now = now

    # --- free times

    def free_slots(
        self,
        wish: Wish | None = None,
        *,
        holder: str | None = None,
        therapist: str | None = None,
    ) -> list[Slot]:
        """Every time that can be booked now and fits the wish, in order, one for each start;
        with `therapist` (an id) only theirs."""
        clinic = self._clinic()
        with self._database.read() as connection:
            mine = waiting_list.holders_of(connection, holder) if holder else []
            free = availability.free_slots(connection, clinic, self._now(), mine, therapist)
        return [slot for slot in free if wish is None or wish.matches(slot, clinic.tz)]

    def open_times(self, first: datetime, last: datetime) -> list[Slot]:
        """Every time from `first` to `last` that the staff can give now, in order, each
        therapist's own."""
        with self._database.read() as connection:
            return availability.open_times(connection, self._clinic(), self._now(), first, last)

    def offer(
        self,
        wish: Wish | None = None,
        *,
        count: int = 3,
        holder: str | None = None,
        besides: datetime | None = None,
        therapist: str | None = None,
        refused: frozenset[str] = frozenset(),
    ) -> Offer:
        """At most `count` free times for a wish, or the nearest to it; see `Offer.kind`.

        Args:
            wish: from `when.read_wish`; None: nothing in particular.
            holder: the conversation, whose own hold counts as free, and so does what is offered
                to it from the waiting list; with no wish, that comes first.
            besides: a start that is not offered: the one a screening is to be moved from.
            therapist: id of the one that is wished for.
            refused: codes of times that were offered before and not taken.
        """
        free = [
            slot
            for slot in self.free_slots(holder=holder, therapist=therapist)
            if slot.starts_at != besides and slot.code not in refused
        ]
        offer = availability.choose(free, wish, self._clinic(), count)
        kept = self._kept_from_the_line(holder)
        if wish is not None or kept is None or kept not in free:
            return offer
        others = [slot for slot in offer.slots if slot.starts_at != kept.starts_at]
        return Offer(offer.kind, (kept, *others[: count - 1]))

    def slot(self, code: str) -> Slot:
        """The slot a `Slot.code` names, free or not.

        Raises:
            SlotNotOffered: the clinic gives no screening at this time.
        """
        try:
            therapist, start = read_code(code)
        except ValueError as error:
            raise SlotNotOffered(str(error)) from error
        for slot in slots_between(self._clinic(), start, start):
            if slot.therapist == therapist:
                return slot
        raise SlotNotOffered(f"{code} is not a time the clinic gives")

    # --- holds

    def hold(self, slot: Slot, holder: str, *, only: bool = False) -> Hold:
        """Keeps a time for a conversation while it is discussed (`hold_minutes`).

        A conversation holds one time: holding another frees the first, holding the same again
        keeps it longer. Patients choose a time, not a therapist: when this one's is gone and
        another therapist is free at the same time, the other's is held; `slot` of the result
        is what to book.

        Raises:
            SlotTaken: with the free times nearest to it.
            SlotNotOffered: the clinic gives no screening at this time.
        """
        now, clinic = self._now(), self._clinic()
        until = now + timedelta(minutes=clinic.screening.hold_minutes)
        wanted = Hold(slot, holder, until)
        self._check_offered(slot, clinic, now)

        def work(connection: Connection) -> None:
            blocks.check_open(connection, slot, clinic.tz)
            waiting_list.hand_over(connection, holder, slot)
            changes.hold(connection, clinic, wanted, now)

        try:
            self._race(slot, holder, work, None)
        except SlotTaken as taken:
            same = [other for other in taken.instead if other.starts_at == slot.starts_at]
            if only or not same:
                raise
            return self.hold(same[0], holder)
        return wanted

    def release(self, holder: str) -> bool:
        """Frees the time a conversation holds; false when it holds none."""

        def work(connection: Connection) -> bool:
            return bool(connection.execute(delete(holds).where(holds.c.holder == holder)).rowcount)

        return run_unit(self._database, work)

    def held(self, holder: str) -> Hold | None:
        """What a conversation holds at this moment."""
        with self._database.read() as connection:
            row = connection.execute(
                select(holds).where(holds.c.holder == holder, holds.c.expires_at > self._now())
            ).first()
        if row is None:
            return None
        return Hold(Slot(row.starts_at, row.therapist, row.ends_at), holder, row.expires_at)

    # --- inside

    def _kept_from_the_line(self, conversation: str | None) -> Slot | None:
        if conversation is None:
            return None
        with self._database.read() as connection:
            entry = waiting_list.open_offer(connection, self._now(), conversation, None)
        return None if entry is None else entry.offered

    def _check_offered(
        self, slot: Slot, clinic: ClinicFacts, now: datetime, by_staff: bool = False
    ) -> None:
        offered = (
            availability.is_given(slot, clinic, now)
            if by_staff
            else availability.is_offered(slot, clinic, now, GRACE)
        )
        if not offered:
            raise SlotNotOffered(f"{slot.code} is not a time the clinic gives now")

    def _race(
        self,
        slot: Slot,
        holder: str | None,
        work: Callable[[Connection], Result],
        connection: Connection | None,
    ) -> Result:
        """Runs `work`; who loses the race for `slot` is told the nearest free times."""
        try:
            return run_unit(self._database, work, connection)
        except changes.LostRace:
            free = self.free_slots(holder=holder)
            instead = availability.near_to(slot, free, ALTERNATIVES)
            raise SlotTaken(slot, instead) from None
