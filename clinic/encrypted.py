"""Encrypted columns: declare the type, nothing else.

    Column("name", EncryptedText, nullable=False)
    Column("details", EncryptedJson)

What a patient wrote, is called, or is reached at stands in columns of these types and no others.
Such a value is sealed for its table, column and row (`clinic.sealing`), so:

- an INSERT gives the primary key, or leaves it to an `id` declared `Integer, primary_key=True,
  autoincrement=True`, which is then taken before the row is written;
- an UPDATE of an encrypted column names one row: its WHERE says `primary key == value`;
- it can't be searched. Where a look-up is needed, a column beside it holds its `blind_index`:
  `Column("phone_index", IndexOf("phone"), nullable=False, index=True)`, written as
  `blind_index(phone)` and looked up with `.in_(blind_indexes(phone))`.

A value that can't be read (a lost key, a row edited by hand) is `Unreadable`: a text that says so
on every page, and that is written back unchanged, so that nothing is lost. Where it must not pass
for words, `readable` refuses it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from sqlalchemy import Column, MetaData, String, Table, cast, event, literal_column, type_coerce
from sqlalchemy.engine import Engine
from sqlalchemy.schema import ColumnDefault
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList
from sqlalchemy.sql.operators import and_, eq
from sqlalchemy.types import Text, TypeDecorator

from clinic.sealing import Place, UndecipherableText, seal, unseal

logger = logging.getLogger(__name__)

UNREADABLE = "[not readable]"
_BETWEEN = "|"


class UnboundValue(TypeError):
    """A statement writes an encrypted value without naming the one row it belongs to."""


class Unreadable(str):
    """Stands for a stored text that can't be read.

    Attributes:
        stored: what stands in the database.
    """

    stored: str

    def __new__(cls, stored: str) -> Unreadable:
        text = super().__new__(cls, UNREADABLE)
        text.stored = stored
        return text


class UnreadableJson(dict[str, Any]):
    """Stands for a stored JSON value that can't be read: nothing is in it."""

    def __init__(self, stored: str) -> None:
        super().__init__()
        self.stored = stored


def is_readable(*values: object) -> bool:
    """Whether none of these stands for something that can't be read."""
    return not any(isinstance(value, (Unreadable, UnreadableJson)) for value in values)


def readable(value: Any) -> Any:
    """The value, where it must not be one that can't be read.

    Raises:
        UndecipherableText
    """
    if not is_readable(value):
        raise UndecipherableText("a stored text can't be read; the log says which and why")
    return value


class _Unsealed:
    """A text on its way to the database: `_seal_parameters` seals it, and no driver takes it."""

    def __init__(self, text: str, table: str, column: str) -> None:
        self.text, self.table, self.column = text, table, column

    def __repr__(self) -> str:
        return "<a text to be sealed>"


class EncryptedText(TypeDecorator[str]):
    """Text that is encrypted at rest and bound to its row. See this module's words."""

    impl = Text
    cache_ok = True
    # Told by `_prepare` when the column's table is declared.
    table: str | None = None
    column: str | None = None
    keys: tuple[str, ...] = ()

    def process_bind_param(self, value: str | None, dialect: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, Unreadable):
            return value.stored
        if self.table is None or self.column is None:
            raise UnboundValue("an encrypted column belongs to a table of clinic.storage.metadata")
        return _Unsealed(value, self.table, self.column)

    def column_expression(self, column: Any) -> Any:
        """Has the row's primary key come with the value, in front of it."""
        beside = getattr(column, "table", None)
        if beside is None or not self.keys:
            return column
        parts: list[Any] = [cast(beside.c[key], String) for key in self.keys]
        row = reduce(lambda one, next_one: one + literal_column(f"'{_BETWEEN}'") + next_one, parts)
        return type_coerce(row + literal_column(f"'{_BETWEEN}'") + cast(column, String), self)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        if value is None:
            return None
        row, _, sealed = value.rpartition(_BETWEEN)
        try:
            return unseal(sealed, Place(str(self.table), str(self.column), row))
        except UndecipherableText as error:
            logger.error("%s", error)
            return Unreadable(sealed)


class IndexOf(TypeDecorator[str]):
    """The blind index of an encrypted column beside it: 64 hex digits.

    Args:
        of: the name of that column.
        purpose: as it is given to `blind_index`.
    """

    impl = String(64)
    cache_ok = True

    def __init__(self, of: str, purpose: str = "phone") -> None:
        super().__init__()
        self.of, self.purpose = of, purpose


class EncryptedJson(EncryptedText):
    """Any JSON value, encrypted at rest as `EncryptedText` is."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, UnreadableJson):
            return value.stored
        return super().process_bind_param(json.dumps(value), dialect)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        text = super().process_result_value(value, dialect)
        if isinstance(text, Unreadable):
            return UnreadableJson(text.stored)
        return None if text is None else json.loads(text)


def sealed_columns(table: Table) -> list[Column[Any]]:
    """A table's encrypted columns."""
    return [column for column in table.columns if isinstance(column.type, EncryptedText)]


def place_of(column: Column[Any], row: Mapping[str, Any]) -> Place:
    """The place of an encrypted column in a row."""
    keys = (str(row[key.name]) for key in column.table.primary_key.columns)
    return Place(column.table.name, column.name, _BETWEEN.join(keys))


def watch_declarations(metadata: MetaData) -> None:
    """From now on each encrypted column declared on `metadata` knows its place, and an
    autoincrementing id beside it is taken before the row is written."""

    def prepare(table: Table, parent: Any) -> None:
        sealed = sealed_columns(table) if parent is metadata else []
        keys = list(table.primary_key.columns)
        for column in sealed:
            column.type.table, column.type.column = table.name, column.name
            column.type.keys = tuple(key.name for key in keys)
        if sealed and len(keys) == 1 and keys[0].autoincrement is True:
            default: Any = ColumnDefault(_next_id)
            default._set_parent_with_dispatch(keys[0])

    event.listen(Table, "after_parent_attach", prepare)


def watch_statements(engine: Engine) -> None:
    """From now on what an engine writes into encrypted columns is sealed."""
    event.listen(engine, "before_cursor_execute", _seal_parameters, retval=True)


def _next_id(context: Any) -> int:
    """The id of the row that is about to be written; on SQLite the writer holds the lock."""
    table: Table = context.compiled.statement.table
    key = next(iter(table.primary_key.columns)).name
    connection = context.root_connection
    if connection.dialect.name == "postgresql":
        statement = f"SELECT nextval(pg_get_serial_sequence('{table.name}', '{key}'))"
        return int(connection.exec_driver_sql(statement).scalar())
    given: int | None = getattr(context, "last_id_given", None)
    if given is None:
        highest = f"coalesce((SELECT max({key}) FROM {table.name}), 0)"
        if table.dialect_options["sqlite"]["autoincrement"]:
            ever = f"(SELECT seq FROM sqlite_sequence WHERE name = '{table.name}')"
            highest = f"max({highest}, coalesce({ever}, 0))"
        given = int(connection.exec_driver_sql(f"SELECT {highest}").scalar())
    context.last_id_given = given + 1
    return given + 1


def _seal_parameters(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> tuple[str, Any]:
    sets = parameters if executemany else [parameters]
    if context is None or not any(_unsealed_in(one) for one in sets):
        return statement, parameters
    compiled = context.compiled
    names = _names_of_keys(compiled)
    done = []
    for one, given in zip(sets, context.compiled_parameters, strict=True):
        row = _BETWEEN.join(str(given[name]) for name in names)
        done.append(_sealed(one, row))
    return statement, done if executemany else done[0]


def _unsealed_in(parameters: Any) -> bool:
    values = parameters.values() if isinstance(parameters, Mapping) else parameters
    return any(isinstance(value, _Unsealed) for value in values)


def _sealed(parameters: Any, row: str) -> Any:
    def of(value: Any) -> Any:
        if not isinstance(value, _Unsealed):
            return value
        return seal(value.text, Place(value.table, value.column, row))

    if isinstance(parameters, Mapping):
        return {name: of(value) for name, value in parameters.items()}
    return tuple(of(value) for value in parameters)


def _names_of_keys(compiled: Any) -> list[str]:
    """Under which names a statement's parameters give the primary key of the row it writes."""
    statement = compiled.statement
    keys = list(statement.table.primary_key.columns)
    if compiled.isinsert and not statement._multi_values:
        return [str(key.key) for key in keys]
    given = {
        part.left.key: compiled.bind_names[part.right]
        for part in _all_true(statement._where_criteria if compiled.isupdate else ())
        if isinstance(part, BinaryExpression)
        and part.operator is eq
        and isinstance(part.right, BindParameter)
        and any(part.left is key for key in keys)
    }
    try:
        return [given[key.key] for key in keys]
    except KeyError:
        raise UnboundValue(
            f"what writes encrypted columns of {statement.table.name} names one row by its "
            "primary key"
        ) from None


def _all_true(conditions: Any) -> Iterator[Any]:
    """The conditions a WHERE joins by AND."""
    for condition in conditions:
        if isinstance(condition, BooleanClauseList) and condition.operator is and_:
            yield from _all_true(condition.clauses)
        else:
            yield condition
