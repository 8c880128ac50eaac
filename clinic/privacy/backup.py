"""A backup of everything in one encrypted file, and the way back.

The rows of every table as they stand in one moment, while everything runs, on SQLite and PostgreSQL
alike, and the clinic's content. What is encrypted stays so, and the file is encrypted once more
under a key of its own. It names the key it needs and never holds it.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Iterator
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Date,
    DateTime,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
    type_coerce,
)
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.sealing import key_id
from clinic.settings import get_settings
from clinic.storage import Database

PURPOSE = "backup"
_MAGIC = b"invivo-backup-1\n"
_CHUNK = 1 << 20
_VERSION = "alembic_version"
_KEEPERS = (_VERSION, "sqlite_sequence")
_ROWS = 500
_NO_TIME = datetime(1970, 1, 1, tzinfo=timezone.utc)


class BadBackup(ValueError):
    """The file is no backup, was changed, or needs a key that is not configured."""


class NotEmpty(RuntimeError):
    """The database a backup should be restored into has something in it."""


def back_up(database: Database, content: Path, path: Path) -> dict[str, int]:
    """Writes a backup; how many rows of which table.

    Args:
        content: the clinic's content, which goes along.
        path: of the file; it appears when it is whole.
    """
    key = get_settings().keys_for(PURPOSE)[0]
    packed = path.with_name(f".{path.name}.packed")
    draft = path.with_name(f".{path.name}.draft")
    try:
        counts = _pack(database, content, packed)
        with packed.open("rb") as source, _private(draft) as target:
            _encrypt(key, source, target)
        os.replace(draft, path)
    finally:
        packed.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)
    return counts


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Opens a backup into a folder: `rows/`, `content/`; says what it is.

    Raises:
        BadBackup
    """
    folder.mkdir(parents=True, mode=0o700)
    packed = folder / "packed.tar"
    with path.open("rb") as source, _private(packed) as target:
        _decrypt(source, target)
    with tarfile.open(packed) as tar:
        tar.extractall(folder, members=_inside(tar))
    packed.unlink()
    about: dict[str, Any] = json.loads((folder / "about.json").read_text())
    return about


def load(database: Database, folder: Path) -> dict[str, int]:
    """Puts the rows of an unpacked backup into a database whose tables are of its version and
    empty; how many of which table.

    Raises:
        NotEmpty
    """
    counts = {}
    with database.begin() as connection:
        tables = _tables(connection)
        for table in tables:
            if table.name != "secret_check" and connection.execute(select(table).limit(1)).first():
                raise NotEmpty(f"{table.name} has rows: restore into an empty database")
        for table in tables:
            file = folder / "rows" / f"{table.name}.jsonl"
            if table.name == "secret_check":
                connection.execute(table.delete())
            rows = [_row_of(table, line) for line in file.open()] if file.exists() else []
            for start in range(0, len(rows), _ROWS):
                connection.execute(insert(table), rows[start : start + _ROWS])
            counts[table.name] = len(rows)
            _go_on_counting(connection, table)
    return counts


def _pack(database: Database, content: Path, packed: Path) -> dict[str, int]:
    counts = {}
    with _private(packed) as raw, tarfile.open(fileobj=raw, mode="w") as tar:
        with database.engine.connect() as plain:
            connection = plain
            if database.engine.dialect.name == "postgresql":
                connection = plain.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():  # one moment for all tables
                version = connection.execute(text(f"SELECT version_num FROM {_VERSION}")).scalar()
                for table in _tables(connection):
                    lines = [
                        _line(row)
                        for row in connection.execute(_as_stored(connection, table)).mappings()
                    ]
                    counts[table.name] = len(lines)
                    _add(tar, f"rows/{table.name}.jsonl", "".join(lines))
        for file in sorted(content.rglob("*")):
            if file.is_file():
                tar.add(file, f"content/{file.relative_to(content)}")
        about = {"at": clock.now().isoformat(), "version": version, "rows": counts}
        _add(tar, "about.json", json.dumps(about))
    return counts


def _tables(connection: Connection) -> list[Table]:
    """The database's own tables as they are, in an order in which they can be filled."""
    names = set(inspect(connection).get_table_names()) - set(_KEEPERS)
    found = MetaData()
    found.reflect(connection, only=sorted(names))
    return [table for table in found.sorted_tables if table.name in names]


def _as_stored(connection: Connection, table: Table) -> Any:
    """All rows; on SQLite with their times as the text that stands there. One that is none (a
    forged line) must stop no backup."""
    if connection.dialect.name != "sqlite":
        return select(table)
    times = (DateTime, Date)
    return select(
        *(
            type_coerce(column, Text).label(column.name)
            if isinstance(column.type, times)
            else column
            for column in table.c
        )
    )


def _line(row: Any) -> str:
    return json.dumps({name: _told(value) for name, value in row.items()}) + "\n"


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime, date)) else value


def _row_of(table: Table, line: str) -> dict[str, Any]:
    row = json.loads(line)
    for column in table.columns:
        kind = column.type.python_type if row.get(column.name) is not None else None
        if kind is datetime:
            row[column.name] = _moment(row[column.name])
        elif kind is date:
            row[column.name] = date.fromisoformat(row[column.name])
        elif kind is bool:
            row[column.name] = bool(row[column.name])
    return {name: row[name] for name in row if name in table.columns}


def _moment(written: Any) -> datetime:
    """A time; where a forged line holds none, one so old that whoever looks sees it."""
    try:
        return datetime.fromisoformat(str(written))
    except ValueError:
        return _NO_TIME


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Has PostgreSQL number new rows after those that were restored."""
    if connection.dialect.name != "postgresql" or "id" not in table.columns:
        return
    name = text("SELECT pg_get_serial_sequence(:table, 'id')")
    sequence = connection.execute(name, {"table": table.name}).scalar()
    if sequence:
        highest = f"SELECT setval('{sequence}', coalesce((SELECT max(id) FROM {table.name}), 0) + 1"
        connection.execute(text(f"{highest}, false)"))


def _add(tar: tarfile.TarFile, name: str, content: str) -> None:
    data = content.encode()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    tar.addfile(entry, io.BytesIO(data))


def _inside(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for entry in tar:
        if entry.isfile() and not entry.name.startswith("/") and ".." not in Path(entry.name).parts:
            entry.mode = 0o600
            yield entry


def _private(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")


def _encrypt(key: bytes, source: BinaryIO, target: BinaryIO) -> None:
    target.write(_MAGIC + key_id(key).encode() + b"\n")
    number, chunk = 0, source.read(_CHUNK)
    while chunk or number == 0:
        following = source.read(_CHUNK)
        nonce = os.urandom(12)
        cipher = nonce + AESGCM(key).encrypt(nonce, chunk, _place(number, not following))
        target.write(len(cipher).to_bytes(4, "big") + cipher)
        number, chunk = number + 1, following


def _decrypt(source: BinaryIO, target: BinaryIO) -> None:
    if source.read(len(_MAGIC)) != _MAGIC:
        raise BadBackup("this file is no backup")
    named = source.readline().strip().decode("ascii", "replace")
    keys = {key_id(key): key for key in get_settings().keys_for(PURPOSE)}
    if named not in keys:
        raise BadBackup(f"it needs the secret whose backup key is {named}: see OLD_SECRET_KEYS")
    number, size = 0, source.read(4)
    while size:
        cipher = source.read(int.from_bytes(size, "big"))
        size = source.read(4)
        try:
            opened = AESGCM(keys[named]).decrypt(cipher[:12], cipher[12:], _place(number, not size))
        except (InvalidTag, ValueError) as error:
            raise BadBackup("it was changed, or its end is missing") from error
        target.write(opened)
        number += 1
    if number == 0:
        raise BadBackup("its end is missing")


def _place(number: int, last: bool) -> bytes:
    return json.dumps([number, last]).encode()
