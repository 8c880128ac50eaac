"""Questions nobody could answer, kept without who asked them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from clinic import clock
from clinic.attention.identity import without_identity
from clinic.attention.tables import unanswered
from clinic.attention.tasks import LARGEST_ID
from clinic.messages.tables import inbound
from clinic.storage import blind_index, blind_indexes

LONGEST = 500
# Why a question is kept: the article does not cover it, or gives no more detail; it was declined
# as none of the clinic's business; it was asked back, not understood at all, or asked once more
# in other words after an answer; the patient tapped, or the staff said, that the answer was none.
# The last three are safety readings to review: only the gate, or only the learned opinion, found a
# sign; or one may be meant or denied.
REASONS = (
    "not_covered",
    "detail",
    "out_of_scope",
    "clarified",
    "unclear",
    "rephrased",
    "not_helped",
    "marked",
    "sign_gate_only",
    "sign_heard_only",
    "sign_in_doubt",
)
# Of those the ones that were answered, and wrongly.
ANSWERED = ("rephrased", "not_helped", "marked")


@dataclass(frozen=True)
class Unanswered:
    """A question that was not answered.

    Attributes:
        id: its number.
        text: the words, with numbers, addresses and names taken out.
        reason: see `REASONS`.
        intent: what it was taken for.
        asked_at: when.
    """

    id: int
    text: str
    reason: str
    intent: str
    asked_at: datetime

    @property
    def was_answered(self) -> str | None:
        """What it was taken for by who answered it, and wrongly; None where it was not answered, or
        that is not known."""
        return self.intent or None if self.reason in ANSWERED else None


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
        reason: see `REASONS`.
        intent: what it was taken for.
        key: names the occasion; only its keyed hash is kept, which leads to nobody.
    """
    kept = unanswered.c.key_hash.in_(blind_indexes(key, "unanswered"))
    if connection.execute(select(unanswered.c.id).where(kept)).first():
        return
    connection.execute(
        insert(unanswered).values(
            key_hash=blind_index(key, "unanswered"),
            text=without_identity(text)[:LONGEST],
            reason=reason,
            intent=intent,
            asked_at=at or clock.now(),
        )
    )


def mark_answer(
    connection: Connection, conversation: str, message_id: str, *, reason: str, intent: str = ""
) -> bool:
    """Keeps a patient's message whose answer was none, as they or the staff say.

    Args:
        message_id: the engine's id of the message.
        reason: see `REASONS`.
        intent: what it was taken for, where that is known.

    Returns:
        False when there is no such message, or nothing was written in it.
    """
    channel, _, number = message_id.rpartition("-")
    if not number.isdecimal() or not 0 < int(number) <= LARGEST_ID:
        return False
    mine = (inbound.c.id == int(number)) & (inbound.c.conversation == conversation)
    text = connection.execute(select(inbound.c.text).where(mine, inbound.c.channel == channel))
    words = text.scalar()
    if not words or words.startswith("/"):
        return False
    record_unanswered(
        connection, text=words, reason=reason, intent=intent, key=f"unanswered:{message_id}"
    )
    return True


def unanswered_questions(connection: Connection, limit: int = 200) -> list[Unanswered]:
    """The questions nobody has settled, the newest first."""
    return _unsettled(connection, select(unanswered).limit(limit))


def by_numbers(connection: Connection, numbers: Collection[int]) -> list[Unanswered]:
    """Some of the questions nobody has settled, the newest first."""
    return _unsettled(connection, select(unanswered).where(unanswered.c.id.in_(numbers)))


def _unsettled(connection: Connection, some: Select) -> list[Unanswered]:
    newest = unanswered.c.asked_at.desc(), unanswered.c.id.desc()
    rows = connection.execute(some.where(unanswered.c.settled_at.is_(None)).order_by(*newest))
    return [Unanswered(row.id, row.text, row.reason, row.intent, row.asked_at) for row in rows]


def settle(connection: Connection, question: int, at: datetime | None = None) -> bool:
    """Takes a question off the list; false when it is not on it."""
    if not 0 < question <= LARGEST_ID:
        return False
    changed = connection.execute(
        update(unanswered)
        .where(unanswered.c.id == question, unanswered.c.settled_at.is_(None))
        .values(settled_at=at or clock.now())
    )
    return changed.rowcount == 1
