"""The booking engine: what conversations and the front desk ask of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from clinic.screenings import blocks, changes, lookup, notices, reminders, waiting_list
from clinic.screenings.errors import UnknownScreening
from clinic.screenings.models import (
    PATIENT,
    Actor,
    Booking,
    Change,
    Deed,
    Patient,
    Screening,
    Slot,
    Waiting,
)
from clinic.screenings.standing import StandingVisits
from clinic.screenings.units import run_unit


class Screenings(StandingVisits):
    """Free times (see `FreeTimes`), what is said of visits that stand (see `StandingVisits`), and
    every change of a screening.

    Each method is a unit of work of its own, retried when the database asks for it. The methods
    that change a screening take a `connection` too, to join a caller's unit of work (the front
    desk writes its audit line in it); an error must then undo that unit.
    """

    # --- changes

    def book(
        self,
        slot: Slot,
        booking: Booking,
        *,
        connection: Connection | None = None,
    ) -> Screening:
        """Books a time. The same key again returns the screening it booked, and books nothing.

        Args:
            slot: the time; the holder's hold on it, or on another, ends.
            booking: for whom, by whom, and where.

        Raises:
            SlotTaken: somebody was faster; `instead` has the nearest free times.
            SlotNotOffered: the clinic gives no screening at this time, or not any more.
            TooManyScreenings: the patient has as many as the settings allow.
            KeyReused: the key has moved or cancelled something.
        """
        now, clinic = self._now(), self._clinic()
        phone, conversation = booking.patient.phone, booking.conversation
        actor = booking.actor

        def work(connection: Connection) -> Screening:
            done = changes.done_before(connection, booking.key, "booked")
            if done is not None:
                return done
            self._check_offered(slot, clinic, now, by_staff=actor.kind == "staff")
            blocks.check_open(connection, slot, clinic.tz)
            if actor.kind == "patient":
                lookup.check_room(connection, phone, conversation, now)
            waiting_list.settle(connection, phone, conversation)
            screening = changes.book(connection, clinic, slot, booking, now)
            reminders.plan(connection, screening, clinic, now)
            if actor.kind == "staff":
                notices.after_change(connection, screening, "booked", actor, clinic, now)
            return screening

        return self._race(slot, booking.holder or conversation, work, connection)

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
            changes.check_ahead(screening, now)
            if slot == screening.slot:
                return screening
            self._check_offered(slot, clinic, now, by_staff=actor.kind == "staff")
            blocks.check_open(connection, slot, clinic.tz)
            deed = Deed(key, now, actor, holder or screening.conversation)
            moved = changes.move(connection, clinic, screening, slot, deed)
            reminders.withdraw(connection, screening)
            reminders.plan(connection, moved, clinic, now)
            notices.after_change(connection, moved, "moved", actor, clinic, now)
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
        now, clinic = self._now(), self._clinic()

        def work(connection: Connection) -> Screening:
            screening = lookup.by_reference(connection, reference, lock=True)
            done = changes.done_before(connection, key, "cancelled")
            if done is not None:
                return done
            gone = changes.cancel(connection, screening, Deed(key, now, actor))
            reminders.withdraw(connection, screening)
            notices.after_change(connection, gone, "cancelled", actor, clinic, now)
            return gone

        return run_unit(self._database, work, connection)

    # --- looking up

    def done_by(self, *keys: str) -> Screening | None:
        """The screening that was booked, moved or called off with one of some keys, as it stands
        now; None when none of them was used."""
        with self._database.read() as connection:
            return changes.done_by(connection, keys)

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

    def upcoming_for_phone(self, phone: str, *, begun: bool = False) -> list[Screening]:
        """The standing screenings of a number that is known to be the asker's own (SMS); with
        `begun` the one too that should have begun and is not over."""
        with self._database.read() as connection:
            return lookup.by_phone(connection, phone, self._now(), begun=begun)

    def all_for_phone(self, phone: str) -> list[Screening]:
        """Every screening of a number, over and called off ones too: for staff."""
        with self._database.read() as connection:
            return lookup.all_by_phone(connection, phone)

    def between(
        self,
        first: datetime,
        last: datetime,
        *,
        cancelled: bool = False,
        limit: int | None = None,
    ) -> list[Screening]:
        """The screenings that begin from `first` (included) to `last` (not), in order; with `limit`
        no more than so many."""
        with self._database.read() as connection:
            return lookup.between(connection, first, last, cancelled=cancelled, limit=limit)

    def history(self, reference: str) -> list[Change]:
        """All that was done to a screening, the oldest first."""
        with self._database.read() as connection:
            return lookup.history_of(connection, lookup.by_reference(connection, reference).id)

    # --- the waiting list

    def join_waiting_list(
        self,
        patient: Patient,
        *,
        wish: str = "",
        channel: str,
        conversation: str | None = None,
    ) -> Waiting:
        """Puts a patient on the waiting list; on it already, they keep their place.

        When a time comes free that fits, it is held and they are told, see `waiting_list`.

        Args:
            wish: in words, such as a `Wish.description`; empty: any time.
            channel: where they spoke with us.
        """
        now = self._now()

        def work(connection: Connection) -> Waiting:
            return waiting_list.join(connection, now, patient, wish, channel, conversation)

        return run_unit(self._database, work)

    def leave_waiting_list(self, phone: str) -> bool:
        """Takes a number off the list; false when it was not on it."""
        return run_unit(self._database, lambda connection: waiting_list.leave(connection, phone))

    def waiting(self) -> list[Waiting]:
        """Everybody on the list, in the order they are served."""
        with self._database.read() as connection:
            return waiting_list.live(connection)

    def open_offer(
        self, *, conversation: str | None = None, phone: str | None = None
    ) -> Waiting | None:
        """What is offered from the waiting list to this conversation or number now.

        The conversation can hold and book `offered` like a time it holds itself, and `offer`
        puts it first; booking any time ends the place in the line.
        """
        with self._database.read() as connection:
            return waiting_list.open_offer(connection, self._now(), conversation, phone)
