"""A server process with the real SMS channel and a scripted engine behind it.

It kills itself without warning at the step named in VAR_DIR/crash, once. Run by `harness.Server`;
the web channel beside it answers the harness's question whether it is up.
"""

from __future__ import annotations

import sys
from typing import Any

from rasa.core.channels.channel import register
from sanic import Sanic

from channels.sms import Sms
from tests.integration.webchat.server import MortalWebChat, ScriptedEngine, die_at


class MortalSms(Sms):
    """The real channel, with places to die between its steps."""

    def wake(self, conversation: str) -> None:
        die_at("before it was acknowledged")
        super().wake(conversation)

    def deliver(self, connection: Any, message: Any, replies: Any) -> None:
        super().deliver(connection, message, replies)
        die_at("before the answer was committed")

    def answered(self, conversation: str) -> None:
        die_at("after the answer was stored")
        super().answered(conversation)

    def _report(self, *arguments: Any) -> None:
        die_at("before the report was stored")
        super()._report(*arguments)
        die_at("after the report was stored")


def main(port: int) -> None:
    """Serves until it is told to stop."""
    app = Sanic(f"sms_test_{port}")
    app.ctx.agent = ScriptedEngine()
    register([MortalWebChat(), MortalSms()], app, route="/webhooks/")
    app.run(host="127.0.0.1", port=port, access_log=False, motd=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
