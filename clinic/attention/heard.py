"""What was heard in a message that raised an alarm, or nearly did, and what the staff say of it.

A clinician has to be able to read why: which sign, in which words, by the gate's vocabulary or by
the learned reading. What was missed, or raised for nothing, becomes an incident that somebody
settles, by rewording it as an example or a test.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.attention.tables import heard_signs, incidents
from clinic.attention.tasks import LARGEST_ID
from clinic.storage import is_readable

if TYPE_CHECKING:  # the reading of safety is much to load, and only needed where something is read
    from clinic.reading.safety.verdict import Sign, Verdict

# "missed": it should have raised the alarm. "false": it should not have.
Mark = Literal["missed", "false"]
MARKS: tuple[Mark, ...] = get_args(Mark)
# Of one message so many signs are kept; the rest are the least likely.
MOST_SIGNS = 8
WORDS_CHARACTERS = 300


@dataclass(frozen=True)
class Heard:
    """What was heard in one message.

    Attributes:
        decision: alarm or ask.
        group: the sign that decided.
        signs: every sign, the most urgent first.
        why: one line, without the patient's words.
        at: when.
    """

    decision: str
    group: str | None
    signs: tuple[Sign, ...]
    why: str
    at: datetime


@dataclass(frozen=True)
class Incident:
    """A message that was judged wrongly, in the eyes of the staff.

    Attributes:
        id: its number.
        mark: missed or false.
        text: the patient's words.
        heard: what was heard in them, None when nothing was kept.
        marked_at, marked_by: when and who.
        settled_at, settled_by: when it was dealt with and by whom; None until then.
    """

    id: int
    mark: Mark
    text: str
    heard: Heard | None
    marked_at: datetime
    marked_by: str
    settled_at: datetime | None = None
    settled_by: str | None = None


def note_heard(
    connection: Connection,
    *,
    conversation: str,
    message_id: str,
    verdict: Verdict,
    at: datetime | None = None,
) -> None:
    """Keeps what was heard in a message, also what was found too slight or was said not to be so:
    the staff may find that it should have raised the alarm. The same message again changes
    nothing."""
    if verdict.decision == "quiet" and not verdict.signs:
        return
    known = select(heard_signs.c.message_id).where(heard_signs.c.message_id == message_id)
    if connection.execute(known).first():
        return
    at = at or clock.now()
    connection.execute(
        insert(heard_signs).values(
            message_id=message_id,
            conversation=conversation,
            heard=_written(verdict, at),
            at=at,
        )
    )


def heard_in(connection: Connection, conversation: str) -> list[Heard]:
    """What raised the alarm or was asked about in a conversation, the oldest first."""
    return heard_in_each(connection, [conversation]).get(conversation, [])


def heard_in_each(connection: Connection, conversations: Iterable[str]) -> dict[str, list[Heard]]:
    """What raised the alarm or was asked about in each of some conversations, the oldest first;
    none for one where nothing did."""
    found: dict[str, list[Heard]] = {}
    names = list(conversations)
    if not names:
        return found
    for row in connection.execute(
        select(heard_signs.c.conversation, heard_signs.c.heard)
        .where(heard_signs.c.conversation.in_(names))
        .order_by(heard_signs.c.at)
    ):
        if is_readable(row.heard) and (heard := _read(row.heard)).decision != "quiet":
            found.setdefault(row.conversation, []).append(heard)
    return found


def heard_by_message(connection: Connection, conversation: str) -> dict[str, Heard]:
    """What was heard in a conversation, by the engine's id of each message."""
    rows = connection.execute(
        select(heard_signs.c.message_id, heard_signs.c.heard).where(
            heard_signs.c.conversation == conversation
        )
    )
    return {row.message_id: _read(row.heard) for row in rows if is_readable(row.heard)}


def private(connection: Connection, conversations: Iterable[str]) -> frozenset[str]:
    """Those of some conversations of which no list or preview may show a word: something was heard
    in them that is dangerous to the patient where somebody reads along."""
    return private_of(heard_in_each(connection, conversations))


def private_of(heard: Mapping[str, Iterable[Heard]]) -> frozenset[str]:
    """The same, of what was read by `heard_in_each`."""
    from clinic.reading.safety import discreet

    return frozenset(
        name for name, all_of in heard.items() if any(discreet(one.group) for one in all_of)
    )


def mark(
    connection: Connection,
    *,
    kind: Mark,
    text: str,
    staff: str,
    conversation: str | None = None,
    message_id: str | None = None,
) -> None:
    """Keeps that a message was judged wrongly, once for each message and mark.

    Args:
        kind: missed or false.
        text: the patient's words.
        staff: who says so.
        conversation: where it was said: what was heard there last is kept beside it,
        message_id: or what was heard in this very message, where that is known.

    Raises:
        ValueError: an unknown mark, or no words.
    """
    if kind not in MARKS or not text.strip():
        raise ValueError(f"no incident: {kind!r}, {len(text)} characters")
    if any(item.text == text and item.mark == kind for item in open_incidents(connection)):
        return
    heard = None
    if message_id or conversation:
        of = (
            heard_signs.c.message_id == message_id
            if message_id
            else heard_signs.c.conversation == conversation
        )
        newest = select(heard_signs.c.heard).where(of).order_by(heard_signs.c.at.desc()).limit(1)
        heard = connection.execute(newest).scalar()
    connection.execute(
        insert(incidents).values(
            kind=kind, text=text, heard=heard, marked_at=clock.now(), marked_by=staff
        )
    )


def open_incidents(connection: Connection) -> list[Incident]:
    """The incidents nobody has settled, the oldest first."""
    rows = connection.execute(
        select(incidents).where(incidents.c.settled_at.is_(None)).order_by(incidents.c.id)
    )
    return [
        Incident(
            row.id,
            row.kind,
            row.text,
            _read(row.heard) if row.heard and is_readable(row.heard) else None,
            row.marked_at,
            row.marked_by,
        )
        for row in rows
    ]


def settle(connection: Connection, incident: int, staff: str) -> bool:
    """Marks an incident as dealt with; False when it was, or is not there."""
    if not 0 < incident <= LARGEST_ID:
        return False
    changed = connection.execute(
        update(incidents)
        .where(incidents.c.id == incident, incidents.c.settled_at.is_(None))
        .values(settled_at=clock.now(), settled_by=staff)
    )
    return changed.rowcount == 1


def forget_heard(connection: Connection, conversation: str) -> None:
    """Deletes what was heard in a conversation."""
    connection.execute(delete(heard_signs).where(heard_signs.c.conversation == conversation))


def forget_heard_before(connection: Connection, at: datetime) -> None:
    """Deletes what was heard, and incidents that were settled, before a time."""
    connection.execute(delete(heard_signs).where(heard_signs.c.at < at))
    connection.execute(delete(incidents).where(incidents.c.settled_at < at))


def _written(verdict: Verdict, at: datetime) -> str:
    signs = [
        {**asdict(sign), "words": sign.words[:WORDS_CHARACTERS]}
        for sign in verdict.signs[:MOST_SIGNS]
    ]
    return json.dumps(
        {
            "decision": verdict.decision,
            "group": verdict.group,
            "signs": signs,
            "why": verdict.why,
            "at": at.isoformat(),
        }
    )


def _read(text: str) -> Heard:
    from clinic.reading.safety.verdict import Sign

    fields: dict[str, Any] = json.loads(text)
    signs: Sequence[dict[str, Any]] = fields["signs"]
    return Heard(
        fields["decision"],
        fields["group"],
        tuple(Sign(**sign) for sign in signs),
        fields["why"],
        datetime.fromisoformat(fields["at"]),
    )
