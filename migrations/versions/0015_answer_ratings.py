"""Whether answers helped is counted by day and topic."""

import sqlalchemy as sa
from alembic import op

revision = "0015_answer_ratings"
down_revision = "0014_kept_index_keys"


def upgrade() -> None:
    op.create_table(
        "answer_ratings",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("topic", sa.String(64), primary_key=True),
        sa.Column("helpful", sa.Boolean, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("answer_ratings")
