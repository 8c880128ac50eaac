"""Decides what a message wants: from the alarm, the context, and what its words may mean.

The costs behind the thresholds: a wrong medical answer costs ten times an unnecessary question
back. docs/evaluation/experiments.md shows what other thresholds would lead to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from clinic.reading import intents
from clinic.reading.intents import (
    ALARM_INTENTS,
    ALARMS,
    FACTS,
    OUTSIDE,
    TOPICS,
)
from clinic.reading.learned.ranking import Ranking
from clinic.reading.safety import Verdict
from nlu import offers
from nlu.classifier import RANKINGS, VERDICT

UNDERSTANDING = "understanding"
NOT_COVERED = frozenset({*intents.NOT_COVERED, "ask_insurance", "ask_logistics"})
WISHES = intents.WISHES | NOT_COVERED
GROUPS = {**intents.GROUPS, "not_covered": NOT_COVERED}

# A single intent is taken when it is so likely,
SURE = 0.40
# and an answer from the article only when an example of it is so near, and no more than so much
# speaks for something that the article does not cover.
NEAR = 0.45
DOUBT = 0.25
# What is no answer from the article needs no near example when it is as sure as this: a person
# called in vain costs less than "get me a human" asked back.
SURE_FROM_AFAR = 0.95
# "And how do you treat it?" after an answer follows it, so more doubt is allowed.
DOUBT_FOLLOWING = 0.5
FOLLOWING_WORDS = 8
_POINTS_BACK = re.compile(r"\b(?:it|that|this|those|them|these)\b", re.IGNORECASE)
# Less likely than that, a group of intents may still be: then its likeliest is taken.
GROUP_SURE = 0.55
# Two topics in one group closer than this are asked about.
CLOSE = 0.55
# A clause counts as a wish of its own when it is as sure as this.
CLAUSE_SURE, CLAUSE_NEAR = 0.60, 0.62
ALTERNATIVES = 3
NAME_WORDS = 5
SURE_OF_A_WISH = 0.75
BARE_WORDS = 3
# Short replies that mean themselves wherever they are given.
ALWAYS_THEMSELVES = frozenset({"affirm", "deny", "stop", "change_time", "talk_to_person"})


def decision_of(intent: str) -> str:
    """The decision that leads to an intent: its group's name, else "reply"."""
    return next((name for name, named in GROUPS.items() if intent in named), "reply")


@dataclass
class Understanding:
    """What a message wants.

    Attributes:
        intent: what the rules go by.
        confidence: how likely that is; 1 for alarms and choices.
        decision: answer, not_covered, appointment, person, out_of_scope, ask_once, alarm, chosen
            or reply.
        wishes: every wish in the message, the most urgent first.
        alternatives: what to ask about when the decision is ask_once.
        chosen: payload of the offered button that the words choose.
        entities: entities of that button.
    """

    intent: str
    confidence: float
    decision: str
    wishes: list[dict[str, Any]] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    chosen: str | None = None
    entities: list[dict[str, Any]] = field(default_factory=list)


def decide(
    text: str,
    verdict: Verdict,
    rankings: list[Ranking],
    tracker: DialogueStateTracker | None = None,
) -> Understanding:
    """What a message wants.

    Args:
        text: the message.
        verdict: of the gate and the learned reading together.
        rankings: of the whole message, then of its clauses; empty for an empty message.
        tracker: the conversation before the message.
    """
    rankings = [_as_the_rules_know_them(ranking) for ranking in rankings]
    if verdict.decision == "alarm" and verdict.tier:
        return Understanding(ALARMS[verdict.tier], 1.0, "alarm")
    chosen = offers.choose(text, offers.last_buttons(tracker))
    if chosen:
        return Understanding(
            chosen.intent, 1.0, "chosen", chosen=chosen.payload, entities=chosen.entities
        )
    if verdict.asked_about and verdict.decision == "quiet":
        return Understanding("ask_about_red_flag", 1.0, "reply")
    if not rankings:
        return Understanding("nlu_fallback", 0.0, "ask_once")
    if _answers_a_form(text, rankings[0], tracker):
        return Understanding("inform", 1.0, "reply")
    if not rankings[0].readable and rankings[0].intent not in OUTSIDE:
        # However sure the classifier is, "xxxx" must not confirm a booking.
        return Understanding("nlu_fallback", 0.0, "ask_once")
    whole = _decide_one(rankings[0], DOUBT_FOLLOWING if _follows(text, tracker) else DOUBT)
    return _with_clauses(whole, rankings)


def _as_the_rules_know_them(ranking: Ranking) -> Ranking:
    """The ranking with the clinic's facts as the two intents that the rules know."""
    likely: dict[str, float] = {}
    for intent, probability in ranking.likely:
        name = _known(intent)
        likely[name] = likely.get(name, 0.0) + probability
    near: dict[str, float] = {}
    for intent, cosine in ranking.nearness.items():
        near[_known(intent)] = max(cosine, near.get(_known(intent), 0.0))
    ordered = sorted(likely.items(), key=lambda pair: -pair[1])
    near.setdefault(ordered[0][0], max(near.values(), default=0.0))
    return replace(ranking, likely=ordered, nearness=near)


_UNTIL_NOW = {
    **dict.fromkeys(intents.FOLLOWING - {"tell_me_more", "what_else"}, "tell_me_more"),
    **dict.fromkeys(("inform", "undecided", "wait", "correct", "for_someone_else"), "inform"),
    **dict.fromkeys(("refuse", "keep_visit"), "deny"),
    **dict.fromkeys(("leave_waiting_list", "not_me"), "stop"),
    **dict.fromkeys(("already_called", "compliment"), "thank"),
    **dict.fromkeys((*intents.FEELINGS, "why_needed"), "out_of_scope"),
    "confirm_visit": "check_screening",
    "running_late": "reschedule_screening",
    "false_alarm": "none_of_these",
}


def _known(intent: str) -> str:
    if intent in ("fact_insurance", "fact_prices", "fact_referral", "fact_cost"):
        return "ask_insurance"
    return "ask_logistics" if intent in FACTS else _UNTIL_NOW.get(intent, intent)


def doubt(ranking: Ranking) -> float:
    """How likely a message is about something that the article does not cover."""
    return ranking.mass(NOT_COVERED | OUTSIDE)


def _follows(text: str, tracker: DialogueStateTracker | None) -> bool:
    """Whether a message asks on about the topic that was answered last."""
    if tracker is None or not tracker.get_slot("last_topic"):
        return False
    return len(text.split()) <= FOLLOWING_WORDS and bool(_POINTS_BACK.search(text))


def _decide_one(ranking: Ranking, most_doubt: float) -> Understanding:
    intent, sure = ranking.intent, ranking.probability
    if intent in ALARM_INTENTS:
        # Not sure enough for an alarm: the next likeliest decides.
        intent, sure = next(pair for pair in ranking.likely if pair[0] not in ALARM_INTENTS)
    near = ranking.nearness.get(intent, 0.0)
    if intent in TOPICS and near >= NEAR and doubt(ranking) > most_doubt:
        likely = [name for name, _ in ranking.likely if name in TOPICS | NOT_COVERED | WISHES]
        return Understanding("nlu_fallback", sure, "ask_once", alternatives=likely[:ALTERNATIVES])
    enough = SURE_FROM_AFAR if near < NEAR and intent not in OUTSIDE else SURE
    if sure >= enough and (near >= NEAR or intent not in TOPICS):
        return Understanding(intent, sure, decision_of(intent))
    masses = {name: ranking.mass(named) for name, named in GROUPS.items()}
    group, mass = max(masses.items(), key=lambda item: item[1])
    best = [name for name, _ in ranking.likely if name in GROUPS[group]]
    if near < NEAR and masses["out_of_scope"] + masses["not_covered"] < GROUP_SURE / 2:
        return Understanding("nlu_fallback", sure, "ask_once")
    if mass >= GROUP_SURE and group != "answer":
        return Understanding(best[0], mass, group)
    if group == "answer" and mass >= CLOSE:
        return Understanding("nlu_fallback", sure, "ask_once", alternatives=best[:2])
    if masses["not_covered"] + masses["out_of_scope"] > masses["answer"]:
        group = max(("not_covered", "out_of_scope"), key=masses.__getitem__)
        best = [name for name, _ in ranking.likely if name in GROUPS[group]]
        return Understanding(best[0], masses[group], group)
    likely = [name for name, _ in ranking.likely if name in TOPICS | NOT_COVERED | WISHES]
    return Understanding("nlu_fallback", sure, "ask_once", alternatives=likely[:ALTERNATIVES])


def _with_clauses(whole: Understanding, rankings: list[Ranking]) -> Understanding:
    """The whole message's meaning, with the further wishes its clauses have."""
    sure = [
        ranking
        for ranking in rankings[1:]
        if ranking.intent in WISHES
        and ranking.probability >= CLAUSE_SURE
        and ranking.near >= CLAUSE_NEAR
    ]
    wishes = {ranking.intent: ranking for ranking in sure}
    if not wishes:
        whole.wishes = [_wish(whole.intent, whole.confidence, rankings[0].text)]
        return whole
    if len(wishes) == 1 and (whole.intent in WISHES or whole.intent in wishes):
        whole.wishes = [_wish(whole.intent, whole.confidence, rankings[0].text)]
        return whole
    ordered = sorted(wishes.values(), key=lambda ranking: _urgency(ranking.intent))
    first = ordered[0]
    return Understanding(
        first.intent,
        first.probability,
        decision_of(first.intent),
        wishes=[_wish(item.intent, item.probability, item.text) for item in ordered],
    )


def _urgency(intent: str) -> int:
    """The place of a wish when there are several: people first, then visits, then questions."""
    order = ("person", "appointment", "not_covered", "answer")
    return order.index(decision_of(intent))


def _wish(intent: str, confidence: float, text: str) -> dict[str, Any]:
    return {"intent": intent, "confidence": round(confidence, 3), "text": text}


def _disagreement(verdict: Verdict) -> str:
    """Where gate and learned reading differ about an alarm, or leave it in doubt; else ""."""
    if verdict.decision == "ask":
        return "in_doubt"
    heard = {sign.by for sign in verdict.signs if sign.status == "present"}
    if verdict.decision == "quiet" or "both" in heard or not heard:
        return ""
    return "gate_only" if heard == {"gate"} else "heard_only"


_REFERENCE = re.compile(r"^\s*(?:it'?s |my reference is )?[A-Za-z0-9]{3}[- ]?[A-Za-z0-9]{3}\s*\.?$")


def _answers_a_form(text: str, ranking: Ranking, tracker: DialogueStateTracker | None) -> bool:
    """Whether a message is a bare answer to what a form asked: a name, a number, a code."""
    if tracker is None or not tracker.active_loop_name:
        return False
    asked = tracker.get_slot("requested_slot")
    digits = sum(character.isdigit() for character in text)
    if asked in ("patient_phone", "visit_phone", "callback_phone"):
        return digits >= 7
    if asked == "visit_reference":
        return bool(_REFERENCE.match(text)) and digits >= 2
    if asked == "screening_time" and "?" not in text and len(text.split()) <= BARE_WORDS:
        # "Purple" is no question of its own, however it looks to the classifier.
        return ranking.intent not in ALWAYS_THEMSELVES and ranking.probability < SURE_OF_A_WISH
    if asked == "patient_name" and "?" not in text and not digits:
        words = text.split()
        sure = ranking.probability >= SURE_OF_A_WISH and ranking.near >= SURE_OF_A_WISH
        return 0 < len(words) <= NAME_WORDS and not sure
    return False


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decision(GraphComponent):
    """The last component: puts intent and understanding on each message."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Decision:
        return cls()

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        for message in messages:
            verdict: Verdict = message.get(VERDICT)
            rankings = message.get(RANKINGS) or []
            read = decide(message.get(TEXT) or "", verdict, rankings, tracker)
            message.set(
                INTENT, {"name": read.intent, "confidence": read.confidence}, add_to_output=True
            )
            if read.entities:
                message.set(
                    ENTITIES, [*message.get(ENTITIES, []), *read.entities], add_to_output=True
                )
            present = [sign for sign in verdict.signs if sign.status == "present"]
            message.set(
                UNDERSTANDING,
                {
                    "tier": next(
                        (tier for tier, name in ALARMS.items() if name == read.intent), None
                    ),
                    "in_doubt": verdict.decision == "ask",
                    "disagreement": _disagreement(verdict),
                    "suspicion": round(verdict.suspicion, 3),
                    "findings": [{"group": item.group, "text": item.words} for item in present],
                    "decision": read.decision,
                    "wishes": read.wishes or [_wish(read.intent, read.confidence, "")],
                    "alternatives": read.alternatives,
                    "chosen": read.chosen,
                    "language": "es" if read.intent == "speak_spanish" else "en",
                },
                add_to_output=True,
            )
        return messages
