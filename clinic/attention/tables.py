"""The tables of tasks and of unanswered questions."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from clinic.storage import EncryptedText, UtcDateTime, metadata

tasks = Table(
    "staff_tasks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("tier", String(1)),
    Column("channel", String(16)),
    Column("conversation", String(128)),
    Column("reach", EncryptedText),
    Column("detail", EncryptedText, nullable=False),
    Column("raised_at", UtcDateTime, nullable=False, index=True),
    Column("acknowledged_at", UtcDateTime, index=True),
    Column("acknowledged_by", String(80)),
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
