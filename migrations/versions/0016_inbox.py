"""The inbox: who at the clinic has a conversation, and what they note beside it."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText, UtcDateTime

revision = "0016_inbox"
down_revision = "0015_answer_ratings"

COLUMNS = {
    "reach_index": sa.String(64),
    "wrote_at": UtcDateTime,
    "unread_since": UtcDateTime,
    "handled_by": sa.String(80),
    "closed_at": UtcDateTime,
    "snoozed_until": UtcDateTime,
    "muted_at": UtcDateTime,
    "taken_by": sa.String(80),
    "taken_at": UtcDateTime,
    "taken_until": UtcDateTime,
}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("message_threads", sa.Column(name, kind))
    op.create_index("ix_message_threads_reach_index", "message_threads", ["reach_index"])
    op.create_index("ix_message_threads_wrote_at", "message_threads", ["wrote_at"])
    op.create_index("ix_message_threads_unread_since", "message_threads", ["unread_since"])
    op.create_index("ix_message_threads_handled_by", "message_threads", ["handled_by"])
    op.create_index("ix_message_threads_taken_until", "message_threads", ["taken_until"])
    op.create_index("ix_screenings_conversation", "screenings", ["conversation"])
    op.execute(
        "UPDATE message_threads SET wrote_at = (SELECT max(received_at) FROM inbound_messages "
        "WHERE inbound_messages.conversation = message_threads.conversation)"
    )
    op.execute(
        "UPDATE message_threads SET reach_index = (SELECT number_index FROM sms_numbers "
        "WHERE sms_numbers.conversation = message_threads.conversation)"
    )
    op.execute(
        "UPDATE message_threads SET muted_at = (SELECT opted_out_at FROM sms_numbers "
        "WHERE sms_numbers.conversation = message_threads.conversation)"
    )
    op.create_table(
        "conversation_notes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey(
                "message_threads.conversation",
                ondelete="CASCADE",
                name="fk_conversation_notes_conversation_message_threads",
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(160), nullable=False, unique=True),
        sa.Column("staff", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", EncryptedText, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_index(
        "ix_conversation_notes_conversation", "conversation_notes", ["conversation", "id"]
    )


def downgrade() -> None:
    op.drop_table("conversation_notes")
    op.drop_index("ix_screenings_conversation", "screenings")
    for name in ("reach_index", "wrote_at", "unread_since", "handled_by", "taken_until"):
        op.drop_index(f"ix_message_threads_{name}", "message_threads")
    # Not in a batch: SQLite would make the table anew, and all that belongs to a row goes with the
    # old one, every message among it.
    for name in COLUMNS:
        op.drop_column("message_threads", name)
