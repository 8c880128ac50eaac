"""The whole product, started as `make run` does, on ports and a database of its own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from clinic.settings import ROOT
from tests.ports import free_port

_PORTS = ("PORT", "DESK_PORT", "RASA_PORT", "ACTIONS_PORT")
# A first training is part of a first start.
SECONDS = 1800.0
READY = "Ready."
_TAKEN = (
    ("screenings", "conversation"),
    ("screening_holds", "holder"),
    ("screening_waiting", "conversation"),
)


@dataclass(frozen=True)
class Started:
    """A product that runs.

    Attributes:
        rasa: address of its Rasa server.
        database: file of its SQLite database.
    """

    rasa: str
    database: Path

    def free(self, conversation: str) -> None:
        """Gives back the times a conversation has taken."""
        with closing(sqlite3.connect(self.database, timeout=60)) as connection, connection:
            connection.execute("PRAGMA foreign_keys = ON")
            for table, column in _TAKEN:
                connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (conversation,))


@contextmanager
def started(folder: Path) -> Iterator[Started]:
    """A product that keeps everything in `folder`, until the end of the block.

    Raises:
        RuntimeError: it did not get ready; the message is what it said.
    """
    ports = {name: str(free_port()) for name in _PORTS}
    log, database = folder / "product.log", folder / "assistant.db"
    with log.open("w") as out:
        product = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "scripts.run"],
            cwd=ROOT,
            env={
                **os.environ,
                **ports,
                "VAR_DIR": str(folder),
                "DATABASE_URL": f"sqlite:///{database}",
                "PYTHONUNBUFFERED": "1",
            },
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        until = time.monotonic() + SECONDS
        while READY not in log.read_text():
            if product.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text())
            time.sleep(0.5)
        yield Started(f"http://127.0.0.1:{ports['RASA_PORT']}", database)
    finally:
        product.terminate()
        product.wait(timeout=60)
