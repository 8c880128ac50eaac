"""Calls a screening off."""

from __future__ import annotations

import logging

from rasa_sdk.events import SlotSet

from actions.forms import FormReader, finish_form, is_a_wish_of_its_own, understood, unread
from actions.services import screenings
from actions.turn import Events, Turn, TurnAction
from actions.visits.find import ELSEWHERE, forget, found
from clinic.screenings import ScreeningError, times

logger = logging.getLogger(__name__)


class ValidateCancelVisitForm(FormReader):
    """Reads the yes or no to calling it off."""

    action = "validate_cancel_visit_form"

    def read(self, turn: Turn) -> Events:
        if turn.requested_slot is None:
            return understood(SlotSet("visit_confirmed", None))
        if turn.intent in ("affirm", "cancel_screening"):
            return understood(SlotSet("visit_confirmed", True))
        if turn.intent == "deny":
            return [*finish_form(), SlotSet("visit_confirmed", False)]
        if is_a_wish_of_its_own(turn) or turn.intent in ELSEWHERE:
            return []
        return unread(turn, "unread")


class ActionAskCancelConfirmed(TurnAction):
    action = "action_ask_cancel_visit_form_visit_confirmed"

    def respond(self, turn: Turn) -> Events:
        turn.say(
            "utter_ask_cancel_confirmed",
            [turn.button("yes"), turn.button("no")],
            when=times.say(found(turn), turn.content.clinic),
        )
        return []


class ActionFinishCancel(TurnAction):
    """Calls the screening off when that was confirmed, and says which it was."""

    action = "action_finish_cancel"

    def respond(self, turn: Turn) -> Events:
        cleared = [SlotSet("visit_confirmed", None), SlotSet("visit_purpose", None)]
        screening = found(turn)
        when = times.say(screening, turn.content.clinic)
        if not turn.slot("visit_confirmed"):
            turn.say("utter_kept", when=when)
            return cleared
        try:
            screenings().cancel(
                screening.reference, key=f"cancel:{turn.conversation}:{turn.message_id}"
            )
        except ScreeningError:
            logger.exception("A screening could not be called off")
            turn.say("utter_booking_failed", [turn.button("person")])
            return cleared
        turn.say("utter_cancelled", turn.help_buttons()[:1], when=when)
        return [*cleared, *forget()]
