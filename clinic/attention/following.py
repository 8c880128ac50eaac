"""What a patient goes on to say reaches the alert of the conversation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.attention.people import Person, remember_person
from clinic.attention.tables import task_lines, tasks
from clinic.attention.tasks import ALARM, PURPOSE, TaskKind, add_line, reached_at
from clinic.storage import blind_indexes
from clinic.ways import way

# Tasks to call somebody, which may be about a visit that is called off meanwhile.
ABOUT_VISITS: tuple[TaskKind, ...] = ("call_back", "texted_cancel", "running_late")
# Enough to call somebody by; the conversation itself can be read at the desk.
KEPT_LINES, LINE_CHARACTERS = 40, 300


def note_said(
    connection: Connection,
    *,
    conversation: str,
    message_id: str,
    text: str,
    said: Person = Person(),
    at: datetime | None = None,
) -> None:
    """Notes a message of a patient.

    The name and the number are remembered for alarms to come, and put on the alerts of the
    conversation that nobody has acknowledged; its words become a line of those. The same message
    again changes nothing.

    Args:
        connection: of the unit of work in which the message is answered.
        message_id: as in the key of an alert, `safety:<message id>`.
        text: the patient's words; empty where a button was pressed.
        said: the name and the number in it, or that were asked for and given by now.
    """
    person = remember_person(connection, conversation, said) if said else said
    mine = select(tasks.c.id, tasks.c.key, tasks.c.channel).where(
        tasks.c.conversation == conversation,
        tasks.c.kind == "safety_alert",
        tasks.c.acknowledged_at.is_(None),
    )
    key = f"{ALARM}{message_id}"
    first = blind_indexes(key, PURPOSE)
    for alert in connection.execute(mine).all():
        values: dict[str, str | None] = {"name": person.name} if person.name else {}
        # A text message says itself where it came from.
        if person.phone and not way(alert.channel).by_phone:
            values |= reached_at(person.phone)
        if values:
            connection.execute(update(tasks).where(tasks.c.id == alert.id).values(**values))
        if text.strip() and alert.key not in first and _has_room(connection, alert.id):
            line = text.strip()[:LINE_CHARACTERS]
            add_line(connection, alert.id, key, line, at=at or clock.now())


def note_on_calls(
    connection: Connection, *, conversation: str | None, phone: str, key: str, text: str
) -> None:
    """Adds to the open tasks to call a patient what has become of their visit since, so that
    nobody calls about one that is no more.

    Args:
        conversation, phone: the visit's; tasks of either are theirs.
        key: names what happened; once for each task.
        text: for a person to read.
    """
    theirs = tasks.c.reach_index.in_(blind_indexes(phone))
    if conversation:
        theirs = or_(theirs, tasks.c.conversation == conversation)
    calls = select(tasks.c.id).where(
        tasks.c.kind.in_(ABOUT_VISITS), tasks.c.acknowledged_at.is_(None), theirs
    )
    for task in connection.execute(calls).scalars().all():
        add_line(connection, task, f"{key}:{task}", text, at=clock.now(), occasion=True)


def _has_room(connection: Connection, task: int) -> bool:
    count = select(func.count()).where(task_lines.c.task == task)
    return int(connection.execute(count).scalar_one()) < KEPT_LINES
