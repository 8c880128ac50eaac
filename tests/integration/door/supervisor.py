"""`make run` without the parts that learn: door, scripted brain and worker, kept up as there."""

from __future__ import annotations

import os
import signal

from clinic.settings import ROOT, get_settings
from scripts.keep import Keeper, Process
from scripts.up import listening_socket

FULL_DOOR = "tests.integration.door.full_door"


def main() -> None:
    """Keeps them up until it is told to stop."""
    settings = get_settings()
    with listening_socket(settings.host, settings.port) as listening:
        number = listening.fileno()
        keeper = Keeper(
            [
                Process(
                    "door", ["tests.integration.door.full_door", "--fd", str(number)], [number]
                ),
                Process("brain", ["tests.integration.door.brain"]),
                Process("worker", ["worker"]),
            ],
            {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: keeper.stop())
        keeper.run()


if __name__ == "__main__":
    main()
