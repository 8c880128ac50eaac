"""Conversations: the turns of each one."""

import sqlalchemy as sa
from alembic import op

revision = "0001_conversations"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "conversation_turns",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("conversation", sa.String(255), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("events", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.UniqueConstraint("conversation", "number", name="uq_conversation_turns_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_conversation_turns_at", "conversation_turns", ["at"])


def downgrade() -> None:
    op.drop_table("conversation_turns")
