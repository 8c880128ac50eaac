"""What every form's validation action shares: what it reads, and what it leaves to the rules."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet

from actions.safety import TIER_OF_INTENT
from actions.turn import Events, Turn, TurnAction

# After so many answers that could not be read, a person is offered.
TRIES_BEFORE_A_PERSON = 2

# What a form never reads as an answer: the rules take it, and the form asks again afterwards.
WISHES_OF_THEIR_OWN = frozenset(
    {
        "talk_to_person",
        "stop",
        "speak_spanish",
        "insult",
        "tell_me_more",
        "what_else",
        "ask_if_bot",
        "ask_capabilities",
    }
)

# What no patient writes: markup, and the pieces of statements that end up in forms.
_CODE = re.compile(r"<\s*[a-z/!]|['\")]\s*;|;\s*--|\{\{|\$\{", re.IGNORECASE)
_ASKS = re.compile(
    r"\?|^\W*(?:what|whats|what's|why|how|who|where|when|which|does|do|is|are|can|could|should)\b",
    re.IGNORECASE,
)
# Said while looking something up: no answer, and no reason to begin anew.
_MOMENT = r"(?:sec(?:ond)?|min(?:ute)?|moment)"
_PAUSE = re.compile(
    r"^\W*(?:(?:ok|okay|um+|uh|hmm+|sorry|please|pls)\W+)*"
    rf"(?:hold on|hang on|wait|hmm+|um+|brb|be right back|(?:just )?(?:one|a) {_MOMENT}"
    rf"|give me (?:a|one) {_MOMENT}|let me (?:check|look|see|think|ask)\b[^?]{{0,40}})"
    rf"(?:\W+(?:please|(?:a|one) {_MOMENT}))*\W*$",
    re.IGNORECASE,
)
# Neither yes nor no.
_UNDECIDED = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|not sure|unsure|(?:i|don'?t) think|think so|idk|dunno"
    r"|(?:don'?t|do not|dont) (?:really )?know|no idea|not certain|might|kind ?of|kinda|sort ?of"
    r"|sometimes|a (?:little|bit)|i guess|hard to say|doubt it)\b",
    re.IGNORECASE,
)
# Intents of messages whose words mean nothing to the assistant.
_NOT_KNOWN = frozenset({"nlu_fallback", "out_of_scope"})


class FormReader(TurnAction, ABC):
    """A form's validation action: reads what a message gives the form.

    A form in Rasa answers a message only when its validation action returns a slot. So `read`
    returns slots for what belongs to the form, and nothing for what does not: Rasa then rejects
    the form for this turn, the rules answer, and the form asks again.
    """

    def respond(self, turn: Turn) -> Events:
        if turn.intent in TIER_OF_INTENT:
            return []  # a form that took the number beside an alarm would hide the alarm
        if _answered_by_a_rule(turn.tracker, self.action.removeprefix("validate_")):
            return []
        if turn.requested_slot and _CODE.search(turn.text):
            return unread(turn, "unread")
        if turn.requested_slot and _PAUSE.match(turn.text):
            turn.say("utter_no_hurry")
            return [SlotSet("problem", None)]
        return self.read(turn)

    @abstractmethod
    def read(self, turn: Turn) -> Events:
        """The slots that the message fills, or none."""


def is_a_wish_of_its_own(turn: Turn) -> bool:
    """Whether the message is something else than an answer to what the form asked."""
    return (
        turn.intent in WISHES_OF_THEIR_OWN
        or turn.intent.startswith("ask_")
        or (turn.intent in _NOT_KNOWN and bool(_ASKS.search(turn.text)))
    )


def is_a_question(turn: Turn) -> bool:
    """Whether the message asks something, by its words."""
    return bool(_ASKS.search(turn.text))


def is_undecided(turn: Turn) -> bool:
    """Whether the message is neither a yes nor a no ("maybe", "I'm not sure", "I think so")."""
    return bool(_UNDECIDED.search(turn.text))


def is_given_up(turn: Turn) -> bool:
    """Whether so many answers could not be read that a person is offered now."""
    return (turn.slot("tries") or 0) >= TRIES_BEFORE_A_PERSON


def unread(turn: Turn, problem: str) -> Events:
    """An answer that could not be read: the problem to name when asking again, and one more try."""
    return [SlotSet("problem", problem), SlotSet("tries", (turn.slot("tries") or 0) + 1)]


def understood(*events: dict[str, Any]) -> Events:
    """Answers that were read, with the tries counted from zero again. What was offered beside
    the form is no longer what a "yes" means."""
    return [*events, SlotSet("problem", None), SlotSet("tries", 0), SlotSet("open_offer", None)]


def finish_form() -> Events:
    """What a validation action returns to end its own form; the rule for its end comes next."""
    return understood(SlotSet("requested_slot", None))


def end_of_form() -> Events:
    """The events with which any other action ends whatever form is active."""
    return [ActiveLoop(None), *finish_form()]


def _answered_by_a_rule(tracker: Tracker, form: str) -> bool:
    """Whether the form has left this turn's message to the rules already. Another form that has
    does not count: what it left may be what began this one."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action_execution_rejected" and event.get("name") == form:
            return True
    return False
