"""Fills in what a short follow-up leaves out: "and Friday?" after the hours, "what day was it?"."""

from __future__ import annotations

import re
from dataclasses import replace

from clinic.content import TOPIC_IDS, topic_intent
from clinic.content.facts import ClinicFacts
from clinic.reading.context import Context
from clinic.reading.days_named import day_asked_about
from clinic.reading.read import Wish
from clinic.reading.subjects import find_subject, find_treatment
from clinic.reading.wishes import NOTHING, SCREENING
from clinic.reading.words import spelt_out

REPEAT, ABOUT, HOURS, LOOK_UP = "follow_repeat", "follow_about", "fact_hours", "check_screening"
CALLED, EMERGENCY_NUMBERS = "already_called", {"911", "988", "9-1-1"}
# "The needle one": not understood, and short, it is about the treatment that it names.
FEW_WORDS = 8
# "Why" is asked about what was said, unless something was to be given.
WHY, _NOTHING_GIVEN = "why_needed", (None, "book_offer", "call_offer", "which")
# "What about arthritis?", after an answer: the article names it among the causes.
_MAY_BE_A_CAUSE = frozenset({ABOUT, "ask_other_condition"})
_OF_SOMETHING_ELSE = frozenset({ABOUT, "what_else", "tell_me_more", "change_time"})
_LISTED = re.compile(r"\bthe (?P<place>first|last)(?: one| thing)?\b")
TREATMENTS = tuple(topic for topic in TOPIC_IDS if topic.startswith("treatment:"))
# "Is it free?" asks for the clinic's fact, with the article's sentence before it.
_WHAT_IT_COSTS = re.compile(
    r"\b(?:is|are|be|really|truly|totally|all|completely) (?:\w+ ){0,2}free\b"
    r"(?! (?:screen|check|visit|eval|consult|appoint|session|exam))|\bfree\W*$"
    r"|\b(?:costs?|charge\w*|pay\w*|how much|fees?|price|catch)\b"
)
_OF_A_VISIT = re.compile(
    r"\b(?:what|which|when) (?:day|time|date)?\b.*\b(?:was|is|did)\b"
    r"|\bmy (?:time|day|visit|appointment|reference|code)\b|\breference\b"
)


def _by_its_words(wish: Wish) -> Wish:
    """A bare "911" asks for help by itself; it does not tell that help was called. And whether the
    screening is free is asked of the clinic."""
    if wish.intent == SCREENING and _WHAT_IT_COSTS.search(spelt_out(wish.words)):
        return replace(wish, intent="fact_cost", subject=None)
    alone = wish.intent == CALLED and wish.words.strip(" .!?") in EMERGENCY_NUMBERS
    return replace(wish, intent=NOTHING) if alone else wish


def elliptic(wish: Wish, context: Context, facts: ClinicFacts) -> Wish:
    """The wish that is meant by a follow-up, given what was said before; another one as it is."""
    wish, words = _by_its_words(wish), wish.words
    if wish.intent == ABOUT and context.fact == "hours":
        day = day_asked_about(words, context.now, facts.tz)
        return replace(wish, intent=HOURS, subject=day) if day else wish
    treatment = find_treatment(words) if wish.intent == NOTHING and context.flow is None else None
    if treatment and len(words.split()) <= FEW_WORDS:
        return replace(wish, intent=topic_intent(treatment), subject=treatment)
    if wish.intent == WHY and context.asked in _NOTHING_GIVEN and (context.topic or context.fact):
        return replace(wish, intent="follow_why", subject=context.topic or context.fact)
    if wish.intent in _MAY_BE_A_CAUSE and find_subject(words) == "causes":
        return replace(wish, intent=topic_intent("causes"), subject="causes")
    if wish.intent in _OF_SOMETHING_ELSE and context.topic == "treatment_overview":
        listed = _LISTED.search(spelt_out(words))
        topic = TREATMENTS[-1 if listed["place"] == "last" else 0] if listed else None
        return replace(wish, intent=topic_intent(topic), subject=topic) if topic else wish
    if wish.intent != REPEAT:
        return wish
    subject = find_subject(words)
    if subject:
        return replace(wish, subject=subject)
    return replace(wish, intent=LOOK_UP) if _OF_A_VISIT.search(spelt_out(words)) else wish
