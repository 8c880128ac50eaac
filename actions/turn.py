"""One turn of a conversation, as the actions see it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from clinic.content import TOPIC_IDS, Content, get_content, topic_intent

TOPIC_OF_INTENT = {topic_intent(topic): topic for topic in TOPIC_IDS}

# What each button does. The channels turn payloads into opaque tokens or numbers; a patient
# never sees or sends one.
PAYLOADS = {
    "book": "/book_screening",
    "person": "/talk_to_person",
    "person_spanish": "/talk_to_person",
    "yes": "/affirm",
    "no": "/deny",
    "yes_book": "/affirm",
    "other_time": "/change_time",
    "stop": "/stop",
    "none_of_these": "/none_of_these",
    "one_or_more": "/one_or_more",
    "move": "/reschedule_screening",
    "call_off": "/cancel_screening",
    "waiting_list": "/affirm",
    "book_another": "/book_screening",
}

# Responses that speak of booking a screening; each has a twin in domain.yml that does not.
OFFERS_A_SCREENING = frozenset(
    {
        "utter_greet",
        "utter_ask_capabilities",
        "utter_all_told",
        "utter_detail_not_in_article",
        "utter_out_of_scope",
        "utter_rephrase",
    }
)

Button = dict[str, str]
Events = list[dict[str, Any]]


@dataclass(frozen=True)
class Wish:
    """One of the wishes in a message: its intent, and the words it was read from."""

    intent: str
    text: str

    @property
    def topic(self) -> str | None:
        """The article's topic it asks about, if it asks about one."""
        return TOPIC_OF_INTENT.get(self.intent)


class Turn:
    """What the patient just said, what is known, and the way to reply.

    Args:
        dispatcher: collects the replies of this action.
        tracker: the conversation as the action server received it.
    """

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self._dispatcher = dispatcher
        self.tracker = tracker
        self.message: dict[str, Any] = tracker.latest_message or {}
        self.content: Content = get_content()

    # --- what was said

    @property
    def text(self) -> str:
        """The message's words; empty when a button was pressed."""
        text = self.message.get("text") or ""
        return "" if text.startswith("/") else text

    @property
    def intent(self) -> str:
        """The message's main intent."""
        return (self.message.get("intent") or {}).get("name") or ""

    @property
    def understanding(self) -> dict[str, Any]:
        """What the NLU pipeline read besides the intent; empty for a pressed button."""
        return self.message.get("understanding") or {}

    @property
    def wishes(self) -> list[Wish]:
        """All wishes of the message, the most urgent first; at least the main intent."""
        read = self.understanding.get("wishes", [])
        return [Wish(wish["intent"], wish.get("text", "")) for wish in read] or [
            Wish(self.intent, self.text)
        ]

    @property
    def message_before(self) -> dict[str, Any] | None:
        """The patient's message before this one; None at the beginning."""
        said = (event for event in reversed(self.tracker.events) if event.get("event") == "user")
        next(said, None)
        before = next(said, None)
        if before is None:
            return None
        return {**(before.get("parse_data") or {}), **before}

    @property
    def conversation(self) -> str:
        """The conversation's id."""
        return str(self.tracker.sender_id)

    @property
    def channel(self) -> str:
        """The channel's name: `webchat`, `sms`, `rest`, `cmdline`."""
        return self.tracker.get_latest_input_channel() or "unknown"

    @property
    def message_id(self) -> str:
        """The message's id: unique, and the same when the message is handled again."""
        return str(self.message.get("message_id") or "")

    @property
    def senders_phone(self) -> str | None:
        """The number a text message came from (E.164), None on every other channel."""
        return (self.message.get("metadata") or {}).get("phone")

    def slot(self, name: str) -> Any:
        """The value of a slot, None when it is not set."""
        return self.tracker.get_slot(name)

    @property
    def requested_slot(self) -> str | None:
        """What a form last asked for."""
        name: str | None = self.slot("requested_slot")
        return name

    # --- replying

    def say(self, response: str, buttons: Iterable[Button] = (), **values: Any) -> None:
        """Replies with a response of domain.yml, its {names} filled from `values`.

        Where no screening may be offered, words that would offer one are left out.
        """
        if response in OFFERS_A_SCREENING and not self.may_offer_screening:
            response = f"{response}_without_offer"
        self._dispatcher.utter_message(response=response, buttons=list(buttons), **values)

    def say_content(
        self, text: str, custom: dict[str, Any], buttons: Iterable[Button] = ()
    ) -> None:
        """Replies with words that stand in content/ (a safety reply, say)."""
        self._dispatcher.utter_message(text=text, json_message=custom, buttons=list(buttons))

    def button(self, name: str) -> Button:
        """A button of content/buttons.yml."""
        return {"title": self.content.buttons[name], "payload": PAYLOADS[name]}

    def topic_button(self, topic: str) -> Button:
        """The button that asks about a topic."""
        return {"title": self.content.topics[topic].label, "payload": "/" + topic_intent(topic)}

    def button_for(self, intent: str) -> Button | None:
        """The button that stands for an intent, None when there is none."""
        topic = TOPIC_OF_INTENT.get(intent)
        if topic:
            return self.topic_button(topic)
        named = (name for name, payload in PAYLOADS.items() if payload == f"/{intent}")
        name = next(named, None)
        return self.button(name) if name else None

    def help_buttons(self) -> list[Button]:
        """The ways on where the article ends: a screening if it may be offered, a person.

        None in the middle of a form: it asks again, and "the first one" means its own choices.
        """
        if self.tracker.active_loop_name:
            return []
        screening = [self.button("book")] if self.may_offer_screening else []
        return [*screening, self.button("person")]

    @property
    def may_offer_screening(self) -> bool:
        """False after a safety reply or a no, in the same conversation, while a sign is in doubt,
        and while one is booked."""
        return not (
            self.slot("alarm_tier")
            or self.understanding.get("in_doubt")
            or self.slot("offer_declined")
            or self.tracker.active_loop_name
        )


class TurnAction(Action, ABC):
    """An action that answers one turn.

    Attributes:
        action: its name in domain.yml.
    """

    action: ClassVar[str]

    def name(self) -> str:
        return self.action

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        from actions.services import remember_who  # which is given a Turn itself

        turn = Turn(dispatcher, tracker)
        remember_who(turn)
        return self.respond(turn)

    @abstractmethod
    def respond(self, turn: Turn) -> Events:
        """Replies through `turn`; the events to remember."""
