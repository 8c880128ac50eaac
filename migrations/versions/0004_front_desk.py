"""What the staff works with: tasks, unanswered questions, accounts, the audit log."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText, UtcDateTime

revision = "0004_front_desk"
down_revision = "0003_screenings"


def upgrade() -> None:
    op.create_table(
        "staff_tasks",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(200), nullable=False, unique=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("tier", sa.String(1)),
        sa.Column("channel", sa.String(16)),
        sa.Column("conversation", sa.String(128)),
        sa.Column("reach", EncryptedText),
        sa.Column("detail", EncryptedText, nullable=False),
        sa.Column("raised_at", UtcDateTime, nullable=False, index=True),
        sa.Column("acknowledged_at", UtcDateTime, index=True),
        sa.Column("acknowledged_by", sa.String(80)),
    )
    op.create_table(
        "unanswered_questions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("key_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("text", EncryptedText, nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("intent", sa.String(64), nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False, index=True),
        sa.Column("settled_at", UtcDateTime),
    )
    op.create_table(
        "staff_accounts",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", UtcDateTime),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
        sa.Column("staff", sa.String(80), nullable=False),
        sa.Column("what", sa.String(80), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("audit_log")
    op.drop_table("staff_accounts")
    op.drop_table("unanswered_questions")
    op.drop_table("staff_tasks")
