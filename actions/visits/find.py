"""Finds the screening a patient speaks of: by reference and phone, or by the sender's number."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions.booking.finish import therapist_name
from actions.cards import screening_card
from actions.forms import (
    TRIES_BEFORE_A_PERSON,
    FormReader,
    end_of_form,
    finish_form,
    is_a_wish_of_its_own,
    understood,
    unread,
)
from actions.person import phone_in
from actions.safety import safety_first
from actions.services import release_hold, screenings
from actions.turn import Events, Turn, TurnAction
from clinic import clock
from clinic.screenings import (
    Screening,
    TooManyGuesses,
    UnknownScreening,
    read_reference,
    times,
)
from clinic.screenings.references import EXAMPLE, LENGTH

PURPOSES = {
    "check_screening": "check",
    "reschedule_screening": "move",
    "cancel_screening": "cancel",
    # Told with nothing asked, by somebody who has a screening: "I'd like a later time".
    "change_time": "move",
    "inform": "move",
}
ELSEWHERE = frozenset(
    {"book_screening", "check_screening", "reschedule_screening", "cancel_screening"}
)
# "I don't have one", "lost it": asking for the reference again would help nobody.
_HAS_NONE = re.compile(
    r"\b(?:don'?t|do not|didn'?t|never|no longer)\s+(?:\w+\s+){0,2}?(?:have|has|had|know|got|get|"
    r"remember|find|keep)\b|\bcan'?t find\b|\b(?:lost|forgot|forgotten|deleted|idk|no idea|"
    r"no reference|without (?:a |the )?reference)\b",
    re.IGNORECASE,
)


_CANT_COME = re.compile(
    r"\b(?:can'?t|cannot|can not|won'?t|will not|not able to|unable to)\b.*\b(?:make|come|be there"
    r"|get there|go)\b",
    re.IGNORECASE,
)


# "I'd like a screening, Monday or Wednesday": for all its days no move of one that stands.
_A_NEW_ONE = re.compile(
    r"\b(?:like|want|need|get|have|make|book|schedule|set up)\s+(?:an?|my first)\s+(?:\w+\s+){0,2}?"
    r"(?:screening|appointment|appt|visit)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:my|the|our) (?:\w+ )?(?:screening|appointment|appt|visit)\b", re.IGNORECASE
)
_CALLS_OFF = re.compile(
    r"\b(?:cancel\w*|call\w* (?:\w+ )?off|drop|delete|remove|scrap|forget|skip|take me off"
    r"|free up)\b",
    re.IGNORECASE,
)
_VAGUE = frozenset({"inform", "deny", "deny_sign", "out_of_scope", "insult", "nlu_fallback"})


def can_not_come(turn: Turn) -> bool:
    """Whether a patient says that they can't come, and nothing of what they want instead."""
    vague = turn.intent in _VAGUE
    if turn.intent == "cancel_screening":
        vague = not _CALLS_OFF.search(turn.text)
    return vague and bool(_CANT_COME.search(turn.text))


def _purpose(turn: Turn) -> str:
    return "check" if can_not_come(turn) else PURPOSES.get(turn.intent, "check")


class ActionBeginVisit(TurnAction):
    """Begins a look-up; what is known already is not asked again."""

    action = "action_begin_visit"

    def respond(self, turn: Turn) -> Events:
        repeated = safety_first(turn)
        if repeated:
            return [*repeated, *end_of_form(), FollowupAction("action_listen")]
        release_hold(turn)
        reference, phone = _known(turn)
        if not reference and _A_NEW_ONE.search(turn.text) and not _OWN.search(turn.text):
            return [FollowupAction("action_begin_booking")]
        return [
            *end_of_form(),
            SlotSet("visit_purpose", _purpose(turn)),
            SlotSet("visit_reference", reference),
            SlotSet("visit_phone", phone),
            SlotSet("visit_confirmed", None),
            SlotSet("screening_time", None),
            SlotSet("times_offered", None),
            # "Can't make it, what about Thursday?": the new time is read once the old one is found.
            SlotSet("time_wish", turn.text or None),
            SlotSet("open_offer", None),
            FollowupAction("find_visit_form"),
        ]


class ValidateFindVisitForm(FormReader):
    """Reads the reference and the phone number."""

    action = "validate_find_visit_form"

    def read(self, turn: Turn) -> Events:
        asked = turn.requested_slot
        if asked is None:
            return [SlotSet("problem", None), SlotSet("tries", 0)]
        reference, phone = read_reference(turn.text), phone_in(turn)
        found: Events = []
        if reference and not turn.slot("visit_reference"):
            found.append(SlotSet("visit_reference", reference))
        if phone:
            found.append(SlotSet("visit_phone", phone))
        if found:
            return understood(*found)
        if asked == "visit_reference" and (turn.intent == "deny" or _HAS_NONE.search(turn.text)):
            return _offer_person(turn, "utter_visit_reference_lost")
        if turn.intent == "deny":
            turn.say("utter_stopped_nothing")
            return [*finish_form(), SlotSet("visit_purpose", None)]
        if is_a_wish_of_its_own(turn) or turn.intent in ELSEWHERE:
            return []
        if (turn.slot("tries") or 0) + 1 >= TRIES_BEFORE_A_PERSON:
            return _offer_person(turn, "utter_still_unsure")
        return unread(turn, "unread")


def _offer_person(turn: Turn, response: str) -> Events:
    """Ends a look-up that leads nowhere with a person at the clinic."""
    turn.say(response, [turn.button("person")])
    return [*finish_form(), SlotSet("visit_purpose", None), SlotSet("open_offer", "person")]


class ActionAskVisitReference(TurnAction):
    action = "action_ask_visit_reference"

    def respond(self, turn: Turn) -> Events:
        response = "utter_ask_visit_reference"
        turn.say(
            f"{response}_again" if turn.slot("problem") else response,
            [turn.button("person")],
            example=EXAMPLE,
            length=LENGTH,
        )
        return []


class ActionAskVisitPhone(TurnAction):
    action = "action_ask_visit_phone"

    def respond(self, turn: Turn) -> Events:
        response = "utter_ask_visit_phone"
        turn.say(f"{response}_again" if turn.slot("problem") else response)
        return []


class ActionFoundVisit(TurnAction):
    """Shows the screening that was found, or goes on to move it or call it off."""

    action = "action_found_visit"

    def respond(self, turn: Turn) -> Events:
        purpose = turn.slot("visit_purpose")
        if not purpose:
            return []
        try:
            screening = find(turn)
        except TooManyGuesses:
            turn.say("utter_visit_locked", [turn.button("person")])
            return [*forget(), SlotSet("open_offer", "person")]
        except UnknownScreening:
            turn.say("utter_visit_not_found", [turn.button("person")])
            return [*forget(), FollowupAction("find_visit_form")]
        when = times.say(screening, turn.content.clinic)
        if screening.state == "cancelled":
            turn.say("utter_visit_cancelled", [turn.button("book")], when=when)
            return forget()
        if screening.starts_at <= clock.now():
            turn.say("utter_visit_over", [turn.button("book")], when=when)
            return forget()
        if purpose == "move":
            return [FollowupAction("move_visit_form")]
        if purpose == "cancel":
            return [FollowupAction("cancel_visit_form")]
        turn.say(
            "utter_visit",
            [turn.button("move"), turn.button("call_off")],
            json_message={"kind": "booking", "card": screening_card(turn, screening)},
            when=when,
            therapist=therapist_name(turn, screening),
            reference=screening.reference,
        )
        return []


def find(turn: Turn) -> Screening:
    """The screening of the reference and phone in the slots.

    On SMS the sender's own number serves. Neither it nor one booked in this very conversation is
    kept from the patient by a stranger's wrong guesses.

    Raises:
        UnknownScreening: the two don't belong together.
        TooManyGuesses: after too many wrong ones.
    """
    reference, phone = turn.slot("visit_reference"), turn.slot("visit_phone")
    own = turn.senders_phone or phone
    for screening in screenings().upcoming_for_phone(own):
        mine = turn.senders_phone or screening.conversation == turn.conversation
        if screening.reference == reference and mine:
            return screening
    return screenings().find(reference, phone, guesser=turn.conversation)


def found(turn: Turn) -> Screening:
    """The screening that `find` found before a form about it was opened."""
    return screenings().get(turn.slot("visit_reference"))


def forget() -> Events:
    """The events that forget which screening was spoken of."""
    return [SlotSet("visit_reference", None), SlotSet("visit_phone", None)]


def _known(turn: Turn) -> tuple[str | None, str | None]:
    """The reference and phone that need not be asked for.

    The sender of a text message is known by the number; a screening booked in this very
    conversation is remembered.
    """
    reference, phone = turn.slot("visit_reference"), turn.slot("visit_phone")
    if reference and phone:
        return reference, phone
    if turn.senders_phone:
        coming = screenings().upcoming_for_phone(turn.senders_phone)
        return (coming[0].reference if coming else None), turn.senders_phone
    return read_reference(turn.text), phone_in(turn)
