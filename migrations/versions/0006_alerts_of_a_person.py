"""An alert carries the person, and what belongs to it afterwards."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText, UtcDateTime

revision = "0006_alerts_of_a_person"
down_revision = "0005_audit_log_append_only"


def upgrade() -> None:
    op.add_column("staff_tasks", sa.Column("name", EncryptedText))
    op.create_index("ix_staff_tasks_conversation", "staff_tasks", ["conversation"])
    op.create_table(
        "staff_task_lines",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "task",
            sa.Integer,
            sa.ForeignKey("staff_tasks.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("key", sa.String(200), nullable=False, unique=True),
        sa.Column("occasion", sa.Boolean, nullable=False),
        sa.Column("tier", sa.String(1)),
        sa.Column("text", EncryptedText, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "conversation_people",
        sa.Column("conversation", sa.String(128), primary_key=True),
        sa.Column("name", EncryptedText),
        sa.Column("phone", EncryptedText),
        sa.Column("changed_at", UtcDateTime, nullable=False, index=True),
    )


def downgrade() -> None:
    op.drop_table("conversation_people")
    op.drop_table("staff_task_lines")
    op.drop_index("ix_staff_tasks_conversation", "staff_tasks")
    with op.batch_alter_table("staff_tasks") as table:
        table.drop_column("name")
