"""Who is on call, and who was told of which alert."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText, UtcDateTime

revision = "0017_on_call"
down_revision = "0016_inbox"


def upgrade() -> None:
    op.create_table(
        "on_call",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("phone", EncryptedText),
        sa.Column("email", EncryptedText),
    )
    op.create_table(
        "alert_pages",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "task",
            sa.Integer,
            sa.ForeignKey(
                "staff_tasks.id", ondelete="CASCADE", name="fk_alert_pages_task_staff_tasks"
            ),
            nullable=False,
            index=True,
        ),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("key", sa.String(160), nullable=False, unique=True),
        sa.Column("at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("alert_pages")
    op.drop_table("on_call")
