"""A screening's history holds that a patient will be there, or be late, in their words."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText

revision = "0012_what_patients_say"
down_revision = "0011_taught_examples"

TABLE = "screening_history"
# As it is called in the database: the naming convention put its own words before the name.
CHECK = "ck_screening_history_ck_screening_history_what"
CHANGES = "what IN ('booked', 'moved', 'cancelled')"
CHANGES_AND_WORD = "what IN ('booked', 'moved', 'cancelled', 'confirmed', 'late')"
# SQLite makes the table anew to change it, and its triggers go with the old one.
_SQLITE_APPEND_ONLY = (
    """CREATE TRIGGER screening_history_no_update BEFORE UPDATE ON screening_history
BEGIN SELECT RAISE(ABORT, 'screening_history is append-only'); END""",
    """CREATE TRIGGER screening_history_no_delete BEFORE DELETE ON screening_history
WHEN EXISTS (SELECT 1 FROM screenings WHERE id = OLD.screening_id)
BEGIN SELECT RAISE(ABORT, 'screening_history is append-only'); END""",
)


def upgrade() -> None:
    with op.batch_alter_table(TABLE, table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("note", EncryptedText))
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), CHANGES_AND_WORD)
    _append_only_again()


def downgrade() -> None:
    """What patients said goes; it changed nothing. The history is else only added to."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    off = (
        "DROP TRIGGER screening_history_no_delete"
        if sqlite
        else f"ALTER TABLE {TABLE} DISABLE TRIGGER screening_history_append_only"
    )
    op.execute(off)
    op.execute(f"DELETE FROM {TABLE} WHERE what IN ('confirmed', 'late')")
    if not sqlite:
        op.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER screening_history_append_only")
    with op.batch_alter_table(TABLE, table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), CHANGES)
        table.drop_column("note")
    _append_only_again()


def _append_only_again() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for trigger in _SQLITE_APPEND_ONLY:
            op.execute(trigger)
