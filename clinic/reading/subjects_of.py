"""Says what a wish is about, where its intent leaves that open."""

from __future__ import annotations

import re

from clinic.content.facts import ClinicFacts
from clinic.reading.body import find_other_part
from clinic.reading.context import Context
from clinic.reading.days_named import day_asked_about
from clinic.reading.intents import FOLLOWING, TOPIC_OF_INTENT
from clinic.reading.subjects import find_subject, find_treatment
from clinic.reading.supposing import of_a_visit
from clinic.reading.therapists import ANYBODY, find_therapist

# What it is asked why it is needed: "why you need my phone", to the times on offer.
_FIELDS = {
    "phone": re.compile(r"\b(?:phone|cell|(?:my|a) number|digits)\b", re.IGNORECASE),
    "name": re.compile(r"\bnames?\b", re.IGNORECASE),
}
_OF_A_VISIT = frozenset(
    {"reschedule_screening", "cancel_screening", "check_screening", "running_late"}
)


def subject_of(intent: str, words: str, context: Context, facts: ClinicFacts) -> str | None:
    """The subject of a wish: a topic id, the name of a fact, a part of the body, a day, the id of
    a therapist, what is asked for ("phone", "name"); None where the intent says it all, or nothing
    is known."""
    if intent in TOPIC_OF_INTENT:
        return TOPIC_OF_INTENT[intent]
    if intent == "fact_hours":
        return day_asked_about(words, context.now, facts.tz)
    if intent == "fact_therapists":
        return _whom_or_when(words, context, facts)
    if intent == "ask_treatment_detail":
        return find_treatment(words) or _last_treatment(context)
    if intent in ("ask_other_condition", "ask_diagnosis", "ask_activity", "ask_prognosis"):
        return find_other_part(words)
    if intent == "follow_about":
        return find_subject(words)
    if intent in FOLLOWING:
        return find_treatment(words) or context.topic or context.fact
    return _asked_of_a_visit(intent, words)


def _asked_of_a_visit(intent: str, words: str) -> str | None:
    if intent == "why_needed":
        return next((field for field, said in _FIELDS.items() if said.search(words)), None)
    return of_a_visit(words) if intent in _OF_A_VISIT else None


def _whom_or_when(words: str, context: Context, facts: ClinicFacts) -> str | None:
    therapist = find_therapist(words, facts.therapists)
    if therapist and therapist != ANYBODY:
        return therapist
    return day_asked_about(words, context.now, facts.tz)


def _last_treatment(context: Context) -> str | None:
    topic = context.topic
    return topic if topic and topic.startswith("treatment") else None
