"""Conversations tables."""

revision = "0001_conversations"
down_revision = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
