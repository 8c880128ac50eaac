"""What the inbox shows."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy.engine import Connection

from clinic import attention, clock, inbox
from clinic.content import get_content
from clinic.inbox.takeover import silence
from clinic.inbox.understood import Understood, understood_in
from clinic.inbox.wording import canned_answers
from clinic.messages.conversation import Said, said
from clinic.reading.safety.verdict import Verdict
from clinic.screenings import Screening
from clinic.screenings.lookup import of_conversation
from clinic.staff import account_names
from clinic.storage import get_database

QUIET = Verdict()


@dataclass(frozen=True)
class Line:
    """One thing in a conversation: a message, or a note beside it.

    Attributes:
        message: what was said; None for a note.
        understood: what the assistant heard in a patient's message, where it has read it.
        alarm: that a patient's message raised, which it was then taken for; None: none.
        note: what the staff wrote; None for a message.
        at: when.
    """

    at: datetime
    message: Said | None = None
    understood: Understood | None = None
    alarm: attention.Alarm | None = None
    note: inbox.Note | None = None


def the_list(tab: inbox.Tab, staff: str, before: inbox.End | None) -> dict[str, Any]:
    """A page of a list."""
    with get_database().read() as connection:
        items, more = inbox.list_conversations(connection, tab, staff, before)
    return {"tab": tab, "items": items, "more": more, "before": before}


def the_conversation(name: str, staff: str, seen: bool) -> dict[str, Any] | None:
    """A conversation with all that belongs to it; None when it is not kept.

    Args:
        seen: somebody looks at it: it is read.
    """
    if seen:
        with get_database().read() as connection:
            item = inbox.one(connection, name)
        if item is not None and item.unread:
            with get_database().begin() as connection:
                inbox.see(connection, name)
    with get_database().read() as connection:
        item = inbox.one(connection, name)
        if item is None:
            return None
        tasks = attention.open_tasks(connection, conversation=name)
        return {
            "item": item,
            "days": _by_day(_lines(connection, name)),
            "tasks": tasks,
            "heard": attention.heard_in_each(connection, [name]),
            "visits": _visits(connection, name),
            "accounts": account_names(connection),
            "names": {one.id: one.name for one in get_content().clinic.therapists},
            "now": clock.now(),
            "snoozes": snoozes(clock.now()),
            **the_composer(connection, name, staff),
        }


def the_composer(connection: Connection, name: str, staff: str) -> dict[str, Any]:
    """What can be written now: by whom it is answered, and what stands ready."""
    item = inbox.one(connection, name)
    taken = item.taken_by if item else None
    return {
        "item": item,
        "state": state_of(item, staff),
        "taken_by": taken,
        "key": secrets.token_hex(8),
        "canned": canned_answers(),
        "minutes": int(silence().total_seconds() // 60),
        "draft": "",
        "problem": None,
    }


def state_of(item: inbox.Item | None, staff: str) -> str:
    """Who answers: `mine`, `assistant`, or another's name; with what may be sent."""
    if item is None:
        return "gone"
    who = "assistant" if item.taken_by is None else item.taken_by
    return f"{'mine' if who == staff else who}{'-muted' if item.muted else ''}"


def snoozes(now: datetime) -> list[tuple[str, str]]:
    """Until when a conversation can be put off: a code and its label."""
    zone = get_content().clinic.tz
    local = now.astimezone(zone)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time(9), zone)
    monday = datetime.combine(local.date() + timedelta(days=7 - local.weekday()), time(9), zone)
    return [
        ((now + timedelta(hours=1)).isoformat(timespec="seconds"), "An hour"),
        ((now + timedelta(hours=3)).isoformat(timespec="seconds"), "Three hours"),
        (tomorrow.isoformat(), "Tomorrow, 9 AM"),
        (monday.isoformat(), "Monday, 9 AM"),
    ]


def _lines(connection: Connection, name: str) -> list[Line]:
    read = understood_in(connection, name)
    messages = said(connection, name)
    ids = [one.message_id for one in messages if one.message_id]
    alarms = attention.alarms_in(connection, name, ids)
    lines = []
    for one in messages:
        understood = read.get(one.message_id or "")
        alarm = alarms.get(one.message_id or "")
        if alarm is None and understood is not None:
            alarm = attention.alarm_of(understood.safety)
        lines.append(Line(one.at, one, understood, alarm))
    lines += [Line(one.at, note=one) for one in inbox.notes_of(connection, name)]
    return sorted(lines, key=lambda line: line.at)


def _by_day(lines: Iterable[Line]) -> list[tuple[object, list[Line]]]:
    zone = get_content().clinic.tz
    days = groupby(lines, lambda line: line.at.astimezone(zone).date())
    return [(day, list(found)) for day, found in days]


def _visits(connection: Connection, name: str) -> list[Screening]:
    person = attention.known_person(connection, name)
    item = inbox.one(connection, name)
    return of_conversation(connection, name, person.phone or (item.reach if item else None))
