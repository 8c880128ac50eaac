"""Indexes with which the desk's lists and figures read what they show, however much is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0026_desk_with_years_of_patients"
down_revision = "0025_publishing"

# Name, table and columns of each.
NEW = (
    ("ix_message_threads_handled_by", "message_threads", ["handled_by", "changed_at"]),
    ("ix_message_threads_snoozed_until", "message_threads", ["snoozed_until"]),
    ("ix_inbound_messages_received", "inbound_messages", ["received_at", "outcome"]),
    ("ix_screenings_starts_at", "screenings", ["starts_at", "state", "attendance"]),
    ("ix_screening_history_at", "screening_history", ["at", "what"]),
    ("ix_audit_log_what", "audit_log", ["what", "at"]),
)
# Those that were there before, with fewer columns.
NARROWER = (
    ("ix_message_threads_handled_by", "message_threads", ["handled_by"]),
    ("ix_screenings_starts_at", "screenings", ["starts_at"]),
)
WAITING = "ix_inbound_messages_waiting"


def upgrade() -> None:
    for name, table, _ in NARROWER:
        op.drop_index(name, table)
    for name, table, columns in NEW:
        op.create_index(name, table, columns)
    waits = sa.text("answered_at IS NULL")
    op.create_index(
        WAITING, "inbound_messages", ["received_at"], sqlite_where=waits, postgresql_where=waits
    )


def downgrade() -> None:
    op.drop_index(WAITING, "inbound_messages")
    for name, table, _ in NEW:
        op.drop_index(name, table)
    for name, table, columns in NARROWER:
        op.create_index(name, table, columns)
