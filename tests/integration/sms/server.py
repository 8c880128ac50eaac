"""The same process with the SMS channel's reports mortal as well.

It kills itself without warning at the step named in VAR_DIR/crash, once. Run by `harness.Server`.
"""

from __future__ import annotations

import sys
from typing import Any
from unittest.mock import patch

from channels.sms import receive
from tests.integration.webchat import server
from tests.integration.webchat.dying import die_at

_report = receive.report


def _report_and_die(*arguments: Any) -> None:
    die_at("before the report was stored")
    _report(*arguments)


async def _status_and_die(receiver: receive.Receiver, request: Any) -> Any:
    response = await _status(receiver, request)
    die_at("after the report was stored")
    return response


_status = receive.Receiver.status


def main(port: int) -> None:
    """Serves until it is told to stop."""
    with (
        patch.object(receive, "report", _report_and_die),
        patch.object(receive.Receiver, "status", _status_and_die),
    ):
        server.main(port)


if __name__ == "__main__":
    main(int(sys.argv[1]))
