"""Begins a booking, stops one, asks for name, number, the safety check and the last yes."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.answer import answer_beside
from actions.booking.form import forget_booking
from actions.booking.times import slot_of
from actions.forms import end_of_form, is_given_up
from actions.safety import safety_first
from actions.services import release_hold, standing_screening
from actions.turn import Events, Turn, TurnAction
from clinic.content.facts import show_phone
from clinic.reading import safety
from clinic.screenings import Screening, times


class ActionBeginBooking(TurnAction):
    """Answers what was asked beside the wish to book, then opens the form."""

    action = "action_begin_booking"

    def respond(self, turn: Turn) -> Events:
        repeated = safety_first(turn)
        if repeated:
            # Nothing about booking in the same turn as an emergency's wording.
            return [*repeated, *end_of_form(), FollowupAction("action_listen")]
        answer_beside(turn, turn.wishes)
        standing = standing_screening(turn)
        if standing and turn.slot("told_booked") != standing.reference:
            return _say_booked_already(turn, standing)
        return [
            *end_of_form(),
            # Another one is for somebody else, whose name is not known yet.
            *([SlotSet("patient_name", None)] if standing else []),
            SlotSet("open_offer", None),
            SlotSet("offer_declined", None),
            SlotSet("screening_time", None),
            SlotSet("red_flags_checked", None),
            SlotSet("screening_confirmed", None),
            FollowupAction("screening_form"),
        ]


def _say_booked_already(turn: Turn, screening: Screening) -> Events:
    """Once, so that nobody books twice without meaning to; who asks again gets a second one."""
    turn.say(
        "utter_booked_already",
        [turn.button("move"), turn.button("call_off"), turn.button("book_another")],
        when=times.say(screening, turn.content.clinic),
        reference=screening.reference,
    )
    return [
        *end_of_form(),
        SlotSet("told_booked", screening.reference),
        FollowupAction("action_listen"),
    ]


class ActionStop(TurnAction):
    """Stops whatever is going on; a held time is free again."""

    action = "action_stop"

    def respond(self, turn: Turn) -> Events:
        booking = turn.tracker.active_loop_name == "screening_form"
        release_hold(turn)
        turn.say("utter_stopped" if booking else "utter_stopped_nothing")
        forgotten = forget_booking() if booking else []
        return [*end_of_form(), *forgotten, SlotSet("open_offer", None)]


class ActionAskPatientName(TurnAction):
    action = "action_ask_patient_name"

    def respond(self, turn: Turn) -> Events:
        return _ask(turn, "utter_ask_patient_name")


class ActionAskPatientPhone(TurnAction):
    action = "action_ask_patient_phone"

    def respond(self, turn: Turn) -> Events:
        return _ask(turn, "utter_ask_patient_phone", name=turn.slot("patient_name"))


def _ask(turn: Turn, response: str, **values: Any) -> Events:
    """Asks; again when the answer could not be read, and then with a person offered."""
    if not turn.slot("problem"):
        turn.say(response, **values)
        return []
    if turn.slot("problem") == "wrong":
        turn.say(f"{response}_right")
        return [SlotSet("problem", None)]
    given_up = is_given_up(turn)
    turn.say(f"{response}_again", [turn.button("person")] if given_up else [])
    return [SlotSet("open_offer", "person" if given_up else None)]


class ActionAskRedFlagsChecked(TurnAction):
    """Shows the short list of signs that must be checked at once instead of booked."""

    action = "action_ask_red_flags_checked"

    def respond(self, turn: Turn) -> Events:
        response = "utter_ask_red_flags_checked"
        person = [turn.button("person")] if is_given_up(turn) else []
        turn.say(
            f"{response}_again" if turn.slot("problem") else response,
            [turn.button("none_of_these"), turn.button("one_or_more"), *person],
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
