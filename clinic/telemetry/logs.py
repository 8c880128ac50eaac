"""How the log is written: plain lines for whoever watches a terminal, JSON for a machine.

`LOG_FORMAT=json` is for deployments: an object a line, with the same names in every process. What
happened to one message carries its id as `message`, from the door to the carrier.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime, timezone

from clinic.settings import Settings
from clinic.telemetry.events import logger as path

PLAIN = "%(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """An object a line.

    Args:
        part: which process writes.
    """

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, timezone.utc)
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": self._part,
            "process": record.process,
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def begin(settings: Settings, part: str, level: int = logging.WARNING) -> None:
    """Sets this process's log up.

    Args:
        part: which process this is.
        level: from which a plain line is shown. In JSON the path of every message is shown as well.
    """
    logging.basicConfig(level=level, format=PLAIN)
    if settings.log_format == "json":
        for handler in logging.getLogger().handlers:
            handler.setFormatter(JsonLines(part))
        path.setLevel(logging.INFO)
    else:
        path.setLevel(logging.WARNING)
