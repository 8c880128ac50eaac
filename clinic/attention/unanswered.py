"""Questions nobody could answer, kept without who asked them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import phonenumbers
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.attention.tables import unanswered
from clinic.storage import blind_index

LONGEST = 500
_ADDRESS = re.compile(r"\S+@\S+\.\S+")
_NAMED = re.compile(r"\b(my name is|i am|i'm|this is)\s+[A-Z]\w+(\s+[A-Z]\w+)*")


@dataclass(frozen=True)
class Unanswered:
    """A question that was not answered.

    Attributes:
        id: its number.
        text: the words, with numbers, addresses and names taken out.
        reason: not_covered, clarified or unclear.
        intent: what it was taken for.
        asked_at: when.
    """

    id: int
    text: str
    reason: str
    intent: str
    asked_at: datetime


def record_unanswered(
    connection: Connection,
    *,
    text: str,
    reason: str,
    intent: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Keeps a question; the same key again keeps nothing.

    Args:
        text: the patient's words; what says who they are is taken out.
        reason: not_covered, clarified or unclear.
        intent: what it was taken for.
        key: names the occasion; only its keyed hash is kept, which leads to nobody.
    """
    hashed = blind_index(key, "unanswered")
    if connection.execute(select(unanswered.c.id).where(unanswered.c.key_hash == hashed)).first():
        return
    connection.execute(
        insert(unanswered).values(
            key_hash=hashed,
            text=without_identity(text)[:LONGEST],
            reason=reason,
            intent=intent,
            asked_at=at or clock.now(),
        )
    )


def unanswered_questions(connection: Connection, limit: int = 200) -> list[Unanswered]:
    """The questions nobody has settled, the newest first."""
    rows = connection.execute(
        select(unanswered)
        .where(unanswered.c.settled_at.is_(None))
        .order_by(unanswered.c.asked_at.desc(), unanswered.c.id.desc())
        .limit(limit)
    )
    return [Unanswered(row.id, row.text, row.reason, row.intent, row.asked_at) for row in rows]


def settle(connection: Connection, question: int, at: datetime | None = None) -> bool:
    """Takes a question off the list; false when it is not on it."""
    changed = connection.execute(
        update(unanswered)
        .where(unanswered.c.id == question, unanswered.c.settled_at.is_(None))
        .values(settled_at=at or clock.now())
    )
    return changed.rowcount == 1


def without_identity(text: str) -> str:
    """The text without phone numbers, e-mail addresses and names that are said to be one."""
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text[: 4 * LONGEST], "US"))):
        text = text[: match.start] + "[number]" + text[match.end :]
    return _NAMED.sub(r"\1 [name]", _ADDRESS.sub("[address]", text))
