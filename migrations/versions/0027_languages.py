"""The language a conversation is held in, where it is not English."""

import sqlalchemy as sa
from alembic import op

revision = "0027_languages"
down_revision = "0026_desk_with_years_of_patients"


def upgrade() -> None:
    op.add_column("message_threads", sa.Column("language", sa.String(8)))


def downgrade() -> None:
    # Not by a copy of the table: on SQLite that empties every table that leads to it.
    op.drop_column("message_threads", "language")
