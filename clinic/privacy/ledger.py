"""Who was erased, in a file outside the database: a restored backup knows nothing of it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from clinic.privacy.erasure import records
from clinic.settings import get_settings
from clinic.storage import Database

FILE = "erasures.jsonl"


def ledger() -> Path:
    """Where it is."""
    return get_settings().var_dir / FILE


def read_ledger(path: Path) -> list[dict[str, str]]:
    """Every erasure that was written down, the oldest first."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


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
