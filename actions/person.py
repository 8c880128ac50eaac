"""A person, please: the clinic's number, and a call back."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.forms import (
    TRIES_BEFORE_A_PERSON,
    FormReader,
    end_of_form,
    finish_form,
    is_a_wish_of_its_own,
    understood,
    unread,
)
from actions.safety import safety_first
from actions.services import ask_for_call, release_hold
from actions.turn import Events, Turn, TurnAction
from clinic.content.facts import show_phone
from clinic.screenings import BadPhone, read_phone

ELSEWHERE = frozenset(
    {"book_screening", "reschedule_screening", "cancel_screening", "check_screening", "greet"}
)


class ActionTalkToPerson(TurnAction):
    """Ends what was going on and begins asking for a number to call."""

    action = "action_talk_to_person"

    def respond(self, turn: Turn) -> Events:
        repeated = safety_first(turn)
        release_hold(turn)
        # A number given in the same message is the one to call; on SMS it is the sender's own.
        phone = phone_in(turn) or turn.senders_phone
        return [
            *repeated,
            *end_of_form(),
            SlotSet("callback_phone", phone),
            SlotSet("open_offer", None),
            FollowupAction("callback_form"),
        ]


class ValidateCallbackForm(FormReader):
    """Reads the number to call."""

    action = "validate_callback_form"

    def read(self, turn: Turn) -> Events:
        if turn.slot("callback_phone"):
            return [SlotSet("callback_phone", turn.slot("callback_phone"))]
        if turn.requested_slot != "callback_phone":
            return [SlotSet("problem", None)]
        phone = phone_in(turn)
        if phone:
            return understood(SlotSet("callback_phone", phone))
        if turn.intent == "affirm" and turn.slot("patient_phone"):
            return understood(SlotSet("callback_phone", turn.slot("patient_phone")))
        if turn.intent in ("deny", "thank", "goodbye"):
            return finish_form()
        if is_a_wish_of_its_own(turn) or turn.intent in ELSEWHERE:
            return []
        if (turn.slot("tries") or 0) + 1 >= TRIES_BEFORE_A_PERSON:
            # A number can't be had; the clinic's own was said, and the form does not insist.
            return finish_form()
        return unread(turn, "unread")


class ActionAskCallbackPhone(TurnAction):
    """Asks for the number to call, with the clinic's own beside it."""

    action = "action_ask_callback_phone"

    def respond(self, turn: Turn) -> Events:
        phone = turn.content.clinic.phone_shown
        if turn.slot("problem"):
            turn.say("utter_ask_callback_phone_again", [turn.button("stop")])
        elif phone:
            turn.say("utter_talk_to_person", [turn.button("stop")], phone=phone)
        else:
            turn.say("utter_talk_to_person_no_phone", [turn.button("stop")])
        return []


class ActionFinishCallback(TurnAction):
    """Gives the number to the staff; says so."""

    action = "action_finish_callback"

    def respond(self, turn: Turn) -> Events:
        phone = turn.slot("callback_phone")
        if phone:
            ask_for_call(turn, phone)
            turn.say("utter_callback_noted", phone=show_phone(phone))
        else:
            turn.say("utter_stopped_nothing")
        return [SlotSet("callback_phone", None), *end_of_form()]


def phone_in(turn: Turn) -> str | None:
    """The phone number in the message (E.164), None when there is none."""
    try:
        return read_phone(turn.text)
    except BadPhone:
        return None
