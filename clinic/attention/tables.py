"""The tables of tasks and of unanswered questions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from clinic.storage import EncryptedText, IndexOf, UtcDateTime, metadata

tasks = Table(
    "staff_tasks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("tier", String(1)),
    Column("channel", String(16)),
    Column("conversation", String(128), index=True),
    Column("reach", EncryptedText),
    Column("reach_index", IndexOf("reach"), index=True),
    Column("name", EncryptedText),
    Column("detail", EncryptedText, nullable=False),
    Column("raised_at", UtcDateTime, nullable=False, index=True),
    Column("acknowledged_at", UtcDateTime, index=True),
    Column("acknowledged_by", String(80)),
)


def _task() -> Column[Integer]:
    """The task a row belongs to, and goes with."""
    key = ForeignKey("staff_tasks.id", ondelete="CASCADE")
    return Column("task", Integer, key, nullable=False, index=True)


# What belongs to a task beside its first occasion: another one in the same conversation (with its
# tier, where it was an alarm), and what the patient wrote afterwards.
task_lines = Table(
    "staff_task_lines",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _task(),
    Column("key", String(200), nullable=False, unique=True),
    Column("occasion", Boolean, nullable=False),
    Column("tier", String(1)),
    Column("text", EncryptedText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Who writes in a conversation, as far as they said.
people = Table(
    "conversation_people",
    metadata,
    Column("conversation", String(128), primary_key=True),
    Column("name", EncryptedText),
    Column("phone", EncryptedText),
    Column("phone_index", IndexOf("phone"), index=True),
    Column("changed_at", UtcDateTime, nullable=False, index=True),
)

# Without any trace of who asked: these lines are read to improve the content.
unanswered = Table(
    "unanswered_questions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("text", EncryptedText, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("intent", String(64), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("settled_at", UtcDateTime),
)

# What was heard in a message that raised an alarm or a question.
heard_signs = Table(
    "heard_signs",
    metadata,
    Column("message_id", String(160), primary_key=True),
    Column("conversation", String(128), nullable=False, index=True),
    Column("heard", EncryptedText, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)

# Messages that were judged wrongly, in the eyes of the staff, until somebody has dealt with them.
incidents = Table(
    "safety_incidents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),
    Column("text", EncryptedText, nullable=False),
    Column("heard", EncryptedText),
    Column("marked_at", UtcDateTime, nullable=False),
    Column("marked_by", String(80), nullable=False),
    Column("settled_at", UtcDateTime, index=True),
    Column("settled_by", String(80)),
)

# Who is told of an alert when nobody at the desk has seen it, in this order.
on_call = Table(
    "on_call",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("position", Integer, nullable=False),
    Column("name", String(80), nullable=False),
    Column("phone", EncryptedText),
    Column("email", EncryptedText),
)

# Who was told of which alert, by which way and when. What became of it stands in the outbox.
alert_pages = Table(
    "alert_pages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _task(),
    Column("step", Integer, nullable=False),
    Column("name", String(80), nullable=False),
    Column("way", String(16), nullable=False),
    Column("key", String(160), nullable=False, unique=True),
    Column("at", UtcDateTime, nullable=False),
)
