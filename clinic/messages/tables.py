"""The tables of everything patients write and everything sent to them.

A thread is a conversation as its channel knows it. What belongs to a thread is deleted with it.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from clinic.storage import EncryptedJson, EncryptedText, IndexOf, UtcDateTime, metadata


def _thread_key() -> ForeignKey:
    return ForeignKey("message_threads.conversation", ondelete="CASCADE")


threads = Table(
    "message_threads",
    metadata,
    Column("conversation", String(64), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("reach", EncryptedText),
    Column("reach_index", IndexOf("reach"), index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False, index=True),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("lease_holder", String(120)),
    Column("lease_until", UtcDateTime),
    # Where it is not English.
    Column("language", String(8)),
    # What the staff see of it and do with it: see clinic.inbox.
    Column("wrote_at", UtcDateTime, index=True),
    Column("unread_since", UtcDateTime),
    Column("handled_by", String(80)),
    Column("closed_at", UtcDateTime),
    Column("snoozed_until", UtcDateTime, index=True),
    Column("muted_at", UtcDateTime),
    Column("taken_by", String(80)),
    Column("taken_at", UtcDateTime),
    Column("taken_until", UtcDateTime, index=True),
)

Index("ix_message_threads_handled_by", threads.c.handled_by, threads.c.changed_at)

# What waits for somebody: of all there is, little.
_waits = threads.c.unread_since.is_not(None) & threads.c.closed_at.is_(None)
Index(
    "ix_message_threads_unread",
    threads.c.handled_by,
    threads.c.snoozed_until,
    sqlite_where=_waits,
    postgresql_where=_waits,
)

inbound = Table(
    "inbound_messages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),
    Column("conversation", String(64), _thread_key(), nullable=False),
    Column("external_id", String(80), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("text", EncryptedText, nullable=False),
    Column("details", EncryptedJson, nullable=False),
    Column("seq", Integer),
    Column("received_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("answered_at", UtcDateTime),
    Column("outcome", String(16)),
    UniqueConstraint("channel", "conversation", "external_id"),
    sqlite_autoincrement=True,
)
Index(
    "ix_inbound_messages_unanswered",
    inbound.c.conversation,
    inbound.c.id,
    sqlite_where=inbound.c.answered_at.is_(None),
    postgresql_where=inbound.c.answered_at.is_(None),
)
Index("ix_inbound_messages_thread", inbound.c.conversation, inbound.c.id)
Index("ix_inbound_messages_received", inbound.c.received_at, inbound.c.outcome)
Index(
    "ix_inbound_messages_waiting",
    inbound.c.received_at,
    sqlite_where=inbound.c.answered_at.is_(None),
    postgresql_where=inbound.c.answered_at.is_(None),
)

web_messages = Table(
    "web_messages",
    metadata,
    Column("conversation", String(64), _thread_key(), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", String(32), nullable=False, unique=True),
    Column("sender", String(16), nullable=False),
    Column("text", EncryptedText, nullable=False),
    Column("details", EncryptedJson, nullable=False),
    Column("client_id", String(64)),
    Column("at", UtcDateTime, nullable=False),
)

choices = Table(
    "offered_choices",
    metadata,
    Column("token", String(32), primary_key=True),
    Column("conversation", String(64), _thread_key(), nullable=False),
    Column("offer", String(32), nullable=False),
    Column("position", Integer, nullable=False),
    Column("label", EncryptedText, nullable=False),
    Column("payload", EncryptedText, nullable=False),
    Column("offered_at", UtcDateTime, nullable=False),
)
Index("ix_offered_choices_thread", choices.c.conversation, choices.c.offered_at)

# What the staff write beside a conversation; no patient sees it.
notes = Table(
    "conversation_notes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(64), _thread_key(), nullable=False),
    Column("key", String(160), nullable=False, unique=True),
    Column("staff", String(80), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", EncryptedText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_conversation_notes_conversation", notes.c.conversation, notes.c.id)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),
    Column("recipient", EncryptedText, nullable=False),
    Column("recipient_index", IndexOf("recipient"), nullable=False),
    Column("conversation", String(64), index=True),
    Column("reply", EncryptedJson, nullable=False),
    Column("key", String(160), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("claimed_until", UtcDateTime),
    Column("external_id", String(80), index=True),
    Column("delivery", String(32)),
    Column("error", String(200)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    sqlite_autoincrement=True,
)
Index("ix_outbox_due", outbox.c.state, outbox.c.due_at)
Index("ix_outbox_recipient", outbox.c.recipient_index, outbox.c.state)
