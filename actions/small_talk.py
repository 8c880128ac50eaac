"""Greetings, thanks and the like; yes and no to what was offered."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.answer import OVERVIEW
from actions.booking.said import read_time
from actions.safety import ANSWERED, OPEN, confirms_a_sign, raise_alarm
from actions.services import standing_screening
from actions.turn import Button, Events, Turn, TurnAction
from actions.visits.find import can_not_come


class ActionGreet(TurnAction):
    """Says who it is, what it can do, and that it is not for emergencies."""

    action = "action_greet"

    def respond(self, turn: Turn) -> Events:
        turn.say("utter_greet", starters(turn), clinic=turn.content.clinic.name)
        return [SlotSet("open_offer", None)]


class ActionSmallTalk(TurnAction):
    """Answers thanks, goodbye, "are you a person?" and "what can you do?"."""

    action = "action_small_talk"

    def respond(self, turn: Turn) -> Events:
        if turn.intent == "ask_if_bot":
            turn.say("utter_ask_if_bot", [turn.button("person")])
            return [SlotSet("open_offer", "person")]
        if turn.intent == "ask_capabilities":
            turn.say("utter_ask_capabilities", starters(turn))
        else:
            turn.say(f"utter_{turn.intent}")
        return [SlotSet("open_offer", None)]


class ActionSpeakSpanish(TurnAction):
    """Answers a message in Spanish: what to do in an emergency, how to reach a person."""

    action = "action_speak_spanish"

    def respond(self, turn: Turn) -> Events:
        phone = turn.content.clinic.phone_shown
        if phone:
            turn.say("utter_speak_spanish", [turn.button("person_spanish")], phone=phone)
        else:
            turn.say("utter_speak_spanish_no_phone", [turn.button("person_spanish")])
        return [SlotSet("open_offer", "person")]


class ActionAccept(TurnAction):
    """Takes up what was offered last: the screening, or a call from the staff."""

    action = "action_accept"

    def respond(self, turn: Turn) -> Events:
        if confirms_a_sign(turn):
            return raise_alarm(turn, "E", turn.text)
        if turn.slot("sign_asked") != OPEN and can_not_come(turn) and standing_screening(turn):
            return [SlotSet("open_offer", None), FollowupAction("action_begin_visit")]
        if turn.intent in ("none_of_these", "deny_sign"):
            return sign_denied(turn)
        offer = turn.slot("open_offer") if turn.intent == "affirm" else None
        if offer == "book":
            return [SlotSet("open_offer", None), FollowupAction("action_begin_booking")]
        if offer == "person":
            return [SlotSet("open_offer", None), FollowupAction("action_talk_to_person")]
        if _is_for_a_visit(turn):
            return [SlotSet("open_offer", None), FollowupAction("action_begin_visit")]
        if turn.intent == "inform" and _is_for_a_booking(turn):
            return [SlotSet("open_offer", None), FollowupAction("action_begin_booking")]
        turn.say("utter_no_topic_yet", starters(turn))
        return []


class ActionDecline(TurnAction):
    """Takes a no; the screening is not offered again after it."""

    action = "action_decline"

    def respond(self, turn: Turn) -> Events:
        if turn.slot("sign_asked") == OPEN:
            return sign_denied(turn)
        if can_not_come(turn) and standing_screening(turn):
            return [SlotSet("open_offer", None), FollowupAction("action_begin_visit")]
        turn.say("utter_stopped_nothing")
        declined = [SlotSet("offer_declined", True)] if turn.slot("open_offer") == "book" else []
        return [SlotSet("open_offer", None), *declined]


def sign_denied(turn: Turn) -> Events:
    """Takes the word of a patient who has no sign, and says what to do if that changes."""
    turn.say("utter_sign_denied", starters(turn))
    return [SlotSet("sign_asked", ANSWERED), SlotSet("open_offer", None)]


def _is_for_a_visit(turn: Turn) -> bool:
    """Whether a time was told by somebody who has a screening: it is to be moved there."""
    if turn.intent not in ("inform", "change_time") or turn.slot("open_offer") == "book":
        return False
    standing = standing_screening(turn)
    if standing is None:
        return False
    return can_not_come(turn) or read_time(turn, turn.text, (standing.slot,)) is not None


def _is_for_a_booking(turn: Turn) -> bool:
    """Whether what was told, with nothing asked, is told for a screening: a time, or what the
    offer of one needs."""
    return turn.slot("open_offer") == "book" or read_time(turn, turn.text) is not None


def starters(turn: Turn) -> list[Button]:
    """What a conversation may begin with; nothing in the middle of a form."""
    if turn.tracker.active_loop_name:
        return []
    screening = [turn.button("book")] if turn.may_offer_screening else []
    return [turn.topic_button("definition"), turn.topic_button(OVERVIEW), *screening]
