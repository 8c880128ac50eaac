"""The brain's only way in: the patients' stored messages, of all channels.

To Rasa it is an input channel like any other (credentials.yml), one without an address. While the
server runs it takes what the door has stored to an answer, which is stored in turn; the door and
the worker bring it to the patient. Any number of brains may do that on one database.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic

from channels import registry
from channels.base import Channel
from channels.turns import Line, TurnRunner
from clinic import signals
from clinic.settings import get_settings
from clinic.storage import get_database
from engine.turn import RasaTurn

# Made when messages are taken, for who waits to end the brain before.
READY_FILE = "READY_FILE"

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class StoredMessages(InputChannel):
    """Takes stored messages while the server runs."""

    def __init__(self) -> None:
        self._app: Sanic | None = None
        self._runner: TurnRunner | None = None
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    def name(cls) -> str:
        return "stored_messages"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """No addresses; only what happens when the server starts and stops."""
        blueprint = Blueprint(self.name())

        async def start(app: Sanic, _: Any) -> None:
            self._app = app
            settings, database = get_settings(), get_database()
            lines = lines_of(registry.load(settings, database), on_new_message, self._agent)
            self._runner = TurnRunner(database, lines, settings.turn_timeout_seconds)
            self._runner.start()
            self._listening = asyncio.create_task(
                signals.listen(database.engine, signals.INBOUND, self._runner.heard)
            )
            if ready := os.environ.get(READY_FILE):
                with suppress(OSError):  # a full disk keeps nobody from being answered
                    Path(ready).touch(mode=0o600)

        async def stop(app: Sanic, _: Any) -> None:
            if self._listening:
                self._listening.cancel()
            if self._runner:
                await self._runner.stop()

        blueprint.listener("after_server_start")(start)
        blueprint.listener("before_server_stop")(stop)
        return blueprint

    def _agent(self) -> Agent | None:
        """The engine, once the server has loaded it."""
        return getattr(self._app.ctx, "agent", None) if self._app else None


def lines_of(
    channels: Sequence[Channel],
    on_new_message: OnNewMessage,
    agent: Callable[[], Agent | None],
) -> Mapping[str, Line]:
    """How the messages of each channel are answered by the engine."""
    return {
        channel.name: channel.line(
            channel.around(RasaTurn(channel.engine_name, on_new_message, agent))
        )
        for channel in channels
    }
