"""Replies to emergencies: the clinic's fixed wording, and an alert for its staff."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.services import alert_staff, keep_disagreement, release_hold
from actions.turn import Events, Turn, TurnAction
from clinic.reading import safety

TIER_OF_INTENT: dict[str, safety.Tier] = {
    "report_red_flag": "E",
    "report_crisis": "C",
    "report_urgent": "U",
}
# Which alarm stays in force when a conversation had several.
URGENCY = "UCE"
# The slot sign_asked: the question waits for its answer, or had its turn.
OPEN, ANSWERED = "open", "answered"


class ActionSafety(TurnAction):
    """Gives the tier's wording, ends whatever was going on, alerts the staff."""

    action = "action_safety"

    def respond(self, turn: Turn) -> Events:
        tier = turn.understanding.get("tier") or TIER_OF_INTENT.get(turn.intent, "E")
        return raise_alarm(turn, tier, turn.text)


class ActionAnswerRedFlagQuestion(TurnAction):
    """Answers a question about a red flag: the line that says what to do, without an alarm."""

    action = "action_answer_red_flag_question"

    def respond(self, turn: Turn) -> Events:
        keep_disagreement(turn)
        turn.say_content(safety.safety_line(), {"kind": "safety"}, [turn.topic_button("symptoms")])
        return [SlotSet("open_offer", None)]


def raise_alarm(turn: Turn, tier: safety.Tier, detail: str) -> Events:
    """Says the wording of `tier`; the events that end every form and remember the alarm.

    Args:
        turn: the present turn.
        tier: `E`, `C` or `U`.
        detail: what the staff is shown: the patient's words, or the check that was answered.
    """
    say_alarm(turn, tier)
    alert_staff(turn, tier, detail)
    keep_disagreement(turn)
    release_hold(turn)
    before = turn.slot("alarm_tier")
    worst = max(tier, before or tier, key=URGENCY.index)
    return [
        ActiveLoop(None),
        SlotSet("requested_slot", None),
        SlotSet("screening_time", None),
        SlotSet("screening_confirmed", None),
        SlotSet("open_offer", None),
        SlotSet("alarm_tier", worst),
        SlotSet("alarm_repeated", False),
    ]


def safety_first(turn: Turn) -> Events:
    """What safety has to say before anything else is answered; the events that remember it.

    The last alarm's wording once more when the patient goes on as if nothing happened. And where a
    sign may be meant or denied, the question whether it is there now: once in a conversation.
    """
    keep_disagreement(turn)
    tier, asked = turn.slot("alarm_tier"), turn.slot("sign_asked")
    # "See a doctor today" does not answer a sign that may mean 911.
    doubt = turn.understanding.get("in_doubt") and tier not in ("E", "C")
    if doubt and not asked and not turn.tracker.active_loop_name:
        buttons = [turn.button("none_of_these"), turn.button("one_or_more")]
        turn.say("utter_ask_sign", buttons, line=safety.safety_line())
        return [SlotSet("sign_asked", OPEN)]
    events: Events = [SlotSet("sign_asked", ANSWERED)] if asked else []
    if tier and not turn.slot("alarm_repeated"):
        say_alarm(turn, tier)
        events.append(SlotSet("alarm_repeated", True))
    return events


def confirms_a_sign(turn: Turn) -> bool:
    """Whether the message says that a sign is there which was just asked about."""
    yes = turn.intent == "affirm" and turn.slot("sign_asked") == OPEN
    return yes or turn.intent == "one_or_more"


def say_alarm(turn: Turn, tier: safety.Tier) -> None:
    """The wording of a tier, the same each time, with the banner that stays on the web page."""
    turn.say_content(safety.reply(tier), {"kind": "safety", "banner": tier})
