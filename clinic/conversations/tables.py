"""The table of turns."""

from sqlalchemy import Column, Index, Integer, String, Table, UniqueConstraint

from clinic.storage import EncryptedText, UtcDateTime, metadata

turns = Table(
    "conversation_turns",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(255), nullable=False),
    # The turn's place in its conversation, from 1. Unique, so that of two processes that saw
    # the same state only one can add the next turn.
    Column("number", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # JSON: the turn's events, and the state after it.
    Column("events", EncryptedText, nullable=False),
    Column("state", EncryptedText, nullable=False),
    UniqueConstraint("conversation", "number", name="uq_conversation_turns_number"),
    Index("ix_conversation_turns_at", "at"),
    sqlite_autoincrement=True,
)
