"""The dialogue's services on the real clinic: its content, its database, its staff.

What fails on the staff's side must not cost the patient the reply, so it is kept on a best
effort: the failure is logged, the reply goes out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy.engine import Connection

from clinic import attention, clock
from clinic.attention import Person, TaskKind
from clinic.attention.rephrasing import is_rephrased
from clinic.content import Content, get_content
from clinic.languages import spoken
from clinic.links import calendar_link
from clinic.messages import inbound, threads
from clinic.reading import safety
from clinic.reading.safety import Tier, Verdict
from clinic.reading.when.wish import Wish
from clinic.screenings import (
    Booking,
    Offer,
    Patient,
    Screening,
    Screenings,
    Slot,
    Waiting,
    reminders,
)
from clinic.storage import get_database
from clinic.ways import way

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def screenings() -> Screenings:
    """The booking engine of this process."""
    return Screenings(get_database())


class ClinicServices:
    """See `clinic.dialogue.services.Services`.

    Args:
        conversation: its id.
        message_id: unique, and the same when the message is handled again.
        quote: the patient's words, for the record of unanswered questions.
        channel: name of the channel, as Rasa knows it.
        senders_phone: the number a text message came from.
    """

    def __init__(
        self,
        conversation: str,
        message_id: str,
        quote: str,
        channel: str,
        senders_phone: str | None,
    ) -> None:
        self._conversation, self._message_id, self._quote = conversation, message_id, quote
        self._channel_name = channel
        self.channel, self.brief = way(channel).name, way(channel).brief
        self.senders_phone = senders_phone
        self.content: Content = get_content()

    def now(self) -> datetime:
        return clock.now()

    def keep_language(self, language: str) -> None:
        """Keeps the language of the conversation for who writes to it later, and for the staff."""

        def work(connection: Connection) -> None:
            threads.keep_language(connection, self._conversation, language)

        _kept(work, "The language of a conversation could not be kept")

    # --- safety

    def alarm_words(self, tier: Tier, group: str | None, language: str) -> str:
        return safety.reply(tier, group, language)

    def alarms_elsewhere(self, since: datetime) -> list[tuple[Tier, str | None]]:
        with get_database().read() as connection:
            without = inbound.answered_without_engine(connection, self._conversation, since)
            if not without:
                return []
            raised = attention.alarms_in(connection, self._conversation, without)
        alarms = [raised[message] for message in without if message in raised]
        return [(alarm.tier or "E", next(iter(alarm.groups), None)) for alarm in alarms]

    def alarm_reminder(self, tier: Tier, language: str) -> str:
        return safety.reminder(tier, language)

    def help_is_coming(self, tier: Tier, language: str) -> str:
        return safety.help_is_coming(tier, language)

    def withdrawn(self, tier: Tier, language: str) -> str:
        return safety.withdrawn(tier, language)

    def sign_question(self, group: str | None, language: str) -> str:
        return safety.question(group, language)

    def sign_denied(self, tier: Tier, language: str) -> str:
        return safety.denied(tier, language)

    def safety_line(self, language: str) -> str:
        return safety.safety_line(language)

    def checklist(self) -> tuple[str, ...]:
        return safety.checklist(spoken())

    # --- screenings

    def offer(
        self,
        wish: Wish | None,
        *,
        therapist: str | None = None,
        refused: frozenset[str] = frozenset(),
        besides: datetime | None = None,
    ) -> Offer:
        return screenings().offer(
            wish,
            holder=self._conversation,
            besides=besides,
            therapist=therapist,
            refused=refused,
        )

    def slot(self, code: str) -> Slot:
        return screenings().slot(code)

    def hold(self, code: str, only: bool = False) -> Slot:
        engine = screenings()
        return engine.hold(engine.slot(code), self._conversation, only=only).slot

    def held(self) -> str | None:
        hold = screenings().held(self._conversation)
        return hold.slot.code if hold else None

    def done(self) -> Screening | None:
        return screenings().done_by(*(self._key(deed) for deed in ("book", "move", "cancel")))

    def release(self) -> None:
        try:
            screenings().release(self._conversation)
        except Exception:
            logger.exception("A held time could not be freed; it runs out by itself")

    def book(self, code: str, name: str, phone: str) -> Screening:
        return screenings().book(
            self.slot(code),
            Booking(
                Patient(name, phone),
                key=self._key("book"),
                channel=self.channel,
                conversation=self._conversation,
            ),
        )

    def move(self, reference: str, code: str) -> Screening:
        return screenings().move(
            reference,
            self.slot(code),
            key=self._key("move"),
            holder=self._conversation,
        )

    def cancel(self, reference: str) -> Screening:
        return screenings().cancel(reference, key=self._key("cancel"))

    def find(self, reference: str, phone: str) -> Screening:
        return screenings().find(reference, phone, guesser=self._conversation)

    def get(self, reference: str) -> Screening:
        return screenings().get(reference)

    def confirm_visit(self, reference: str) -> None:
        screenings().confirm_visit(reference, key=self._key("confirm"))

    def running_late(self, reference: str, note: str) -> None:
        screenings().running_late(reference, note=note, key=self._key("late"))

    def _key(self, deed: str) -> str:
        """Of what a message does once, however often it is handled."""
        return f"{deed}:{self._conversation}:{self._message_id}"

    def upcoming(self, phone: str, begun: bool = False) -> list[Screening]:
        return screenings().upcoming_for_phone(phone, begun=begun)

    def booked_here(self, reference: str, phone: str) -> bool:
        return any(
            item.reference == reference and item.conversation == self._conversation
            for item in self.upcoming(phone)
        )

    def waiting(self) -> Waiting | None:
        if self.senders_phone:
            return screenings().open_offer(phone=self.senders_phone)
        return screenings().open_offer(conversation=self._conversation)

    def join_waiting_list(self, name: str, phone: str, wish: str) -> None:
        screenings().join_waiting_list(
            Patient(name, phone),
            wish=wish,
            channel=self.channel,
            conversation=self._conversation,
        )

    def leave_waiting_list(self, phone: str) -> bool:
        return screenings().leave_waiting_list(phone)

    def calendar_link(self, reference: str) -> str:
        return calendar_link(reference)

    # --- the staff

    def alert(self, tier: Tier, detail: str, person: Person) -> None:
        self._task("safety_alert", f"safety:{self._message_id}", detail, person, tier=tier)

    def note_after_alarm(self, person: Person) -> None:
        def work(connection: Connection) -> None:
            attention.note_said(
                connection,
                conversation=self._conversation,
                message_id=self._message_id,
                text="" if self._quote.startswith("/") else self._quote,
                said=attention.Person(person.name, person.phone or self.senders_phone),
            )

        _kept(work, "What was said after an alarm could not be put on its alert")

    def task(self, kind: TaskKind, detail: str, person: Person) -> None:
        key = "call" if kind == "call_back" else kind
        self._task(kind, f"{key}:{self._message_id}", detail, person)

    def note_heard(self, verdict: Verdict) -> None:
        def work(connection: Connection) -> None:
            attention.note_heard(
                connection,
                conversation=self._conversation,
                message_id=self._message_id,
                verdict=verdict,
            )

        _kept(work, "What was heard in a message could not be kept")

    def keep_unanswered(self, reason: str, intent: str) -> None:
        self._keep_question(self._quote, reason, intent, self._message_id)

    def keep_rephrased(self, question: str, intent: str, now: str | None) -> None:
        if is_rephrased(question, self._quote, intent == now):
            self._keep_question(question, "rephrased", intent, f"before:{self._message_id}")

    def _keep_question(self, words: str, reason: str, intent: str, key: str) -> None:
        """Keeps a question for the clinic to look at, without who asked it."""
        if not words or words.startswith("/"):
            return

        def work(connection: Connection) -> None:
            attention.record_unanswered(
                connection, text=words, reason=reason, intent=intent, key=f"unanswered:{key}"
            )

        _kept(work, "An unanswered question could not be kept")

    def unlink(self, reference: str) -> None:
        def work(connection: Connection) -> None:
            reminders.withdraw(connection, screenings().get(reference))

        _kept(work, "Reminders could not be withdrawn")

    def _task(
        self, kind: TaskKind, key: str, detail: str, person: Person, tier: Tier | None = None
    ) -> None:
        def work(connection: Connection) -> None:
            attention.raise_task(
                connection,
                attention.Occasion(
                    kind=kind,
                    key=key,
                    detail=detail,
                    channel=self._channel_name,
                    conversation=self._conversation,
                    reach=person.phone or self.senders_phone,
                    name=person.name,
                    tier=tier,
                ),
            )

        _kept(work, "A task for the staff could not be kept")


def _kept(work: Callable[[Connection], Any], failure: str) -> None:
    try:
        with get_database().begin() as connection:
            work(connection)
    except Exception:
        logger.exception(failure)
