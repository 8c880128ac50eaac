"""Screenings tables."""

revision = "0003_screenings"
down_revision = "0002_messages"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
