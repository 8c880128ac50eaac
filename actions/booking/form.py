"""Reads every message while a screening is booked: answers, corrections, changes of mind."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import SlotSet

from actions.booking.said import Said, read
from actions.booking.times import only_time_offered, take_slot, take_time
from actions.forms import FormReader, finish_form, is_a_wish_of_its_own, understood, unread
from actions.safety import raise_alarm
from actions.services import join_waiting_list, release_hold
from actions.turn import Events, Turn

# Wishes that are about a booking that stands, or small talk: the rules take them.
ELSEWHERE = frozenset(
    {"check_screening", "reschedule_screening", "cancel_screening", "greet", "thank", "goodbye"}
)
# So short a message with a time in it is the answer to "which time?", whatever else it looks like.
BARE_WORDS = 4
EARLY = ("patient_name", "patient_phone")
LATE = ("red_flags_checked", "screening_confirmed")


class ValidateScreeningForm(FormReader):
    """Reads what a message says about the booking, whatever was asked for last."""

    action = "validate_screening_form"

    def read(self, turn: Turn) -> Events:
        asked = turn.requested_slot
        said = read(turn)
        if asked is None:
            return keep_offer(turn) or begin(turn, said)
        if turn.intent == "affirm" and turn.slot("open_offer") == "person" and asked in EARLY:
            return []
        if turn.intent == "change_time":
            return change_time(turn)
        answer = ANSWERS[asked](turn, said)
        if answer is not None:
            return answer
        corrections = correct(turn, said)
        if corrections:
            return corrections
        if is_a_wish_of_its_own(turn) or turn.intent in ELSEWHERE:
            return []
        if turn.intent == "deny" and asked != "red_flags_checked":
            return stop(turn)
        return unread(turn, "unread")


def keep_offer(turn: Turn) -> Events:
    """A form that begins again because its time was lost: the next times are on offer already."""
    return [SlotSet("problem", "taken")] if turn.slot("problem") == "taken" else []


def begin(turn: Turn, said: Said) -> Events:
    """What is known when a booking begins: from this message, and from the channel."""
    events = [
        SlotSet("times_offered", None),
        SlotSet("red_flags_checked", None),
        SlotSet("screening_confirmed", None),
    ]
    phone = said.phone or turn.senders_phone
    if phone:
        events.append(SlotSet("patient_phone", phone))
    if said.name:
        events.append(SlotSet("patient_name", said.name))
    return [*events, *(take_time(turn, said) or understood(SlotSet("screening_time", None)))]


def take_name(turn: Turn, said: Said) -> Events | None:
    if said.name and not _is_something_else(turn, said):
        return understood(SlotSet("patient_name", said.name), *_phone_beside(said))
    return None


def take_phone(turn: Turn, said: Said) -> Events | None:
    if not said.phone:
        return None
    # "414-555-0142, Thursday works best": the day is not asked for again.
    return [*understood(SlotSet("patient_phone", said.phone)), *take_time(turn, said)]


def choose_time(turn: Turn, said: Said) -> Events | None:
    if turn.intent == "affirm" and not said.time and not said.slot:
        only = only_time_offered(turn)
        if only:
            return take_slot(turn, only)
        offered = turn.slot("times_offered") or {}
        if offered and not offered["codes"]:
            join_waiting_list(turn)
            turn.say("utter_waiting_list", phone=turn.slot("patient_phone"))
            return [*finish_form(), SlotSet("times_offered", None)]
        if turn.slot("open_offer") == "person":
            return []
    if said.time and len(turn.text.split()) <= BARE_WORDS:
        return take_time(turn, said)
    if is_a_wish_of_its_own(turn) and turn.intent != "ask_logistics":
        return None
    return take_time(turn, said) or None


def check_red_flags(turn: Turn, said: Said) -> Events | None:
    """The pre-booking check: one or more of the signs leads to the emergency wording."""
    if turn.intent in ("none_of_these", "deny"):
        return understood(SlotSet("red_flags_checked", True))
    if turn.intent in ("one_or_more", "affirm"):
        return raise_alarm(turn, "E", turn.text)
    return None


def confirm(turn: Turn, said: Said) -> Events | None:
    if turn.intent == "affirm" and not said.time and not said.phone and not said.name:
        return understood(SlotSet("screening_confirmed", True))
    return None


SAID = (
    "patient_name",
    "patient_phone",
    "screening_time",
    "times_offered",
    "red_flags_checked",
    "screening_confirmed",
)
ANSWERS = {
    "patient_name": take_name,
    "patient_phone": take_phone,
    "screening_time": choose_time,
    "red_flags_checked": check_red_flags,
    "screening_confirmed": confirm,
}


def correct(turn: Turn, said: Said) -> Events:
    """A correction of something said before: a number, a name that is said to be one, a time."""
    events: Events = []
    if said.phone and said.phone != turn.slot("patient_phone"):
        events.append(SlotSet("patient_phone", said.phone))
    if said.name and turn.requested_slot != "patient_name" and not _is_something_else(turn, said):
        events.append(SlotSet("patient_name", said.name))
    if said.slot or (said.time and turn.requested_slot in LATE and not is_a_wish_of_its_own(turn)):
        events.extend(take_time(turn, said))
    return understood(*events) if events and not any(_asks(event) for event in events) else events


def change_time(turn: Turn) -> Events:
    """Offers other times instead of the one that was chosen."""
    release_hold(turn)
    return understood(
        SlotSet("screening_time", None),
        SlotSet("times_offered", None),
        SlotSet("screening_confirmed", None),
    )


def stop(turn: Turn) -> Events:
    """Ends the booking; nothing is kept."""
    release_hold(turn)
    turn.say("utter_stopped")
    return [*finish_form(), *forget_booking()]


def forget_booking() -> Events:
    """The events that forget what was said for a booking that is not made."""
    return [SlotSet(slot, None) for slot in SAID]


def _is_something_else(turn: Turn, said: Said) -> bool:
    """Whether what could be read as a bare name is a wish or a question instead."""
    return (
        is_a_wish_of_its_own(turn) or turn.intent in ELSEWHERE or turn.intent in ("deny", "affirm")
    )


def _phone_beside(said: Said) -> Events:
    return [SlotSet("patient_phone", said.phone)] if said.phone else []


def _asks(event: dict[str, Any]) -> bool:
    """Whether an event names a problem to speak of when asking again."""
    return event.get("name") == "problem" and event.get("value") is not None
