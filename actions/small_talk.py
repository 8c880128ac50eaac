"""Greetings, thanks and the like; yes and no to what was offered."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import OVERVIEW
from actions.turn import Button, Turn


class ActionGreet(Action):
    """Says who it is, what it can do, and that it is not for emergencies."""

    def name(self) -> str:
        return "action_greet"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        turn = Turn(dispatcher, tracker)
        turn.say("utter_greet", starters(turn), clinic=turn.content.clinic.name)
        return [SlotSet("open_offer", None)]


class ActionSmallTalk(Action):
    """Answers thanks, goodbye, "are you a person?" and "what can you do?"."""

    def name(self) -> str:
        return "action_small_talk"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        turn = Turn(dispatcher, tracker)
        if turn.intent == "ask_if_bot":
            turn.say("utter_ask_if_bot", [turn.button("person")])
            return [SlotSet("open_offer", "person")]
        if turn.intent == "ask_capabilities":
            turn.say("utter_ask_capabilities", starters(turn))
        else:
            turn.say(f"utter_{turn.intent}")
        return [SlotSet("open_offer", None)]


class ActionSpeakSpanish(Action):
    """Answers a message in Spanish: what to do in an emergency, how to reach a person."""

    def name(self) -> str:
        return "action_speak_spanish"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        turn = Turn(dispatcher, tracker)
        phone = turn.content.clinic.phone_shown
        if phone:
            turn.say("utter_speak_spanish", [turn.button("person")], phone=phone)
        else:
            turn.say("utter_speak_spanish_no_phone", [turn.button("person")])
        return [SlotSet("open_offer", "person")]


class ActionAccept(Action):
    """Takes up what was offered last: the screening, or a call from the staff."""

    def name(self) -> str:
        return "action_accept"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        turn = Turn(dispatcher, tracker)
        offer = turn.slot("open_offer") if turn.intent == "affirm" else None
        if offer == "book":
            return [SlotSet("open_offer", None), FollowupAction("action_begin_booking")]
        if offer == "person":
            return [SlotSet("open_offer", None), FollowupAction("action_talk_to_person")]
        turn.say("utter_no_topic_yet", starters(turn))
        return []


class ActionDecline(Action):
    """Takes a no; the screening is not offered again after it."""

    def name(self) -> str:
        return "action_decline"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        turn = Turn(dispatcher, tracker)
        turn.say("utter_stopped_nothing")
        declined = [SlotSet("offer_declined", True)] if turn.slot("open_offer") == "book" else []
        return [SlotSet("open_offer", None), *declined]


def starters(turn: Turn) -> list[Button]:
    """What a conversation may begin with."""
    screening = [turn.button("book")] if turn.may_offer_screening else []
    return [turn.topic_button("definition"), turn.topic_button(OVERVIEW), *screening]
