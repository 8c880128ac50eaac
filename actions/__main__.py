"""Starts the action server, bound to this machine: `python -m actions`."""

from __future__ import annotations

import os

from rasa_sdk.endpoint import run

from actions.services import screenings
from clinic.content import get_content
from clinic.health import keep_noting
from clinic.secret import stop_unless_right
from clinic.settings import get_settings
from clinic.storage import get_database
from clinic.telemetry.start import start


def main() -> None:
    settings = get_settings()
    os.environ["SANIC_HOST"] = settings.host
    stop_unless_right(get_database())
    start(settings, "actions", get_database())
    # Read and opened before the port is: the first patient waits no longer than the hundredth.
    get_content()
    screenings().free_slots()
    keep_noting(get_database(), "actions")
    run("actions", port=settings.actions_port, cors_origins=None)


if __name__ == "__main__":
    main()
