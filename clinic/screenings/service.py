"""The booking engine: what conversations, the front desk and the worker ask of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.content import ClinicFacts, get_content
from clinic.screenings import availability, changes, lookup
from clinic.screenings.errors import (
    SlotNotOffered,
    SlotTaken,
    UnknownScreening,
)
from clinic.screenings.hours import slots_between
from clinic.screenings.models import (
    Actor,
    Change,
    Hold,
    Offer,
    Patient,
    Screening,
    Slot,
    read_code,
)
from clinic.screenings.tables import holds
from clinic.screenings.units import run_unit
from clinic.screenings.when.wish import Wish
from clinic.storage import Database

Result = TypeVar("Result")

PATIENT = Actor("patient")
# A time that was offered may come a little nearer than the minimum notice while it is discussed.
GRACE = timedelta(minutes=30)
ALTERNATIVES = 3


class Screenings:
    """Free times, and every change of a screening.

    Each method is a unit of work of its own, retried when the database asks for it. The methods
    that change a screening take a `connection` too, to join a caller's unit of work (the front
    desk writes its audit line in it); an error must then undo that unit.

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

    def free_slots(self, wish: Wish | None = None, *, holder: str | None = None) -> list[Slot]:
        """Every time that can be booked now and fits the wish, in order, one for each start."""
        clinic = self._clinic()
        with self._database.read() as connection:
            free = availability.free_slots(connection, clinic, self._now(), holder)
        return [slot for slot in free if wish is None or wish.matches(slot, clinic.tz)]

    def offer(
        self, wish: Wish | None = None, *, count: int = 3, holder: str | None = None
    ) -> Offer:
        """At most `count` free times for a wish, or the nearest to it; see `Offer.kind`.

        Args:
            wish: from `when.read_wish`; None: nothing in particular.
            holder: the conversation, whose own hold counts as free.
        """
        free = self.free_slots(holder=holder)
        return availability.choose(free, wish, self._clinic(), count)

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

    def hold(self, slot: Slot, holder: str) -> Hold:
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
        self._check_offered(slot, clinic, now)

        def work(connection: Connection) -> None:
            changes.hold(connection, slot, holder, now, until, clinic.screening.buffer)

        try:
            self._race(slot, holder, work, None)
        except SlotTaken as taken:
            same = [other for other in taken.instead if other.starts_at == slot.starts_at]
            if not same:
                raise
            return self.hold(same[0], holder)
        return Hold(slot, holder, until)

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

    # --- changes

    def book(
        self,
        slot: Slot,
        patient: Patient,
        *,
        key: str,
        channel: str,
        conversation: str | None = None,
        holder: str | None = None,
        actor: Actor = PATIENT,
        connection: Connection | None = None,
    ) -> Screening:
        """Books a time. The same key again returns the screening it booked, and books nothing.

        Args:
            slot: the time; `holder`'s hold on it, or on another, ends.
            patient: for whom.
            key: names the wish to book, such as the id of the message that confirmed it.
            channel: "web" or "sms": where reminders go to (see `reminders`).
            conversation: where it was booked.
            holder: who held the time; None: the conversation.

        Raises:
            SlotTaken: somebody was faster; `instead` has the nearest free times.
            SlotNotOffered: the clinic gives no screening at this time, or not any more.
            KeyReused: the key has moved or cancelled something.
        """
        now, clinic = self._now(), self._clinic()
        holder = holder or conversation

        def work(connection: Connection) -> Screening:
            done = changes.done_before(connection, key, "booked")
            if done is not None:
                return done
            self._check_offered(slot, clinic, now)
            screening = changes.book(
                connection,
                clinic,
                now,
                slot=slot,
                patient=patient,
                key=key,
                actor=actor,
                channel=channel,
                conversation=conversation,
                holder=holder,
            )
            return screening

        return self._race(slot, holder, work, connection)

    def move(
        self,
        reference: str,
        slot: Slot,
        *,
        key: str,
        holder: str | None = None,
        actor: Actor = PATIENT,
        connection: Connection | None = None,
    ) -> Screening:
        """Gives a screening another time. The same key again changes nothing.

        The reference and the calendar event stay; the old reminders are withdrawn. Moved by
        staff or the system, the patient is told.

        Raises:
            SlotTaken: somebody was faster; the screening keeps its old time.
            SlotNotOffered, UnknownScreening, ScreeningCancelled, ScreeningOver, KeyReused.
        """
        now, clinic = self._now(), self._clinic()

        def work(connection: Connection) -> Screening:
            screening = lookup.by_reference(connection, reference, lock=True)
            done = changes.done_before(connection, key, "moved")
            if done is not None:
                return done
            if slot == screening.slot:
                return screening
            self._check_offered(slot, clinic, now)
            moved = changes.move(
                connection,
                clinic,
                now,
                screening=screening,
                slot=slot,
                key=key,
                actor=actor,
                holder=holder or screening.conversation,
            )
            return moved

        return self._race(slot, holder, work, connection)

    def cancel(
        self,
        reference: str,
        *,
        key: str,
        actor: Actor = PATIENT,
        connection: Connection | None = None,
    ) -> Screening:
        """Calls a screening off and frees its time. The same key again changes nothing.

        Raises:
            UnknownScreening, ScreeningCancelled, ScreeningOver, KeyReused.
        """
        now = self._now()

        def work(connection: Connection) -> Screening:
            screening = lookup.by_reference(connection, reference, lock=True)
            done = changes.done_before(connection, key, "cancelled")
            if done is not None:
                return done
            gone = changes.cancel(connection, now, screening=screening, key=key, actor=actor)
            return gone

        return run_unit(self._database, work, connection)

    # --- looking up

    def find(self, reference: str, phone: str, *, guesser: str) -> Screening:
        """A patient's screening, by its reference and the phone number it was booked with.

        Past and cancelled ones are found too: see `state` and `starts_at`.

        Args:
            reference: as `references.read_reference` returns it.
            phone: E.164.
            guesser: the conversation; wrong look-ups are counted for it, for the number and for
                the reference.

        Raises:
            UnknownScreening: the two don't belong together.
            TooManyGuesses: five wrong ones within an hour; not even looked.
        """
        now = self._now()
        subjects = lookup.guess_subjects(reference, phone, guesser)

        def work(connection: Connection) -> Screening | None:
            return lookup.guessed(connection, reference, phone, subjects, now)

        screening = run_unit(self._database, work)
        if screening is None:
            raise UnknownScreening("no screening has this reference and this phone number")
        return screening

    def get(self, reference: str) -> Screening:
        """A screening by its reference alone: for staff, and for signed links.

        Raises:
            UnknownScreening: there is none.
        """
        with self._database.read() as connection:
            return lookup.by_reference(connection, reference)

    def upcoming_for_phone(self, phone: str) -> list[Screening]:
        """The standing screenings of a number that is known to be the asker's own (SMS)."""
        with self._database.read() as connection:
            return lookup.by_phone(connection, phone, self._now())

    def between(
        self, first: datetime, last: datetime, *, cancelled: bool = False
    ) -> list[Screening]:
        """The screenings that begin from `first` (included) to `last` (not), in order."""
        with self._database.read() as connection:
            return lookup.between(connection, first, last, cancelled=cancelled)

    def history(self, reference: str) -> list[Change]:
        """All that was done to a screening, the oldest first."""
        with self._database.read() as connection:
            return lookup.history_of(connection, lookup.by_reference(connection, reference).id)

    # --- inside

    def _check_offered(self, slot: Slot, clinic: ClinicFacts, now: datetime) -> None:
        if not availability.is_offered(slot, clinic, now, GRACE):
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
