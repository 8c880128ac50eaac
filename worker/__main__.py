"""`python -m worker`: see the package."""

from __future__ import annotations

import argparse
import logging
import signal

from clinic.secret import stop_unless_right
from clinic.settings import get_settings
from clinic.storage import get_database
from worker.loop import Worker
from worker.senders import Sender


def senders() -> dict[str, Sender]:
    """A sender for each channel that is configured."""
    settings = get_settings()
    if not settings.sms_enabled:
        return {}
    from worker.twilio_sender import TwilioSender

    return {"sms": TwilioSender(settings)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    parser.add_argument("--once", action="store_true", help="one round of everything, then end")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    # Its requests and answers hold what patients are told.
    logging.getLogger("twilio.http_client").setLevel(logging.WARNING)
    stop_unless_right(get_database())
    worker = Worker(get_database(), senders())
    if arguments.once:
        worker.once()
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()


if __name__ == "__main__":
    main()
