"""What patients write and what is sent to them: threads, inbound log, transcript, outbox."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedJson, EncryptedText, UtcDateTime

revision = "0002_messages"
down_revision = "0001_conversations"

UNANSWERED = sa.text("answered_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "message_threads",
        sa.Column("conversation", sa.String(64), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("reach", EncryptedText),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False, index=True),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("lease_holder", sa.String(120)),
        sa.Column("lease_until", UtcDateTime),
    )
    op.create_table(
        "inbound_messages",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("conversation", sa.String(64), _thread(), nullable=False),
        sa.Column("external_id", sa.String(80), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("text", EncryptedText, nullable=False),
        sa.Column("details", EncryptedJson, nullable=False),
        sa.Column("seq", sa.Integer),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("answered_at", UtcDateTime),
        sa.Column("outcome", sa.String(16)),
        sa.UniqueConstraint("channel", "conversation", "external_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbound_messages_unanswered",
        "inbound_messages",
        ["conversation", "id"],
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    )
    op.create_index("ix_inbound_messages_thread", "inbound_messages", ["conversation", "id"])
    op.create_table(
        "web_messages",
        sa.Column("conversation", sa.String(64), _thread(), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("sender", sa.String(16), nullable=False),
        sa.Column("text", EncryptedText, nullable=False),
        sa.Column("details", EncryptedJson, nullable=False),
        sa.Column("client_id", sa.String(64)),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "offered_choices",
        sa.Column("token", sa.String(32), primary_key=True),
        sa.Column("conversation", sa.String(64), _thread(), nullable=False),
        sa.Column("offer", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("label", EncryptedText, nullable=False),
        sa.Column("payload", EncryptedText, nullable=False),
        sa.Column("offered_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_offered_choices_thread", "offered_choices", ["conversation", "offered_at"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("recipient", EncryptedText, nullable=False),
        sa.Column("recipient_index", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(64), index=True),
        sa.Column("reply", EncryptedJson, nullable=False),
        sa.Column("key", sa.String(160), nullable=False, unique=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("claimed_until", UtcDateTime),
        sa.Column("external_id", sa.String(80), index=True),
        sa.Column("delivery", sa.String(32)),
        sa.Column("error", sa.String(200)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("finished_at", UtcDateTime),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_due", "outbox", ["state", "due_at"])
    op.create_index("ix_outbox_recipient", "outbox", ["recipient_index", "state"])
    op.create_table(
        "sms_numbers",
        sa.Column("number_index", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(64), nullable=False, unique=True),
        sa.Column("introduced_at", UtcDateTime),
        sa.Column("opted_out_at", UtcDateTime),
        sa.Column("choices_ended_at", UtcDateTime),
        sa.Column("asked_about", sa.String(32)),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "sms_consents",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "number_index",
            sa.String(64),
            sa.ForeignKey("sms_numbers.number_index", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("change", sa.String(8), nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in (
        "sms_consents",
        "sms_numbers",
        "outbox",
        "offered_choices",
        "web_messages",
        "inbound_messages",
        "message_threads",
    ):
        op.drop_table(table)


def _thread() -> sa.ForeignKey:
    return sa.ForeignKey("message_threads.conversation", ondelete="CASCADE")
