"""One turn of the engine: a patient's message in, replies out, and how to find them again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.events import BotUttered, UserUttered

from channels.turns import Reply
from clinic.messages import Inbound, as_free_text

_PARTS = ("text", "buttons", "custom")


class Collector(OutputChannel):
    """Keeps what the engine says until it can be stored together with the mark "answered".

    Attributes:
        replies: each with `text`, `buttons`, `custom`, where there are any.
    """

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.replies: list[Reply] = []

    def name(self) -> str:
        """The channel's name, by which the domain may have responses of its own for it."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Takes a reply whole; Rasa would take it to pieces."""
        self.replies.extend(_replies([message]))


class RasaTurn:
    """The engine as a channel sees it.

    Args:
        channel: the input channel's name in Rasa.
        on_new_message: Rasa's handler of a message.
        agent: gives the agent once the server has started.
    """

    def __init__(
        self,
        channel: str,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        agent: Callable[[], Agent | None],
    ) -> None:
        self._channel, self._on_new_message, self._agent = channel, on_new_message, agent

    async def run(self, message: Inbound, replies: list[Reply]) -> None:
        """Runs the turn and puts what is said into `replies` as it is said, so that it is not
        lost when the turn fails or is given up."""
        collector = Collector(self._channel)
        collector.replies = replies
        metadata = dict(message.metadata)
        if message.reach:
            metadata["phone"] = message.reach
        if message.with_person:
            metadata["with_person"] = True
            metadata["person_spoke"] = message.person_spoke
        if message.payload:
            metadata["label"] = message.text
        await self._on_new_message(
            UserMessage(
                text=message.payload or as_free_text(message.text),
                output_channel=collector,
                sender_id=message.conversation,
                input_channel=self._channel,
                message_id=message.message_id,
                metadata=metadata,
            )
        )

    async def recall(self, message: Inbound) -> list[Reply] | None:
        """What a turn said that was saved by a process which died before it could answer.

        Returns:
            None when the turn was not saved and has to be run.
        """
        agent = self._agent()
        if agent is None:
            return None
        tracker = await agent.tracker_store.retrieve(message.conversation)
        if tracker is None:
            return None
        said: list[dict[str, Any]] | None = None
        for event in tracker.events:
            if isinstance(event, UserUttered):
                said = [] if event.message_id == message.message_id else None
            elif isinstance(event, BotUttered) and said is not None:
                said.append(event.message())
        return None if said is None else _replies(said)


def _replies(messages: Iterable[dict[str, Any]]) -> list[Reply]:
    kept = ({part: message[part] for part in _PARTS if message.get(part)} for message in messages)
    return [reply for reply in kept if reply.get("text") or reply.get("custom")]
