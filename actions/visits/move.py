"""Moves a screening to another time."""

from __future__ import annotations

import logging

from rasa_sdk.events import FollowupAction, SlotSet

from actions.booking.finish import therapist_name
from actions.booking.form import change_time, choose_time, keep_offer
from actions.booking.said import read
from actions.booking.times import as_offered, slot_of, take_time
from actions.cards import screening_card
from actions.forms import FormReader, finish_form, is_a_wish_of_its_own, understood, unread
from actions.services import release_hold, screenings
from actions.turn import Events, Turn, TurnAction
from actions.visits.find import ELSEWHERE, found
from clinic.screenings import Offer, ScreeningError, SlotTaken, times

logger = logging.getLogger(__name__)


class ValidateMoveVisitForm(FormReader):
    """Reads the new time, and the yes to it."""

    action = "validate_move_visit_form"

    def read(self, turn: Turn) -> Events:
        asked = turn.requested_slot
        if asked is None and (kept := keep_offer(turn)):
            return kept
        if asked is None:
            # "Later that day" is later than the time it has.
            said = read(turn, turn.slot("time_wish"), (found(turn).slot,))
            return [
                SlotSet("time_wish", None),
                SlotSet("visit_confirmed", None),
                *(take_time(turn, said) or understood(SlotSet("screening_time", None))),
            ]
        said = read(turn)
        if turn.intent == "change_time":
            return change_time(turn)
        if asked == "screening_time":
            chosen = choose_time(turn, said)
            if chosen is not None:
                return chosen
        elif turn.intent == "affirm" and not said.time:
            return understood(SlotSet("visit_confirmed", True))
        elif not is_a_wish_of_its_own(turn) and (taken := take_time(turn, said)):
            return taken
        if turn.intent == "deny":
            return [*finish_form(), SlotSet("visit_confirmed", False)]
        if is_a_wish_of_its_own(turn) or turn.intent in ELSEWHERE:
            return []
        return unread(turn, "unread")


class ActionAskMoveConfirmed(TurnAction):
    """Asks for the last yes, with the old time and the new."""

    action = "action_ask_move_visit_form_visit_confirmed"

    def respond(self, turn: Turn) -> Events:
        clinic = turn.content.clinic
        turn.say(
            "utter_ask_move_confirmed",
            [turn.button("yes"), turn.button("other_time"), turn.button("no")],
            old=times.say_short(found(turn), clinic),
            when=times.say(slot_of(turn.slot("screening_time")), clinic),
        )
        return []


class ActionFinishMove(TurnAction):
    """Moves the screening; when the new time was lost after all, the old one stays."""

    action = "action_finish_move"

    def respond(self, turn: Turn) -> Events:
        cleared = [SlotSet(slot, None) for slot in CLEARED]
        clinic = turn.content.clinic
        if not turn.slot("visit_confirmed"):
            release_hold(turn)
            turn.say("utter_kept", when=times.say(found(turn), clinic))
            return cleared
        try:
            screening = screenings().move(
                found(turn).reference,
                slot_of(turn.slot("screening_time")),
                key=f"move:{turn.conversation}:{turn.message_id}",
                holder=turn.conversation,
            )
        except SlotTaken as taken:
            return [
                SlotSet("screening_time", None),
                SlotSet("visit_confirmed", None),
                SlotSet("times_offered", as_offered(Offer("all", taken.instead), "")),
                SlotSet("problem", "taken"),
                FollowupAction("move_visit_form"),
            ]
        except ScreeningError:
            logger.exception("A screening could not be moved")
            turn.say("utter_booking_failed", [turn.button("person")])
            return cleared
        turn.say(
            "utter_moved",
            json_message={"kind": "booking", "card": screening_card(turn, screening)},
            when=times.say(screening, clinic),
            therapist=therapist_name(turn, screening),
            reference=screening.reference,
        )
        return cleared


CLEARED = ("screening_time", "times_offered", "visit_confirmed", "visit_purpose")
