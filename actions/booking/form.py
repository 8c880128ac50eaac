"""Reads every message while a screening is booked: answers, corrections, changes of mind."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions.booking.said import Said, read
from actions.booking.times import (
    is_chosen_time,
    only_time_offered,
    other_times,
    take_slot,
    take_time,
)
from actions.forms import (
    FormReader,
    finish_form,
    is_a_question,
    is_a_wish_of_its_own,
    is_undecided,
    understood,
    unread,
)
from actions.safety import raise_alarm
from actions.services import join_waiting_list, release_hold, waiting_for
from actions.turn import Events, Turn
from clinic.screenings.notices import get_notices

# Wishes that are about a booking that stands, or small talk: the rules take them.
ELSEWHERE = frozenset(
    {"check_screening", "reschedule_screening", "cancel_screening", "greet", "thank", "goodbye"}
)
# So short a message with a time in it is the answer to "which time?", whatever else it looks like.
BARE_WORDS = 4
EARLY = ("patient_name", "patient_phone")
# Not meant as wishes of their own where a time is asked for: "what else?", "any later ones?".
ABOUT_TIMES = frozenset({"ask_logistics", "change_time", "what_else", "tell_me_more"})
# A no to the times on offer, not to the screening.
_NONE_OF_THEM = re.compile(
    r"^\W*(?:no|nope|nah|none|neither)(?:\W+(?:none|neither))?(?:\W+of\W+(?:these|those|them|it))?"
    r"(?:\W+(?:works?|fits?|will work|are good|is good)(?:\W+for\W+me)?)?\W*$",
    re.IGNORECASE,
)
# What was said before is not right; what is right was not said.
_WRONG = (
    r"(?:wrong|not right|incorrect|not my|change|correct|fix|different|another|new|typo|mistake)"
)
_IS_WRONG = {
    slot: re.compile(rf"\b(?:{_WRONG}\b.*\b{what}|{what}\b.*\b{_WRONG})\b", re.IGNORECASE)
    for slot, what in (("patient_phone", "(?:phone|number)"), ("patient_name", "name"))
}
_YES = re.compile(r"^\W*(?:yes|yep|yeah|yup|sure|ok(?:ay)?)\b", re.IGNORECASE)
_STOPS = re.compile(r"\b(?:stop|quit|cancel|forget|never ?mind)\b", re.IGNORECASE)
# Asked before there is a visit to change.
_WHAT_IF = r"(?:what if|what happens (?:if|when)|in case)"
_ASKS_WHAT_IF = re.compile(rf"\b{_WHAT_IF}\b", re.IGNORECASE)
_CAN_NOT_COME = re.compile(
    rf"\b{_WHAT_IF} (?:something comes up"
    r"|(?:i|we) (?:(?:ca|could|wo|do)n['’]?t|can ?not|do not|am not able to) "
    r"(?:make it|come|show up|get there|be there))\b",
    re.IGNORECASE,
)
_CHANGES = frozenset({"cancel_screening", "reschedule_screening"})
_IF_LATER = re.compile(
    r"\bif (?:i|we) (?:need|have|want|can['’]?t|can ?not|could)\b"
    r"|\bcan (?:i|we) (?:still )?(?:change|move|cancel|reschedule|switch)\b.*\blater\W*$",
    re.IGNORECASE,
)
# Asks for another time in the same breath.
_INSTEAD = re.compile(
    r"\b(?:do you have|is there|are there|instead|how about|what about|any other)\b", re.IGNORECASE
)
# An answer by its place, where the signs and the choices could both be meant.
_BY_PLACE = re.compile(
    r"\b(?:\d|first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th|one|two|three|four|five)\b",
    re.IGNORECASE,
)
# "1": the first sign, or "None of these"?
_BARE_DIGIT = re.compile(r"^\W*\d\W*$")
_ALL_RIGHT = re.compile(
    r"^\W*(?:ok(?:ay|ie)?|k|sure|all ?right|fine|got it|understood|sounds good|will do)\W*$",
    re.IGNORECASE,
)


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
        if _asks_about_later(turn):
            turn.say("utter_can_change_later")
            return [SlotSet("problem", None)]
        if turn.intent == "cancel_screening" and not turn.slot("visit_reference"):
            return stop(turn)  # "cancel": there is nothing else it could mean
        if turn.intent == "change_time" and not _NONE_OF_THEM.match(turn.text):
            return take_time(turn, said) or change_time(turn)
        answer = ANSWERS[asked](turn, said)
        if answer is not None:
            return answer
        corrections = correct(turn, said) or ask_again_for(turn)
        if corrections:
            return corrections
        if turn.intent == "book_screening":
            return understood()  # that is what we are doing: asked again
        if is_a_wish_of_its_own(turn) or turn.intent in ELSEWHERE:
            return []
        if turn.intent == "deny" and asked != "red_flags_checked" and not is_undecided(turn):
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
    waiting = waiting_for(turn)
    phone = said.phone or turn.senders_phone or (waiting and waiting.phone)
    name = said.name or (waiting and waiting.name)
    if phone:
        events.append(SlotSet("patient_phone", phone))
    if name:
        events.append(SlotSet("patient_name", name))
    if waiting and waiting.offered and not said.time:
        # "Take this time", under what we wrote to them.
        return [*events, *take_slot(turn, waiting.offered.code)]
    return [*events, *(take_time(turn, said) or understood(SlotSet("screening_time", None)))]


def take_name(turn: Turn, said: Said) -> Events | None:
    if said.name and not _is_something_else(turn, said):
        beside = [SlotSet("patient_phone", said.phone)] if said.phone else []
        # "Ana Diaz, any day after 4": the day is not asked for again.
        return [*understood(SlotSet("patient_name", said.name), *beside), *take_time(turn, said)]
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
    on_offer = (turn.slot("times_offered") or {}).get("codes")
    if on_offer and turn.slot("open_offer") is None:
        if _NONE_OF_THEM.match(turn.text):  # by its words, whatever it was taken for
            return other_times(turn)
        if turn.intent in NONE and is_undecided(turn) and not said.time:
            return [*unread(turn, "unread"), SlotSet("problem", None)]
    if said.time and len(turn.text.split()) <= BARE_WORDS:
        return take_time(turn, said)
    if _asks_something(turn) and (is_a_question(turn) or not turn.intent.startswith("ask_")):
        return None
    return take_time(turn, said) or None


def check_red_flags(turn: Turn, said: Said) -> Events | None:
    """The pre-booking check: one or more of the signs leads to the emergency wording.

    Only a plain answer counts. "Maybe", "I think so", "the first one" and "ok" are asked again:
    nobody is booked past a sign they may have.
    """
    if is_undecided(turn) or _ALL_RIGHT.match(turn.text) or _BARE_DIGIT.match(turn.text):
        return unread(turn, "unread")
    if turn.intent in ("one_or_more", "affirm"):
        words = get_notices()
        told = words.alert_check.format(text=turn.text) if turn.text else words.alert_check_button
        return raise_alarm(turn, "E", told)
    if _BY_PLACE.search(turn.text):
        return unread(turn, "unread")
    if turn.intent in NONE:
        return understood(SlotSet("red_flags_checked", True))
    return None


def confirm(turn: Turn, said: Said) -> Events | None:
    told_again = _YES.match(turn.text) and is_chosen_time(turn, said)
    told_again = told_again and not is_a_question(turn)
    if (turn.intent != "affirm" and not told_again) or is_undecided(turn):
        return None
    changed = said.phone not in (None, turn.slot("patient_phone")) or said.name
    if changed or (said.time and not is_chosen_time(turn, said)):
        return None
    return understood(SlotSet("screening_confirmed", True))


NONE = frozenset({"deny", "none_of_these", "deny_sign"})
NO_NAMES = frozenset({"affirm", "one_or_more", "change_time", *NONE})
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
    if said.slot or (said.time and not _asks_something(turn) and not is_chosen_time(turn, said)):
        events.extend(take_time(turn, said))
    return understood(*events) if events and not any(_asks(event) for event in events) else events


def ask_again_for(turn: Turn) -> Events:
    """ "That's the wrong number": asks for it again; empty when nothing is said to be wrong."""
    if _STOPS.search(turn.text):
        return []
    wrong = [slot for slot, words in _IS_WRONG.items() if words.search(turn.text)]
    known = [slot for slot in wrong if turn.slot(slot) and slot != turn.requested_slot]
    if not known:
        return []
    return [*understood(*(SlotSet(slot, None) for slot in known)), SlotSet("problem", "wrong")]


def change_time(turn: Turn) -> Events:
    """Offers other times instead of the one that was chosen."""
    release_hold(turn)
    return [*other_times(turn), SlotSet("tries", 0)]


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
    return is_a_wish_of_its_own(turn) or turn.intent in ELSEWHERE | NO_NAMES


def _asks_something(turn: Turn) -> bool:
    """Whether a day or hour in the message belongs to a question or to a wish of its own."""
    return is_a_wish_of_its_own(turn) and turn.intent not in ABOUT_TIMES


def _asks_about_later(turn: Turn) -> bool:
    """Whether it is asked what happens when the visit does not suit later on."""
    if turn.intent in ("talk_to_person", "stop") or _INSTEAD.search(turn.text):
        return False
    if _CAN_NOT_COME.search(turn.text):
        return True
    if turn.intent not in _CHANGES:
        return False
    asks = is_a_question(turn) and bool(_IF_LATER.search(turn.text))
    return asks or bool(_ASKS_WHAT_IF.search(turn.text))


def _asks(event: dict[str, Any]) -> bool:
    """Whether an event names a problem to speak of when asking again."""
    return event.get("name") == "problem" and event.get("value") is not None
