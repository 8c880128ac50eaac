"""What is known of one patient, gathered for the staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from clinic import attention, inbox
from clinic.attention.tables import people
from clinic.inbox.listing import some
from clinic.messages.tables import notes, threads
from clinic.patients.joining import Joined, joined_with
from clinic.privacy.person import CONSENTS, NUMBERS, Person, channel_table, person_with
from clinic.screenings import Screening
from clinic.screenings.lookup import as_screening
from clinic.screenings.models import Waiting
from clinic.screenings.tables import screenings
from clinic.screenings.waiting_list import of_numbers
from clinic.storage import blind_indexes, is_readable

# More of a kind than these stand on no card; who needs all of it exports it.
SHOWN = 100
SHOWN_NAMES = 6


@dataclass(frozen=True)
class Wish:
    """What somebody said about being written to.

    Attributes:
        what: "out" and "in" for texts, "mute" and "unmute" for reminders, "disown" for a visit
            that is not theirs.
        how: by a word, a sentence, the carrier, the staff; of "disown" the reference.
        at: when.
    """

    what: str
    how: str
    at: datetime


@dataclass(frozen=True)
class NoteBeside:
    """A note of the staff, and the conversation it stands beside."""

    conversation: str
    note: inbox.Note


@dataclass(frozen=True)
class Patient:
    """One person.

    Attributes:
        person: all that leads to their rows.
        phones: their numbers (E.164), that which was asked for first.
    """

    person: Person
    phones: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """What is known of a patient; of each kind the newest first.

    Attributes:
        names: as they were given, without the same twice.
        visits: booked, over and called off ones.
        conversations: on every channel.
        alerts, calls, tasks: what wanted somebody: safety alerts, calls that were wanted, the rest.
        notes: of the staff, beside conversations.
        wishes: about being written to.
        refuses_texts: whether one of their numbers gets none.
        waiting: their places on the waiting list.
        joined: the numbers the staff have joined; none where there is one number only.
    """

    names: tuple[str, ...]
    visits: tuple[Screening, ...]
    conversations: tuple[inbox.Item, ...]
    alerts: tuple[attention.Task, ...]
    calls: tuple[attention.Task, ...]
    tasks: tuple[attention.Task, ...]
    notes: tuple[NoteBeside, ...]
    wishes: tuple[Wish, ...]
    refuses_texts: bool
    waiting: tuple[Waiting, ...]
    joined: tuple[Joined, ...]


def patient_of_visit(connection: Connection, reference: str) -> Patient | None:
    """Whose visit it is."""
    mine = select(screenings.c.phone).where(screenings.c.reference == reference)
    phone = connection.execute(mine).scalar()
    return _patient(connection, phone, ()) if phone else None


def patient_of_conversation(connection: Connection, conversation: str) -> Patient | None:
    """Who writes in a conversation: by the number they gave, booked with or text from."""
    mine = select(threads.c.reach).where(threads.c.conversation == conversation)
    row = connection.execute(mine).first()
    if row is None:
        return None
    said = attention.known_person(connection, conversation).phone
    booked = connection.execute(
        select(screenings.c.phone)
        .where(screenings.c.conversation == conversation)
        .order_by(screenings.c.id.desc())
        .limit(1)
    ).scalar()
    return _patient(connection, row.reach or said or booked, (conversation,))


def patient_of_task(connection: Connection, number: int) -> Patient | None:
    """Whom a task is about; None too where nothing leads to anybody."""
    task = attention.one_task(connection, number)
    if task is None:
        return None
    if task.reach:
        return _patient(connection, task.reach, (task.conversation,) if task.conversation else ())
    return patient_of_conversation(connection, task.conversation) if task.conversation else None


def _patient(
    connection: Connection, phone: str | None, conversations: Iterable[str]
) -> Patient | None:
    if not is_readable(phone or ""):
        return None
    theirs = joined_with(connection, blind_indexes(phone)) if phone else []
    phones = dict.fromkeys([phone, *(one.phone for one in theirs)] if phone else [])
    return Patient(person_with(connection, phones, conversations), tuple(phones))


def card_of(connection: Connection, patient: Patient) -> Card:
    """Everything that stands on a patient's card."""
    person = patient.person
    found = attention.tasks_about(connection, person.indexes, person.conversations, SHOWN)
    visits = tuple(_visits(connection, person))
    wishes, refuses = _wishes(connection, person)
    main = [index for phone in patient.phones[:1] for index in blind_indexes(phone)]
    return Card(
        names=tuple(_names(connection, person, visits))[:SHOWN_NAMES],
        visits=visits,
        conversations=tuple(some(connection, person.conversations)[:SHOWN]),
        alerts=tuple(task for task in found if task.kind == "safety_alert"),
        calls=tuple(task for task in found if task.kind == "call_back"),
        tasks=tuple(task for task in found if task.kind not in ("safety_alert", "call_back")),
        notes=tuple(_notes(connection, person)),
        wishes=wishes,
        refuses_texts=refuses,
        waiting=tuple(of_numbers(connection, person.indexes)),
        joined=tuple(joined_with(connection, main)),
    )


def _visits(connection: Connection, person: Person) -> list[Screening]:
    mine = or_(
        screenings.c.phone_index.in_(person.indexes),
        screenings.c.conversation.in_(person.conversations),
    )
    newest = select(screenings).where(mine).order_by(screenings.c.starts_at.desc()).limit(SHOWN)
    return [as_screening(row) for row in connection.execute(newest)]


def _names(connection: Connection, person: Person, visits: Iterable[Screening]) -> list[str]:
    said = select(people.c.name).where(
        people.c.conversation.in_(person.conversations), people.c.name.is_not(None)
    )
    names: dict[str, str] = {}
    for name in (*(visit.name for visit in visits), *connection.execute(said).scalars()):
        names.setdefault(name.casefold(), name)
    return list(names.values())


def _notes(connection: Connection, person: Person) -> list[NoteBeside]:
    rows = connection.execute(
        select(notes)
        .where(notes.c.conversation.in_(person.conversations), notes.c.kind == "note")
        .order_by(notes.c.id.desc())
        .limit(SHOWN)
    )
    return [
        NoteBeside(row.conversation, inbox.Note(row.kind, row.staff, row.text, row.at))
        for row in rows
    ]


def _wishes(connection: Connection, person: Person) -> tuple[tuple[Wish, ...], bool]:
    numbers, consents = channel_table(connection, NUMBERS), channel_table(connection, CONSENTS)
    if numbers is None or consents is None or not person.indexes:
        return (), False
    mine = consents.c.number_index.in_(person.indexes)
    rows = connection.execute(
        select(consents.c.change, consents.c.how, consents.c.at)
        .where(mine)
        .order_by(consents.c.id.desc())
        .limit(SHOWN)
    )
    refused = select(numbers.c.number_index).where(
        numbers.c.number_index.in_(person.indexes), numbers.c.opted_out_at.is_not(None)
    )
    found = tuple(Wish(row.change, row.how, row.at) for row in rows)
    return found, connection.execute(refused).first() is not None
