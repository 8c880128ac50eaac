"""The table of conversations: one row for each turn, only ever appended."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, UniqueConstraint

from clinic.messages.tables import EncryptedJson
from clinic.storage import UtcDateTime, metadata

turns = Table(
    "conversation_turns",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(255), nullable=False),
    Column("number", Integer, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False, index=True),
    Column("events", EncryptedJson, nullable=False),
    Column("state", EncryptedJson),
    UniqueConstraint("conversation", "number"),
)
