"""Whom a request is about, and every row that is held of them: one list, for giving it out and for
erasing it.

A person is a phone number or a conversation. To a number belong the conversations it texts in, was
given in, or booked from, and the numbers the staff have joined with it; to a conversation, what
stands in it and what came of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import MetaData, Table, and_, false, or_, select
from sqlalchemy.engine import Connection

from clinic.attention.identity import without_identity
from clinic.attention.tables import incidents, people, unanswered
from clinic.conversations.tables import turns
from clinic.learning.tables import taught
from clinic.messages.tables import inbound, outbox, threads
from clinic.patients.joining import joined_with
from clinic.privacy.kept import all_indexes
from clinic.screenings.errors import BadPhone
from clinic.screenings.phones import read_phone
from clinic.screenings.tables import holds, screenings, waiting
from clinic.staff.tables import audit_log
from clinic.storage import IndexOf, blind_indexes, metadata

# Tables of channels, which this folder can't import; they hold no encrypted column.
NUMBERS, CONSENTS = "sms_numbers", "sms_consents"


class NobodyKnown(LookupError):
    """It is neither a phone number nor the id of a conversation."""


@dataclass(frozen=True)
class Person:
    """Whom it is about.

    Attributes:
        indexes: the keyed hashes of their number, under every secret there was; empty without one.
        conversations: ids.
    """

    indexes: tuple[str, ...]
    conversations: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """Rows of one table.

    Attributes:
        table: theirs.
        what: what they are, in words for the person.
        rows: which.
        kept: they stay at an erasure, and why; empty: they go.
    """

    table: Table
    what: str
    rows: Any
    kept: str = ""


def find_person(connection: Connection, asked: str) -> Person:
    """Whom a request is about.

    Args:
        asked: a phone number as people write it, or the id of a conversation.

    Raises:
        NobodyKnown
    """
    asked = asked.strip()
    if connection.execute(select(threads.c.channel).where(threads.c.conversation == asked)).first():
        return Person((), (asked,))
    if connection.execute(select(turns.c.id).where(turns.c.conversation == asked)).first():
        return Person((), (asked,))
    try:
        phone = read_phone(asked)
    except BadPhone:
        raise NobodyKnown(
            f"{asked!r} is neither a phone number nor a conversation that is kept"
        ) from None
    theirs = joined_with(connection, all_indexes(connection, phone))
    return person_with(connection, [phone, *(one.phone for one in theirs)])


def person_with(
    connection: Connection, phones: Iterable[str], conversations: Iterable[str] = ()
) -> Person:
    """The person these numbers and conversations are of.

    Args:
        phones: E.164.
    """
    found = (index for phone in phones for index in all_indexes(connection, phone))
    indexes = tuple(dict.fromkeys(found))
    theirs = {*conversations, *_conversations_of(connection, indexes)}
    return Person(indexes, tuple(sorted(theirs)))


def held_of(connection: Connection, person: Person) -> list[Held]:
    """Every row that is held of a person, what depends on other rows before these.

    A table is found by itself by what it declares: a column `conversation`, a blind index, or a key
    of a row that goes with it. What else leads to a person stands in `_found_otherwise`.
    """
    ours = _found_otherwise(connection, person)
    addresses = [
        *person.indexes,
        *(one for key in person.conversations for one in blind_indexes(key)),
    ]
    rows: dict[str, Any] = {}
    for table in metadata.sorted_tables:  # what others depend on comes first
        if table.name in (NUMBERS, CONSENTS, audit_log.name):
            continue
        conditions = [ours[table.name]] if table.name in ours else []
        for column in table.columns:
            if column.name == "conversation":
                conditions.append(_in(column, person.conversations))
            if isinstance(column.type, IndexOf):
                conditions.append(_in(column, addresses))
            for key in column.foreign_keys:
                beyond = key.column.table
                if key.ondelete == "CASCADE" and beyond.name in rows:
                    conditions.append(column.in_(select(key.column).where(rows[beyond.name])))
        if conditions:
            rows[table.name] = or_(*conditions)
    held = [Held(metadata.tables[name], _words(name), where) for name, where in rows.items()]
    why = "who looked and when, without a word of yours, is kept by law"
    log = Held(audit_log, "what staff did", ours[audit_log.name], kept=why)
    return [*reversed(held), log, *_numbers(connection, person)]


def _found_otherwise(connection: Connection, person: Person) -> dict[str, Any]:
    """Rows that nothing declared leads to, by table."""
    mine = person.conversations
    said = list(
        connection.execute(
            select(inbound.c.id, inbound.c.channel, inbound.c.text).where(
                _in(inbound.c.conversation, mine)
            )
        )
    )
    words = {row.text for row in said}
    anonymous = {without_identity(text) for text in words}
    visits = or_(
        _in(screenings.c.phone_index, person.indexes), _in(screenings.c.conversation, mine)
    )
    references = list(connection.execute(select(screenings.c.reference).where(visits)).scalars())
    line = or_(_in(waiting.c.phone_index, person.indexes), _in(waiting.c.conversation, mine))
    places = list(connection.execute(select(waiting.c.id).where(line)).scalars())
    alike = words | anonymous
    return {
        incidents.name: _in(incidents.c.id, _same_words(connection, incidents, words)),
        taught.name: _in(taught.c.id, _same_words(connection, taught, alike)),
        unanswered.name: _in(
            unanswered.c.key_hash, _question_hashes([f"{row.channel}-{row.id}" for row in said])
        ),
        outbox.name: or_(
            false(),
            *(outbox.c.key.contains(f":{one}:") for one in references),
            *(outbox.c.key.startswith(f"offer:{one}:") for one in places),
        ),
        holds.name: _in(holds.c.holder, [*mine, *(f"waiting:{one}" for one in places)]),
        audit_log.name: _in(audit_log.c.about, [*mine, *references]),
    }


_WORDS = {
    "staff_tasks": "tasks for the staff",
    "staff_task_lines": "lines of tasks for the staff",
    "conversation_people": "name and number as given",
    "heard_signs": "signs heard in messages",
    "safety_incidents": "messages judged wrongly",
    "taught_examples": "examples to learn from",
    "unanswered_questions": "questions without an answer",
    "outbox": "messages sent and to be sent",
    "offered_choices": "choices offered",
    "web_messages": "the chat",
    "inbound_messages": "messages received",
    "conversation_turns": "the state of the conversation",
    "message_threads": "conversations",
    "screening_holds": "times held",
    "screening_waiting": "places on the waiting list",
    "screening_cells": "minutes taken",
    "screenings": "visits",
    "screening_history": "changes of visits",
    "conversation_notes": "notes of the staff",
    "joined_numbers": "numbers that are one person's",
}


def _words(table: str) -> str:
    return _WORDS.get(table, table.replace("_", " "))


def _numbers(connection: Connection, person: Person) -> list[Held]:
    """What is remembered of the number itself. An opt-out stays, as a hash: it must be honored."""
    numbers, consents = channel_table(connection, NUMBERS), channel_table(connection, CONSENTS)
    if numbers is None or consents is None:
        return []
    ours = or_(
        _in(numbers.c.number_index, person.indexes),
        _in(numbers.c.conversation, person.conversations),
    )
    out = select(numbers.c.number_index).where(ours, numbers.c.opted_out_at.is_not(None))
    known = select(numbers.c.number_index).where(ours)
    why = "who asked for no texts must get none: kept as a hash"
    return [
        Held(consents, "consent to texts", and_(consents.c.number_index.in_(known),
                                                consents.c.number_index.not_in(out))),
        Held(consents, "texts refused", consents.c.number_index.in_(out), kept=why),
        Held(numbers, "the number", and_(ours, numbers.c.opted_out_at.is_(None))),
        Held(numbers, "the number, texts refused",
             and_(ours, numbers.c.opted_out_at.is_not(None)), kept=why),
    ]  # fmt: skip


def _conversations_of(connection: Connection, indexes: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for table, index in (
        (screenings, screenings.c.phone_index),
        (waiting, waiting.c.phone_index),
        (people, people.c.phone_index),
        (threads, threads.c.reach_index),
    ):
        mine = select(table.c.conversation).where(_in(index, indexes))
        found |= set(connection.execute(mine).scalars())
    numbers = channel_table(connection, NUMBERS)
    if numbers is not None:
        mine = select(numbers.c.conversation).where(_in(numbers.c.number_index, indexes))
        found |= set(connection.execute(mine).scalars())
    return {one for one in found if one}


def channel_table(connection: Connection, name: str) -> Table | None:
    """A table of a channel's, declared in this process or not; None: the database has none."""
    if name in metadata.tables:
        return metadata.tables[name]
    if not connection.dialect.has_table(connection, name):
        return None
    return Table(name, MetaData(), autoload_with=connection)


def _same_words(connection: Connection, table: Table, words: Collection[str]) -> list[int]:
    if not words:
        return []
    rows = connection.execute(select(table.c.id, table.c.text))
    return [row.id for row in rows if row.text in words]


def _question_hashes(messages: Collection[str]) -> list[str]:
    keys = [f"unanswered:{before}{one}" for one in messages for before in ("", "before:")]
    return [hashed for key in keys for hashed in blind_indexes(key, "unanswered")]


def _in(column: Any, values: Collection[Any]) -> Any:
    return column.in_(list(values))
