"""Who was erased, in a file outside the database: a restored backup knows nothing of it."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from clinic.privacy.erasure import records
from clinic.settings import get_settings
from clinic.storage import Database

FILE = "erasures.jsonl"


def ledger() -> Path:
    """Where it is."""
    return get_settings().var_dir / FILE


class BrokenLedger(ValueError):
    """The file holds what is no erasure; the message says where."""


def read_ledger(path: Path) -> list[dict[str, str]]:
    """Every erasure that was written down, the oldest first.

    Raises:
        BrokenLedger: a line is none.
    """
    if not path.exists():
        return []
    lines = enumerate(path.read_text(errors="replace").splitlines(), 1)
    return [_record(path, number, line) for number, line in lines if line.strip()]


def _record(path: Path, number: int, line: str) -> dict[str, str]:
    try:
        record: dict[str, str] = json.loads(line)
        of = json.loads(record["of"])
        whole = record["id"] and of["indexes"] is not None and of["conversations"] is not None
        datetime.fromisoformat(record["at"])
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        what = "is no erasure; put back the file as it was, or take that line out"
        raise BrokenLedger(f"{path}: line {number} {what}")
    return record


def write_ledger(database: Database, path: Path) -> None:
    """Adds the database's erasures to those in the file, whole or not at all."""
    kept = {record["id"]: record for record in read_ledger(path)}
    with database.read() as connection:
        new = [record for record in records(connection) if record["id"] not in kept]
    if not new:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(json.dumps(record) + "\n" for record in [*kept.values(), *new])
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
