"""The path of one message as the database and the log have it, without a word of what was said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection, Row

from clinic.attention.tables import task_lines, tasks
from clinic.attention.tasks import ALARM, PURPOSE
from clinic.conversations.tables import turns
from clinic.messages.models import ANSWER
from clinic.messages.tables import inbound, outbox
from clinic.storage import blind_indexes, is_readable

OUTBOX = "outbox"


@dataclass(frozen=True)
class Step:
    """Something that happened to a message.

    Attributes:
        at: when.
        what: in a word or two.
        details: numbers, states, ids; never words, names or numbers of a person.
    """

    at: datetime
    what: str
    details: str = ""


class UnknownMessage(LookupError):
    """There is no such message, or it was deleted."""


def path_of(connection: Connection, message: str) -> list[Step]:
    """What the database knows of a message, oldest first.

    Args:
        message: its id, such as "sms-12"; or "outbox-7" of what was sent and answers none.

    Raises:
        UnknownMessage: there is none.
    """
    channel, _, digits = message.rpartition("-")
    if not (channel and digits.isascii() and digits.isdigit()):
        raise UnknownMessage(f"{message!r} is no message's id; one looks like sms-12")
    if channel == OUTBOX:
        steps = list(_sendings(connection, outbox.c.id == int(digits)))
    else:
        steps = list(_from_inbox(connection, channel, int(digits), message))
    if not steps:
        raise UnknownMessage(f"There is no message {message}, or it was deleted.")
    return sorted(steps, key=lambda step: step.at)


def path_in_log(lines: Iterable[str], message: str) -> Iterator[Step]:
    """What a log says of a message.

    Args:
        lines: of logs in JSON (`LOG_FORMAT=json`); other lines, and those without a time, are
            passed over.
    """
    for line in lines:
        start = line.find("{")  # a service manager may put its own words in front
        try:
            known = json.loads(line[start:]) if start >= 0 else None
        except ValueError:
            continue
        if isinstance(known, dict) and known.get("message") == message:
            at = _moment(known.get("at"))
            if at:
                yield _logged(at, known)


def _moment(written: Any) -> datetime | None:
    """The time of a line; None where it is none, or nobody knows of which zone."""
    try:
        at = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else None


def _logged(at: datetime, line: dict[str, Any]) -> Step:
    left_out = ("at", "event", "message", "level", "logger")
    details = " ".join(f"{name} {value}" for name, value in line.items() if name not in left_out)
    return Step(at, f"log: {line.get('event', '')}".rstrip(), details)


def _from_inbox(connection: Connection, channel: str, number: int, message: str) -> Iterator[Step]:
    mine = and_(inbound.c.id == number, inbound.c.channel == channel)
    columns = ("conversation", "received_at", "answered_at", "attempts", "outcome")
    row = connection.execute(select(*(inbound.c[name] for name in columns)).where(mine)).first()
    if row is None:
        return
    yield Step(row.received_at, "stored", f"channel {channel}")
    if row.answered_at is None:
        yield Step(row.received_at, "waits for its answer", f"begun {row.attempts} times")
    else:
        seconds = (row.answered_at - row.received_at).total_seconds()
        told = f"{row.outcome} after {seconds:.2f} s, begun {row.attempts} times"
        yield Step(row.answered_at, "answered", told)
    yield from _turns(connection, row, message)
    yield from _alarms(connection, message)
    answers = outbox.c.key.startswith(f"{ANSWER}{message}:", autoescape=True)
    yield from _sendings(connection, answers)


def _turns(connection: Connection, row: Row, message: str) -> Iterator[Step]:
    rows = connection.execute(
        select(turns.c.number, turns.c.at, turns.c.events).where(
            turns.c.conversation == row.conversation, turns.c.at >= row.received_at
        )
    )
    for turn in rows:
        events = json.loads(turn.events) if is_readable(turn.events) else []
        if any(event.get("message_id") == message for event in events):
            yield Step(turn.at, "turn of the engine", f"number {turn.number}")


def _alarms(connection: Connection, message: str) -> Iterator[Step]:
    keys = blind_indexes(f"{ALARM}{message}", PURPOSE)
    for task in connection.execute(select(tasks).where(tasks.c.key.in_(keys))):
        yield Step(task.raised_at, "alarm", f"tier {task.tier}")
        if task.acknowledged_at is not None:
            yield Step(task.acknowledged_at, "alarm seen at the desk")
    later = select(task_lines.c.at, task_lines.c.tier).where(
        task_lines.c.key.in_(keys), task_lines.c.occasion
    )
    for line in connection.execute(later):
        yield Step(line.at, "alarm again", f"tier {line.tier}")


def _sendings(connection: Connection, which: Any) -> Iterator[Step]:
    columns = ("id", "channel", "state", "attempts", "due_at", "created_at", "finished_at")
    later = ("external_id", "delivery", "error")
    query = select(*(outbox.c[name] for name in (*columns, *later))).where(which)
    for row in connection.execute(query.order_by(outbox.c.id)):
        yield Step(row.created_at, "queued", f"outbox-{row.id} on {row.channel}")
        told = [f"outbox-{row.id}", f"tried {row.attempts} times"]
        told += [f"{name} {value}" for name in later if (value := row[name])]
        yield Step(row.finished_at or max(row.due_at, row.created_at), row.state, ", ".join(told))
