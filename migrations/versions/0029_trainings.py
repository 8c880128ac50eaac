"""Publications that are learned first, and how far the checks of a draft are."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import UtcDateTime

revision = "0029_trainings"
down_revision = "0028_offered_other_times"


def upgrade() -> None:
    op.add_column("content_drafts", sa.Column("checking", sa.JSON))
    op.create_table(
        "content_trainings",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("draft", sa.Integer, nullable=False, index=True),
        sa.Column("back", sa.Boolean, nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("state", sa.String(9), nullable=False, index=True),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.Column("holder", sa.String(120)),
        sa.Column("said", sa.Text),
        sa.Column("found", sa.JSON),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.Column("model_before", sa.String(300)),
        sa.Column("model", sa.String(300)),
    )


def downgrade() -> None:
    op.drop_table("content_trainings")
    with op.batch_alter_table("content_drafts") as table:
        table.drop_column("checking")
