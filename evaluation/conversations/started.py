"""The whole product, started as `make run` does, on ports and a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinic.settings import ROOT
from tests.ports import free_port

_PORTS = ("PORT", "DESK_PORT", "RASA_PORT", "ACTIONS_PORT")
# A first training is part of a first start.
SECONDS = 1800.0
READY = "Ready."


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """The address of the Rasa server of a product that keeps everything in `folder`.

    Raises:
        RuntimeError: it did not get ready; the message is what it said.
    """
    ports = {name: str(free_port()) for name in _PORTS}
    log = folder / "product.log"
    with log.open("w") as out:
        product = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "scripts.run"],
            cwd=ROOT,
            env={**os.environ, **ports, "VAR_DIR": str(folder), "PYTHONUNBUFFERED": "1"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        until = time.monotonic() + SECONDS
        while READY not in log.read_text():
            if product.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text())
            time.sleep(0.5)
        yield f"http://127.0.0.1:{ports['RASA_PORT']}"
    finally:
        product.terminate()
        product.wait(timeout=60)
