"""Begins a booking, stops one, asks for name, number, the safety check and the last yes."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.answer import answer_beside
from actions.booking.times import slot_of
from actions.forms import end_of_form
from actions.safety import repeat_alarm
from actions.services import release_hold
from actions.turn import Events, Turn, TurnAction
from clinic import safety
from clinic.content.facts import show_phone
from clinic.screenings import times


class ActionBeginBooking(TurnAction):
    """Answers what was asked beside the wish to book, then opens the form."""

    action = "action_begin_booking"

    def respond(self, turn: Turn) -> Events:
        repeated = repeat_alarm(turn)
        if repeated:
            # Nothing about booking in the same turn as an emergency's wording.
            return [*repeated, *end_of_form(), FollowupAction("action_listen")]
        answer_beside(turn, turn.wishes)
        return [
            *end_of_form(),
            SlotSet("open_offer", None),
            SlotSet("offer_declined", None),
            SlotSet("screening_time", None),
            SlotSet("red_flags_checked", None),
            SlotSet("screening_confirmed", None),
            FollowupAction("screening_form"),
        ]


class ActionStop(TurnAction):
    """Stops whatever is going on; a held time is free again."""

    action = "action_stop"

    def respond(self, turn: Turn) -> Events:
        booking = turn.tracker.active_loop_name == "screening_form"
        release_hold(turn)
        turn.say("utter_stopped" if booking else "utter_stopped_nothing")
        return [*end_of_form(), SlotSet("screening_time", None), SlotSet("open_offer", None)]


class ActionAskPatientName(TurnAction):
    action = "action_ask_patient_name"

    def respond(self, turn: Turn) -> Events:
        turn.say(
            "utter_ask_patient_name_again" if turn.slot("problem") else "utter_ask_patient_name"
        )
        return []


class ActionAskPatientPhone(TurnAction):
    action = "action_ask_patient_phone"

    def respond(self, turn: Turn) -> Events:
        if turn.slot("problem"):
            turn.say("utter_ask_patient_phone_again")
        else:
            turn.say("utter_ask_patient_phone", name=turn.slot("patient_name"))
        return []


class ActionAskRedFlagsChecked(TurnAction):
    """Shows the short list of signs that must be checked at once instead of booked."""

    action = "action_ask_red_flags_checked"

    def respond(self, turn: Turn) -> Events:
        response = "utter_ask_red_flags_checked"
        turn.say(
            f"{response}_again" if turn.slot("problem") else response,
            [turn.button("none_of_these"), turn.button("one_or_more")],
            checklist="\n".join(f"- {sign}" for sign in safety.checklist()),
        )
        return []


class ActionAskScreeningConfirmed(TurnAction):
    """Shows the summary before it is final."""

    action = "action_ask_screening_confirmed"

    def respond(self, turn: Turn) -> Events:
        turn.say(
            "utter_ask_screening_confirmed",
            [turn.button("yes_book"), turn.button("other_time"), turn.button("stop")],
            when=times.say(slot_of(turn.slot("screening_time")), turn.content.clinic),
            name=turn.slot("patient_name"),
            phone=show_phone(turn.slot("patient_phone")),
        )
        return []
