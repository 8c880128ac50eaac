"""Fills in what a short follow-up leaves out: "and Friday?" after the hours, "what day was it?"."""

from __future__ import annotations

import re
from dataclasses import replace

from clinic.content import topic_intent
from clinic.content.facts import ClinicFacts
from clinic.reading.context import Context
from clinic.reading.days_named import day_asked_about
from clinic.reading.read import Wish
from clinic.reading.subjects import find_subject, find_treatment
from clinic.reading.wishes import NOTHING
from clinic.reading.words import spelt_out

REPEAT, ABOUT, HOURS, LOOK_UP = "follow_repeat", "follow_about", "fact_hours", "check_screening"
# "The needle one": not understood, and short, it is about the treatment that it names.
FEW_WORDS = 8
_OF_A_VISIT = re.compile(
    r"\b(?:what|which|when) (?:day|time|date)?\b.*\b(?:was|is|did)\b"
    r"|\bmy (?:time|day|visit|appointment|reference|code)\b|\breference\b"
)


def elliptic(wish: Wish, context: Context, facts: ClinicFacts) -> Wish:
    """The wish that is meant by a follow-up, given what was said before; another one as it is."""
    words = wish.words
    if wish.intent == ABOUT and context.fact == "hours":
        day = day_asked_about(words, context.now, facts.tz)
        return replace(wish, intent=HOURS, subject=day) if day else wish
    treatment = find_treatment(words) if wish.intent == NOTHING and context.flow is None else None
    if treatment and len(words.split()) <= FEW_WORDS:
        return replace(wish, intent=topic_intent(treatment), subject=treatment)
    if wish.intent != REPEAT:
        return wish
    subject = find_subject(words)
    if subject:
        return replace(wish, subject=subject)
    return replace(wish, intent=LOOK_UP) if _OF_A_VISIT.search(spelt_out(words)) else wish
