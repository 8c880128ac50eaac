"""What the engine is given, what it says, and how that is found again."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.clock import now
from clinic.messages import Inbound
from engine.turn import RasaTurn


def message(text: str, payload: str | None = None, **more: Any) -> Inbound:
    values: dict[str, Any] = {
        "id": 7,
        "channel": "web",
        "conversation": "c1",
        "external_id": "x",
        "text": text,
        "payload": payload,
        "metadata": {},
        "received_at": now(),
        "attempts": 1,
        "reach": None,
        **more,
    }
    return Inbound(**values)


class Agent:
    """The part of Rasa's agent that is used here."""

    def __init__(self, *events: Any) -> None:
        self.tracker_store = self
        self.tracker = DialogueStateTracker.from_events("c1", list(events)) if events else None

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        return self.tracker


async def given(sent: Inbound) -> UserMessage:
    """What the engine gets of a message."""
    received: list[UserMessage] = []

    async def take(user_message: UserMessage) -> None:
        received.append(user_message)

    await RasaTurn("webchat", take, lambda: None).run(sent, [])
    return received[0]


async def recall(*events: Any) -> Any:
    return await RasaTurn("webchat", None, lambda: Agent(*events)).recall(message("hello"))  # type: ignore[arg-type]


async def test_free_text_is_no_command() -> None:
    assert (await given(message("/restart"))).text == "restart"


async def test_a_button_is_its_payload_and_its_words_go_along() -> None:
    received = await given(message("Yes", payload="/affirm"))
    assert (received.text, received.metadata) == ("/affirm", {"label": "Yes"})


async def test_the_number_a_patient_writes_from_goes_along() -> None:
    received = await given(message("hi", reach="+14145550101", metadata={"segments": 1}))
    assert received.metadata == {"phone": "+14145550101", "segments": 1}


async def test_the_message_keeps_its_name_and_channel() -> None:
    received = await given(message("hi"))
    assert (received.message_id, received.input_channel) == ("web-7", "webchat")
    assert received.output_channel.name() == "webchat"


async def test_what_is_said_is_kept_whole() -> None:
    async def say(user_message: UserMessage) -> None:
        output = user_message.output_channel
        buttons = [{"title": "Yes", "payload": "/affirm"}]
        full: dict[str, object] = {"text": "a\n\nb", "buttons": buttons, "custom": {}}
        full |= {"image": None, "timestamp": 1}
        await output.send_response("c1", full)
        await output.send_response("c1", {"text": "", "buttons": []})
        await output.send_response("c1", {"custom": {"banner": "E"}})

    replies: list[dict[str, Any]] = []
    await RasaTurn("webchat", say, lambda: None).run(message("hi"), replies)
    assert replies == [
        {"text": "a\n\nb", "buttons": [{"title": "Yes", "payload": "/affirm"}]},
        {"custom": {"banner": "E"}},
    ]


async def test_a_saved_turn_is_found_by_the_messages_name() -> None:
    said = await recall(
        UserUttered("before", message_id="web-6"),
        BotUttered("not this"),
        UserUttered("hello", message_id="web-7"),
        SlotSet("name", "Ana"),
        BotUttered("this", {"buttons": [{"title": "Yes", "payload": "/affirm"}]}),
        BotUttered(None, {"custom": {"banner": "E"}}),
    )
    assert said == [
        {"text": "this", "buttons": [{"title": "Yes", "payload": "/affirm"}]},
        {"custom": {"banner": "E"}},
    ]


@pytest.mark.parametrize(
    "events", [(), (UserUttered("before", message_id="web-6"), BotUttered("not this"))]
)
async def test_a_turn_that_was_not_saved_is_not_found(events: Any) -> None:
    assert await recall(*events) is None


async def test_a_saved_turn_may_have_said_nothing() -> None:
    assert await recall(UserUttered("hello", message_id="web-7")) == []
