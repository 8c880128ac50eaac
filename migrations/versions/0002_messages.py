"""Messages tables."""

revision = "0002_messages"
down_revision = "0001_conversations"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
