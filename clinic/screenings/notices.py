"""What patients are told when we write first; the texts are in content/notices.yml."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from pydantic import BaseModel, Extra, validator
from sqlalchemy.engine import Connection

from clinic import attention
from clinic.content import ClinicFacts, get_content
from clinic.content.braces import only_names
from clinic.content.one_file import watched_file
from clinic.languages import ENGLISH, speaking, spoken
from clinic.messages import threads
from clinic.screenings import times
from clinic.screenings.contact import Reach, close_of_contact, next_contact, tell
from clinic.screenings.models import Actor, ChangeKind, Screening, Slot

# What the staff read.
FOR_STAFF = ("call_", "late", "alert_")
NAMES = frozenset(
    {"clinic", "when", "where", "phone", "reference", "until", "bring", "name", "therapist", "text"}
)


class Notices(BaseModel):
    """The texts, with names in braces still to be filled in."""

    reminder_days_before: str
    reminder_day_before: str
    reminder_hours_before: str
    booked: str
    moved: str
    cancelled: str
    other_times: str
    offer: str
    offer_button: str
    waiting_over: str
    too_many_screenings: str
    call_moved: str
    call_cancelled: str
    call_gone: str
    call_offer: str
    call_not_sent: str
    late: str
    alert_check: str
    alert_check_button: str
    calendar_summary: str
    calendar_reference: str
    calendar_call: str
    calendar_bring: str
    feed_summary: str

    class Config:
        allow_mutation = False
        extra = Extra.forbid

    @validator("*")
    def _known_names(cls, value: str) -> str:
        return only_names(value, NAMES)


_notices = watched_file("notices.yml", Notices)


def get_notices() -> Notices:
    """The texts in force.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    return _notices.get()


@contextmanager
def in_their_language(
    connection: Connection, conversation: str | None, phone: str | None
) -> Iterator[ClinicFacts]:
    """What a patient is told inside is told in the language they write; gives the clinic's facts in
    it."""
    with speaking(threads.language_of(connection, conversation, phone)):
        yield get_content().clinic


def reach_of(screening: Screening) -> Reach:
    """How the patient of a screening can be reached."""
    return Reach(screening.phone, screening.channel, screening.conversation)


def text(
    name: str, about: Screening | Slot, clinic: ClinicFacts, until: datetime | None = None
) -> str:
    """One of the texts, filled in; a part about something unknown is left out. Those for the staff
    are in English."""
    if name.startswith(FOR_STAFF) and spoken() != ENGLISH:
        with speaking(ENGLISH):
            return text(name, about, get_content().clinic, until)
    filled = {
        "clinic": clinic.name,
        "when": times.say_sms(about, clinic),
        "where": clinic.address or clinic.name,
        "phone": clinic.phone_shown or clinic.name,
        "reference": about.reference if isinstance(about, Screening) else "",
        "until": times.say_short(until, clinic) if until else "",
    }
    return str(getattr(get_notices(), name)).format(**filled)


def too_many_screenings(clinic: ClinicFacts) -> str:
    """What a patient is told who has as many screenings as one can book."""
    phone = clinic.phone_shown or clinic.name
    return get_notices().too_many_screenings.format(phone=phone)


def tell_staff_of_delay(
    connection: Connection, screening: Screening, note: str, key: str, clinic: ClinicFacts
) -> None:
    """Gives the staff a card: a patient is on the way and will be late."""
    detail = text("late", screening, clinic)
    attention.raise_task(
        connection,
        attention.Occasion(
            kind="running_late",
            key=f"late:{key}",
            channel=screening.channel,
            conversation=screening.conversation,
            reach=screening.phone,
            name=screening.name,
            detail=f"{detail}\n{note}" if note else detail,
        ),
    )


def after_change(
    connection: Connection,
    screening: Screening,
    what: ChangeKind,
    actor: Actor,
    clinic: ClinicFacts,
    now: datetime,
) -> None:
    """Tells the patient what somebody else did to their screening; who did it knows already. What
    the patient called off is told on what the staff are asked to call them about.

    At once within 9:00-20:00, else when that begins; when the visit would come before that, at
    once: a text at night is better than a way for nothing. An open chat shows it at once.
    """
    if actor.kind == "patient":
        if what == "cancelled":
            attention.note_on_calls(
                connection,
                conversation=screening.conversation,
                phone=screening.phone,
                key=f"{what}:{screening.reference}",
                text=text("call_gone", screening, clinic),
            )
        return
    at = next_contact(now, clinic)
    until = close_of_contact(at, clinic)
    if at >= screening.starts_at:
        at, until = now, screening.starts_at
    with in_their_language(connection, screening.conversation, screening.phone) as told:
        words = text(what, screening, told)
    tell(
        connection,
        reach_of(screening),
        text=words,
        key=f"{what}:{screening.reference}:{screening.sequence}",
        not_before=at,
        on_screen_from=now,
        expires_at=max(until, at),
        # Who is booked by hand calls or stands there.
        call_instead=None if what == "booked" else text(f"call_{what}", screening, clinic),
    )


def offer_other_times(
    connection: Connection, screening: Screening, clinic: ClinicFacts, now: datetime, key: str
) -> list[str]:
    """Asks a patient to choose another time; the ways it goes."""
    at = next_contact(now, clinic)
    at = at if at < screening.starts_at else now
    name = f"other:{screening.reference}:{screening.sequence}:{key}"
    with in_their_language(connection, screening.conversation, screening.phone) as told:
        words = text("other_times", screening, told)
        button = get_content().buttons["move"]
    keys = tell(
        connection,
        reach_of(screening),
        text=words,
        key=name,
        button=(button, "/reschedule_screening"),
        not_before=at,
        on_screen_from=now,
        expires_at=screening.starts_at,
    )
    return [one.rpartition(":")[2] for one in keys]
