"""Conversations: one row a turn."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText, UtcDateTime

revision = "0001_conversations"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "conversation_turns",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("conversation", sa.String(255), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("saved_at", UtcDateTime, nullable=False, index=True),
        sa.Column("events", EncryptedText, nullable=False),
        sa.Column("state", EncryptedText),
        sa.UniqueConstraint("conversation", "number"),
    )


def downgrade() -> None:
    op.drop_table("conversation_turns")
