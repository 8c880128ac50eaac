"""The part of the booking engine about visits that stay as they are: what patients say of them,
what they are asked, and what became of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from clinic.screenings import changes, lookup, notices
from clinic.screenings.attending import check_mark
from clinic.screenings.errors import ScreeningCancelled
from clinic.screenings.free_times import FreeTimes
from clinic.screenings.models import PATIENT, Actor, Attendance, Change, Deed, Screening
from clinic.screenings.units import run_unit

# More of a patient's words than these is no note on a visit.
NOTE_CHARACTERS = 300


class StandingVisits(FreeTimes):
    """What is said and noted of visits, none of which gets another time by it."""

    def confirm_visit(
        self,
        reference: str,
        *,
        key: str,
        actor: Actor = PATIENT,
        connection: Connection | None = None,
    ) -> Screening:
        """Writes down that the patient will be there; the desk's week shows it. The same key again
        writes nothing.

        Raises:
            UnknownScreening, ScreeningCancelled, ScreeningOver, KeyReused.
        """
        now = self._now()

        def work(connection: Connection) -> Screening:
            screening = lookup.by_reference(connection, reference, lock=True)
            if changes.done_before(connection, key, "confirmed") is None:
                changes.check_ahead(screening, now)
                changes.say(connection, screening, "confirmed", Deed(key, now, actor))
            return screening

        return run_unit(self._database, work, connection)

    def running_late(
        self,
        reference: str,
        *,
        note: str = "",
        key: str,
        actor: Actor = PATIENT,
        connection: Connection | None = None,
    ) -> Screening:
        """Writes down that the patient will be late, also after the visit should have begun; the
        desk's week shows it, and the staff get a card. The same key again does nothing.

        Args:
            note: the patient's words, for the staff ("20 min late, traffic").

        Raises:
            UnknownScreening, ScreeningCancelled, ScreeningOver, KeyReused.
        """
        now, clinic = self._now(), self._clinic()

        def work(connection: Connection) -> Screening:
            screening = lookup.by_reference(connection, reference, lock=True)
            if changes.done_before(connection, key, "late") is None:
                changes.check_not_over(screening, now)
                deed = Deed(key, now, actor, note=note[:NOTE_CHARACTERS])
                changes.say(connection, screening, "late", deed)
                notices.tell_staff_of_delay(connection, screening, note, key, clinic)
            return screening

        return run_unit(self._database, work, connection)

    def said_of(self, screenings: Iterable[Screening]) -> dict[str, Change]:
        """What was last said of visits ("confirmed", "late"; "offered": the patient was asked to
        choose another time and has not answered), by reference."""
        references = {screening.id: screening.reference for screening in screenings}
        with self._database.read() as connection:
            said = lookup.said_of(connection, references)
        return {references[number]: change for number, change in said.items()}

    def attend(
        self, reference: str, what: Attendance | None, *, connection: Connection | None = None
    ) -> bool:
        """Notes what became of a visit, as the staff saw; None takes it back.

        Returns:
            False when it stood so already.

        Raises:
            UnknownScreening, ScreeningCancelled.
            TooEarly: it has not begun, so that nobody has missed it.
            OtherDay: it is not today, so that nobody arrives.
        """
        now, zone = self._now(), self._clinic().tz

        def work(connection: Connection) -> bool:
            screening = lookup.by_reference(connection, reference, lock=True)
            if screening.state == "cancelled":
                raise ScreeningCancelled(f"{reference} was called off")
            if what is not None:
                check_mark(screening, what, now, zone)
            return changes.attend(connection, screening, what)

        return run_unit(self._database, work, connection)

    def offer_other_times(
        self,
        reference: str,
        *,
        key: str,
        actor: Actor,
        connection: Connection | None = None,
    ) -> list[str]:
        """Asks the patient of a visit to choose another time, because the clinic can't keep this
        one; it stands until they do. That they were asked is in its history.

        Returns:
            The ways it goes, each once for a key; none: somebody has to call.

        Raises:
            UnknownScreening, ScreeningCancelled, ScreeningOver.
        """
        now, clinic = self._now(), self._clinic()

        def work(connection: Connection) -> list[str]:
            screening = lookup.by_reference(connection, reference, lock=True)
            changes.check_ahead(screening, now)
            ways = notices.offer_other_times(connection, screening, clinic, now, key)
            line = f"offered:{screening.reference}:{screening.sequence}:{key}"
            if ways and changes.done_before(connection, line, "offered") is None:
                changes.say(connection, screening, "offered", Deed(line, now, actor))
            return ways

        return run_unit(self._database, work, connection)

    def unanswered_offers(self) -> list[Screening]:
        """The visits to come whose patients were asked to choose another time and have not
        answered, in order."""
        with self._database.read() as connection:
            asked = lookup.asked_to_choose(connection, self._now())
            said = lookup.said_of(connection, [visit.id for visit in asked])
        return [visit for visit in asked if visit.id in said and said[visit.id].what == "offered"]
