"""What the two channels share: from a stored message to an answer.

A channel of its own does three things. It decides whether a request is authentic; it calls
`accept` with the message, which stores it and only then returns, so that it can be acknowledged;
and it implements `deliver`, which stores the replies for its patients in the unit of work that
marks the message as answered. Everything between - order, once, crashes, time limits, the answer
when the engine has none - is here.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, ClassVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sqlalchemy.engine import Connection

from channels.rasa_turn import RasaTurn, Reply
from channels.turns import Turn, TurnRunner
from clinic import conversations
from clinic.messages import Inbound, Receipt, forget, open_thread, receive
from clinic.settings import Settings, get_settings
from clinic.storage import Database, get_database


class PatientChannel(InputChannel):
    """A channel patients write through.

    Attributes:
        channel: its name in the database, "web" or "sms"; `name()` is its name in Rasa's
            addresses, under /webhooks/.
        early: whether the patient sees the replies of a slow turn while it goes on.
        settings, database: of this process, or of a test.
        app: the server, once it has started.
    """

    channel: ClassVar[str]
    early: ClassVar[bool] = False

    def __init__(self, settings: Settings | None = None, database: Database | None = None) -> None:
        self.settings = settings or get_settings()
        self.database = database or get_database()
        self.app: Sanic | None = None
        self.runner: TurnRunner | None = None

    @abstractmethod
    def routes(self, blueprint: Blueprint) -> None:
        """Adds the channel's addresses."""

    @abstractmethod
    def deliver(self, connection: Connection, message: Inbound, replies: list[Reply]) -> None:
        """Stores the replies to a message, in the unit of work that marks it as answered.

        Where `early` is set it is called before that too, with the replies of the running turn
        so far, and has to store each of them once.

        Args:
            connection: of the unit of work; blocking, in a thread of its own.
            message: what is answered.
            replies: at least one, each with `text`, `buttons`, `custom` where there are any.
        """

    def around(self, turn: Turn) -> Turn:
        """The turn as this channel takes it; a channel may put something before the engine."""
        return turn

    def answered(self, conversation: str) -> None:
        """Called on the event loop after replies were stored."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's addresses, and its runner while the server runs."""
        blueprint = Blueprint(f"{self.name()}_channel")
        turn = self.around(RasaTurn(self.name(), on_new_message, self.agent))

        async def start(app: Sanic, _: Any) -> None:
            self.app = app
            self.runner = TurnRunner(
                self.database,
                self.channel,
                turn,
                self.deliver,
                self.settings.turn_timeout_seconds,
                self.answered,
                early=self.early,
            )
            self.runner.start()

        async def stop(app: Sanic, _: Any) -> None:
            if self.runner:
                await self.runner.stop()

        blueprint.listener("after_server_start")(start)
        blueprint.listener("before_server_stop")(stop)
        self.routes(blueprint)
        return blueprint

    def agent(self) -> Agent | None:
        """The engine, once the server has loaded it."""
        return getattr(self.app.ctx, "agent", None) if self.app else None

    async def accept(
        self,
        *,
        conversation: str,
        external_id: str,
        text: str,
        payload: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        reach: str | None = None,
        open_if_new: bool = False,
        same_within: timedelta | None = None,
    ) -> Receipt:
        """Stores a message; when it returns, the message may be acknowledged and will be answered.

        Args:
            conversation, external_id, text, payload, metadata, same_within: see
                `clinic.messages.receive`.
            reach: the patient's phone number, where the channel knows it; handed to the engine
                as `metadata["phone"]`.
            open_if_new: begin the thread when there is none.

        Raises:
            UnknownConversation: there is no such thread and `open_if_new` is not set.
        """
        receipt = await asyncio.to_thread(
            self._store,
            conversation,
            reach,
            open_if_new,
            external_id=external_id,
            text=text,
            payload=payload,
            metadata=metadata,
            same_within=same_within,
        )
        self.wake(conversation)
        return receipt

    def wake(self, conversation: str) -> None:
        """Has the conversation's waiting messages answered, if any."""
        if self.runner:
            self.runner.wake(conversation)

    async def forget(self, conversation: str) -> None:
        """Deletes a conversation: its messages and what the engine keeps of it. A turn that is
        running meanwhile is deleted when it ends."""
        await asyncio.to_thread(self._forget, conversation)

    def _forget(self, conversation: str) -> None:
        with self.database.begin() as connection:
            forget(connection, conversation)
            conversations.forget(connection, conversation)

    def _store(
        self, conversation: str, reach: str | None, open_if_new: bool, **message: Any
    ) -> Receipt:
        with self.database.begin() as connection:
            if open_if_new:
                open_thread(connection, conversation, self.channel, reach)
            return receive(connection, channel=self.channel, conversation=conversation, **message)
