"""A screening's history holds that its patient was asked to choose another time; what waits for
somebody in the inbox is counted by an index of its own."""

import sqlalchemy as sa
from alembic import op

from clinic import chained
from clinic.screenings.tables import history

revision = "0028_offered_other_times"
down_revision = "0027_languages"

TABLE = "screening_history"
INDEX = "ix_screening_history_offered"
# As it is called in the database: the naming convention put its own words before the name.
CHECK = "ck_screening_history_ck_screening_history_what"
BEFORE = "what IN ('booked', 'moved', 'cancelled', 'confirmed', 'late')"
AFTER = "what IN ('booked', 'moved', 'cancelled', 'confirmed', 'late', 'offered')"
# What is never changed; the sealed columns are, under a new key (0013).
_KEPT = (
    "id, screening_id, key, what, at, actor_kind, actor_name, before_therapist, before_starts_at, "
    "before_ends_at, after_therapist, after_starts_at, after_ends_at"
)
# SQLite makes the table anew to change it, and its triggers go with the old one. No table leads to
# this one, so nothing goes with it.
_SQLITE_APPEND_ONLY = (
    f"CREATE TRIGGER screening_history_no_update BEFORE UPDATE OF {_KEPT} ON screening_history "
    "BEGIN SELECT RAISE(ABORT, 'screening_history is append-only'); END",
    """CREATE TRIGGER screening_history_no_delete BEFORE DELETE ON screening_history
WHEN EXISTS (SELECT 1 FROM screenings WHERE id = OLD.screening_id)
BEGIN SELECT RAISE(ABORT, 'screening_history is append-only'); END""",
)


UNREAD, THREADS = "ix_message_threads_unread", "message_threads"
UNREAD_SINCE = "ix_message_threads_unread_since"


def upgrade() -> None:
    op.drop_index(UNREAD_SINCE, THREADS)
    waits = sa.text("unread_since IS NOT NULL AND closed_at IS NULL")
    op.create_index(
        UNREAD,
        THREADS,
        ["handled_by", "snoozed_until"],
        sqlite_where=waits,
        postgresql_where=waits,
    )
    _check(AFTER)
    offered = sa.text("what = 'offered'")
    op.create_index(INDEX, TABLE, ["screening_id"], sqlite_where=offered, postgresql_where=offered)


def downgrade() -> None:
    """That somebody was asked goes, as a line that is taken away by right."""
    op.drop_index(UNREAD, THREADS)
    op.create_index(UNREAD_SINCE, THREADS, ["unread_since"])
    op.drop_index(INDEX, TABLE)
    connection = op.get_bind()
    asked = sa.text(f"SELECT id FROM {TABLE} WHERE what = 'offered'")
    chained.gone(connection, history, connection.execute(asked).scalars().all())
    sqlite = connection.dialect.name == "sqlite"
    trigger = f"ALTER TABLE {TABLE} {{}} TRIGGER screening_history_append_only"
    op.execute("DROP TRIGGER screening_history_no_delete" if sqlite else trigger.format("DISABLE"))
    op.execute(f"DELETE FROM {TABLE} WHERE what = 'offered'")
    if not sqlite:
        op.execute(trigger.format("ENABLE"))
    _check(BEFORE)


def _check(what: str) -> None:
    with op.batch_alter_table(TABLE, table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), what)
    if op.get_bind().dialect.name == "sqlite":
        for trigger in _SQLITE_APPEND_ONLY:
            op.execute(trigger)
