"""Starts what publishes a draft that has to be learned first: a process of its own."""

from __future__ import annotations

import logging
import subprocess
import sys

from clinic.publishing import trainings
from clinic.settings import ROOT, get_settings
from clinic.storage import Database

logger = logging.getLogger(__name__)


def publish_round(database: Database) -> None:
    """Brings to its end what was left in the middle; then, where something waits, learns and
    publishes it, and returns when that is over. The process it is done by ends with this one."""
    trainings.settle(database, get_settings().content_dir)
    with database.read() as connection:
        waiting = trainings.newest(connection)
    if waiting is None or waiting.state != "waiting":
        return
    command = [sys.executable, "-W", "ignore", "-m", "scripts.publish", "--waiting"]
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode != 0:
        logger.error("Draft %d: publishing it ended with %d", waiting.draft, done.returncode)
    trainings.settle(database, get_settings().content_dir)
