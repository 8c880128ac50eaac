"""What is encrypted is bound to its table, column and row; tasks are known by a hash of their key.

Everything is sealed anew here, in one transaction. A value that can't be read now stays as it is,
and can't be read afterwards either.
"""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from clinic.sealing import Place, UndecipherableText, seal, unseal
from clinic.settings import get_settings
from clinic.storage import blind_index

revision = "0013_bound_to_their_place"
down_revision = "0012_what_patients_say"

# Primary key and encrypted columns of each table of this moment.
SEALED = {
    "conversation_turns": (["id"], ["events", "state"]),
    "message_threads": (["conversation"], ["reach"]),
    "inbound_messages": (["id"], ["text", "details"]),
    "web_messages": (["conversation", "seq"], ["text", "details"]),
    "offered_choices": (["token"], ["label", "payload"]),
    "outbox": (["id"], ["recipient", "reply"]),
    "screenings": (["id"], ["name", "phone"]),
    "screening_history": (["id"], ["note"]),
    "screening_waiting": (["id"], ["name", "phone", "wish"]),
    "staff_tasks": (["id"], ["reach", "name", "detail"]),
    "staff_task_lines": (["id"], ["text"]),
    "conversation_people": (["conversation"], ["name", "phone"]),
    "unanswered_questions": (["id"], ["text"]),
    "heard_signs": (["message_id"], ["heard"]),
    "safety_incidents": (["id"], ["text", "heard"]),
    "taught_examples": (["id"], ["text"]),
    "secret_check": (["id"], ["value"]),
}
KEYED = ("staff_tasks", "staff_task_lines")
BATCH = 500

# The history stays append-only, but what is encrypted in it may be written under another key.
HISTORY = (
    "id, screening_id, key, what, at, actor_kind, actor_name, before_therapist, before_starts_at, "
    "before_ends_at, after_therapist, after_starts_at, after_ends_at"
)


def upgrade() -> None:
    _refuse_updates(f"OF {HISTORY}")
    fernet = _fernet()

    def anew(text: str, place: Place) -> str:
        return seal(fernet.decrypt(text.encode("ascii")).decode(), place)

    _rewrite(anew)
    for name in KEYED:
        table = sa.table(name, sa.column("id"), sa.column("key"))
        for row in op.get_bind().execute(sa.select(table)).all():
            hashed = table.update().where(table.c.id == row.id)
            op.get_bind().execute(hashed.values(key=blind_index(row.key, "task")))


def downgrade() -> None:
    fernet = _fernet()

    def back(text: str, place: Place) -> str:
        return fernet.encrypt(unseal(text, place).encode()).decode("ascii")

    _rewrite(back)
    _refuse_updates("")


def _refuse_updates(of: str) -> None:
    name = "screening_history"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {name}_append_only ON {name}")
        op.execute(
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE {of} OR DELETE ON {name} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}_append_only()"
        )
        return
    op.execute(f"DROP TRIGGER {name}_no_update")
    op.execute(
        f"CREATE TRIGGER {name}_no_update BEFORE UPDATE {of} ON {name} "
        f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
    )


def _fernet() -> MultiFernet:
    keys = get_settings().keys_for("columns")
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def _rewrite(change: Callable[[str, Place], str]) -> None:
    connection = op.get_bind()
    for name, (keys, columns) in SEALED.items():
        table = sa.table(name, *(sa.column(column) for column in [*keys, *columns]))
        for row in _rows(connection, table, keys):
            identity = "|".join(str(row[key]) for key in keys)
            values = {}
            for column in columns:
                if row[column] is None:
                    continue
                try:
                    values[column] = change(row[column], Place(name, column, identity))
                except (InvalidToken, UndecipherableText, ValueError):
                    print(f"{name}.{column} of row {identity} can't be read and stays as it is")
            if values:
                mine = sa.and_(*(table.c[key] == row[key] for key in keys))
                connection.execute(table.update().where(mine).values(**values))


def _rows(connection: Any, table: Any, keys: list[str]) -> Iterator[Any]:
    """A table's rows, in the order of their key, some at a time."""
    order = [table.c[key] for key in keys]
    after = None
    while True:
        statement = sa.select(table).order_by(*order).limit(BATCH)
        if after is not None:
            statement = statement.where(sa.tuple_(*order) > sa.tuple_(*after))
        rows = connection.execute(statement).mappings().all()
        if not rows:
            return
        yield from rows
        after = [rows[-1][key] for key in keys]
