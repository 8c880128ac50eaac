"""`python -m worker`: see the package."""

from __future__ import annotations

import argparse
import logging
import signal

from channels import registry
from clinic.secret import stop_unless_right
from clinic.settings import get_settings
from clinic.storage import get_database
from clinic.telemetry.start import start
from worker.loop import Worker


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    parser.add_argument("--once", action="store_true", help="one round of everything, then end")
    arguments = parser.parse_args()
    database = get_database()
    stop_unless_right(database)
    start(get_settings(), "worker", database, logging.INFO)
    # Its requests and answers hold what patients are told.
    logging.getLogger("twilio.http_client").setLevel(logging.WARNING)
    worker = Worker(database, registry.load(get_settings(), database))
    if arguments.once:
        worker.once()
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()


if __name__ == "__main__":
    main()
