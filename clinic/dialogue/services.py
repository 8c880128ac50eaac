"""What the dialogue asks of the world around it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from clinic.attention import Person, TaskKind
from clinic.content import Content
from clinic.reading.safety.verdict import Tier, Verdict
from clinic.reading.when.wish import Wish
from clinic.screenings import Offer, Screening, Slot, Waiting


class Services(Protocol):
    """One turn's view of content, clock, screenings and staff.

    Attributes:
        content: the content in force.
        channel: its name: which wordings of a reply are used.
        brief: messages are short there, and nothing is shown beside the words.
        senders_phone: the number a text message came from (E.164), None on other channels.
    """

    content: Content
    channel: str
    brief: bool
    senders_phone: str | None

    def now(self) -> datetime:
        """The present, aware."""
        ...

    # --- safety, in the patient's language ("en", "es")

    def alarm_words(self, tier: Tier, group: str | None, language: str) -> str:
        """What is said for an alarm."""
        ...

    def alarms_elsewhere(self, since: datetime) -> list[tuple[Tier, str | None]]:
        """Tier and sign of each alarm in messages that were answered after that without the
        dialogue, which was away."""
        ...

    def alarm_reminder(self, tier: Tier, language: str) -> str:
        """The alarm's one short line, said before the next answer."""
        ...

    def help_is_coming(self, tier: Tier, language: str) -> str:
        """What is said when the patient tells that help was called."""
        ...

    def withdrawn(self, tier: Tier, language: str) -> str:
        """What is said when the patient tells that the alarm was none."""
        ...

    def sign_question(self, group: str | None, language: str) -> str:
        """The question whether the sign of a group is there now."""
        ...

    def sign_denied(self, tier: Tier, language: str) -> str:
        """What is said when it is not there."""
        ...

    def safety_line(self, language: str) -> str:
        """What to do if a sign comes, for who asks about one."""
        ...

    def checklist(self) -> tuple[str, ...]:
        """The signs asked about before a screening is booked."""
        ...

    # --- screenings

    def offer(
        self,
        wish: Wish | None,
        *,
        therapist: str | None = None,
        refused: frozenset[str] = frozenset(),
        besides: datetime | None = None,
    ) -> Offer:
        """Free times for a wish, see `Screenings.offer`."""
        ...

    def slot(self, code: str) -> Slot:
        """The slot of a code. Raises SlotNotOffered."""
        ...

    def hold(self, code: str, only: bool = False) -> Slot:
        """Keeps a time for this conversation; `only` with this very therapist. Raises SlotTaken,
        SlotNotOffered."""
        ...

    def held(self) -> str | None:
        """Code of the time this conversation holds now."""
        ...

    def done(self) -> Screening | None:
        """The screening that this very message booked, moved or called off when it was handled
        before: that was cut short before it could be answered. None when it did nothing yet."""
        ...

    def release(self) -> None:
        """Frees the time this conversation holds, if it holds one."""
        ...

    def book(self, code: str, name: str, phone: str) -> Screening:
        """Books a time. Raises SlotTaken, SlotNotOffered, ScreeningError."""
        ...

    def move(self, reference: str, code: str) -> Screening:
        """Moves a screening. Raises SlotTaken, SlotNotOffered, ScreeningError."""
        ...

    def cancel(self, reference: str) -> Screening:
        """Calls a screening off. Raises ScreeningError."""
        ...

    def find(self, reference: str, phone: str) -> Screening:
        """A screening by its reference and number. Raises UnknownScreening, TooManyGuesses."""
        ...

    def get(self, reference: str) -> Screening:
        """A screening that was found before. Raises UnknownScreening."""
        ...

    def confirm_visit(self, reference: str) -> None:
        """Writes down that the patient will be there. Raises ScreeningError."""
        ...

    def running_late(self, reference: str, note: str) -> None:
        """Writes down that the patient will be late, and gives the staff a card with their words.
        Raises ScreeningError."""
        ...

    def upcoming(self, phone: str, begun: bool = False) -> list[Screening]:
        """The coming screenings of a number that is known to be the asker's own; with `begun` also
        one that should have begun and is not over."""
        ...

    def booked_here(self, reference: str, phone: str) -> bool:
        """Whether a coming screening was booked in this very conversation."""
        ...

    def waiting(self) -> Waiting | None:
        """What is offered from the waiting list to this conversation or number now."""
        ...

    def join_waiting_list(self, name: str, phone: str, wish: str) -> None:
        """Puts the patient on the waiting list."""
        ...

    def leave_waiting_list(self, phone: str) -> bool:
        """Takes a number off the list; false when it was not on it."""
        ...

    def calendar_link(self, reference: str) -> str:
        """The address of a screening's calendar file."""
        ...

    # --- the staff

    def alert(self, tier: Tier, detail: str, person: Person) -> None:
        """An emergency for the staff's list; once a message."""
        ...

    def note_after_alarm(self, person: Person) -> None:
        """Lets what is said after an alarm reach its alert."""
        ...

    def task(self, kind: TaskKind, detail: str, person: Person) -> None:
        """Something the staff should do or know; once a message and kind."""
        ...

    def note_heard(self, verdict: Verdict) -> None:
        """Keeps what was heard in a message that was not quiet, for the staff to read why."""
        ...

    def keep_unanswered(self, reason: str, intent: str) -> None:
        """Keeps this message's question for the clinic to look at."""
        ...

    def keep_rephrased(self, question: str, intent: str, now: str | None) -> None:
        """Keeps the question before this message when this one asks it in other words: its answer
        was not what the patient wanted. `now` is this message's intent."""
        ...

    def unlink(self, reference: str) -> None:
        """Sends this number nothing more about a screening that is not its owner's."""
        ...
