"""What the assistant does not answer: said kindly, kept for the staff, nothing made up."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.answer import answer_beside
from actions.safety import safety_first
from actions.services import keep_rephrased, keep_unanswered, standing_screening
from actions.small_talk import starters
from actions.turn import Events, Turn, TurnAction
from actions.visits.find import can_not_come

# The greatest number of topics a clarifying question offers.
CHOICES = 3


class ActionNotCovered(TurnAction):
    """Says that the article does not cover a health question, and who can help."""

    action = "action_not_covered"

    def respond(self, turn: Turn) -> Events:
        repeated = safety_first(turn)
        answer_beside(turn, turn.wishes)
        turn.say(f"utter_{turn.intent}", turn.help_buttons())
        keep_unanswered(turn, "not_covered")
        keep_rephrased(turn)
        return [*repeated, SlotSet("open_offer", None)]


class ActionDeclineSubject(TurnAction):
    """Declines what has nothing to do with the clinic; meets abuse calmly."""

    action = "action_decline_subject"

    def respond(self, turn: Turn) -> Events:
        if can_not_come(turn) and standing_screening(turn):
            return [FollowupAction("action_begin_visit")]
        if turn.intent == "insult":
            turn.say("utter_insult", [turn.button("person")])
            return [SlotSet("open_offer", "person")]
        turn.say("utter_out_of_scope", starters(turn))
        keep_unanswered(turn, "out_of_scope")
        return [SlotSet("open_offer", None)]


class ActionClarify(TurnAction):
    """Asks once what was meant; when that does not help either, offers a person."""

    action = "action_clarify"

    def respond(self, turn: Turn) -> Events:
        repeated = safety_first(turn)
        if not repeated and can_not_come(turn) and standing_screening(turn):
            return [FollowupAction("action_begin_visit")]
        keep_rephrased(turn)
        if turn.slot("clarified"):
            turn.say("utter_still_unsure", [turn.button("person")])
            keep_unanswered(turn, "unclear")
            return [*repeated, SlotSet("clarified", None), SlotSet("open_offer", "person")]
        choices = [
            button
            for intent in turn.understanding.get("alternatives", [])
            if (button := turn.button_for(intent))
        ][:CHOICES]
        if choices:
            turn.say("utter_clarify", [*choices, turn.button("person")])
        else:
            turn.say("utter_rephrase", starters(turn))
        keep_unanswered(turn, "clarified")
        return [*repeated, SlotSet("clarified", True), SlotSet("open_offer", None)]
