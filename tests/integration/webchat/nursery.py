"""Starts server processes quickly: what takes seconds to import is imported once, then forked.

Each server is a process of its own, with its own environment, and can be killed as such.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path

# Read no settings when imported: those are the servers' own.
SLOW_TO_IMPORT = ["door.app", "channels.sms.plan", "engine.stored_messages", "engine.tracker_store"]


def start(module: str, port: int, environment: dict[str, str], log: Path) -> BaseProcess:
    """Runs `module.main(port)` in a new process; what it prints goes to `log`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *SLOW_TO_IMPORT])
    process = context.Process(target=_serve, args=(module, port, environment, log), daemon=True)
    process.start()
    return process


def _serve(module: str, port: int, environment: dict[str, str], log: Path) -> None:
    from clinic.settings import get_settings

    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    os.environ.clear()
    os.environ.update(environment)
    get_settings.cache_clear()
    importlib.import_module(module).main(port)
