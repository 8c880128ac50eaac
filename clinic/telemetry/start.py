"""What each process calls once at its start."""

from __future__ import annotations

import logging

from clinic.settings import Settings
from clinic.storage import Database
from clinic.telemetry import logs

# One port further each, from METRICS_PORT on.
PARTS = ("door", "brain", "actions", "desk", "worker")
# These tell what waits; one of them is enough, and with the worker dead the other still tells.
TELL_WHAT_WAITS = ("door", "worker")


def start(settings: Settings, part: str, database: Database, level: int = logging.WARNING) -> None:
    """Sets the log up, and hands figures out where `METRICS_PORT` says so.

    Args:
        part: one of `PARTS`.
        database: of this process.
        level: from which a plain line of the log is shown.
    """
    logs.begin(settings, part, level)
    if settings.metrics_port:
        # Imported only here: most installations ask for no figures.
        from clinic.telemetry.serving import serve

        port = settings.metrics_port + PARTS.index(part)
        serve(settings, port, database if part in TELL_WHAT_WAITS else None)
