"""What each process, and the carrier, was last known to be doing."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import UtcDateTime

revision = "0007_health"
down_revision = "0006_alerts_of_a_person"


def upgrade() -> None:
    op.create_table(
        "health",
        sa.Column("part", sa.String(32), primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("trouble", sa.String(300), nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("health")
