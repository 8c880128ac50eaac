"""Finds what a message is about: a topic, a fact of the clinic, another part of the body."""

from __future__ import annotations

import re

from clinic.reading.body import find_other_part
from clinic.reading.words import spelt_out

# Longer words first: "heat" is found in "heating pad" as that.
TREATMENTS = {
    "treatment:manual_therapy": r"manual(?: therapy)?|hands[ -]on|(?:spinal |chiro\w* )?adjust\w*"
    r"|manipulat\w+|mobili[sz]ation|massages?|joint work|crack\w*",
    "treatment:dry_needling": r"(?:dry )?needl\w+|muscle release|acupuncture|trigger points?",
    "treatment:heat_cold": r"heat\w*|ice\w*|icing|cold(?: packs?)?|hot packs?",
    "treatment:electrical_stimulation": r"electr\w+(?: \w*stim\w*)?|e-?stim|stim\w*|tens(?: unit)?"
    r"|zap\w*|current|shocks?",
    "treatment:stretching": r"stretch\w*|mobility(?: work)?|yoga",
    "treatment:strengthening": r"strength\w*|core(?: work| exercises)?|weights?",
    "treatment:exercise_program": r"exercis\w*(?: programs?| plans?)?|work ?outs?|home program",
    "treatment:nerve_glides": r"(?:nerve )?(?:glid\w+|floss\w*|slid\w+)",
    "treatment:education": r"posture|ergonomics?|body mechanics|sitting|education",
}
_TOPICS = {
    **TREATMENTS,
    "causes": r"causes?|reasons?|arthritis|herniat\w*|(?:slipped|bulging) discs?|discs?",
    "symptoms": r"symptoms?|signs?",
    "nerve_anatomy": r"(?:the )?nerve|anatomy",
    "treatment_overview": r"treatments?|therapy|options",
    "goals_of_pt": r"goals?|benefits?|results?",
    "when_to_seek_care": r"(?:see|when to see) (?:a|the) doctor",
    "evaluation": r"eval\w*|assessment|first visit",
    "screening_info": r"screening|free (?:check|visit|screen)",
    "definition": r"sciatica",
}
_FACTS = {
    "parking": r"park\w*|garage",
    "transit": r"bus(?:es)?|train|subway|transit|uber|lyft",
    "hours": r"hours|saturdays?|sundays?|weekends?|evenings?|holidays?",
    "cost": r"cost|free",
    "prices": r"prices?|fees?|rates?|sessions?|pay\w*",
    "insurance": r"insurance|medicare|medicaid|blue cross|aetna|cigna|copay",
    "referral": r"referral|prescription",
    "bring": r"bring|paperwork|documents|id",
    "wear": r"wear|clothes|shoes|shorts",
    "therapists": r"therapists?|who",
    "address": r"address|location|directions|street|zip",
    "entrance": r"stairs|elevator|wheelchair|entrance|door|ramp",
    "telehealth": r"telehealth|video|zoom|online visit",
    "home_visit": r"home visits?|house calls?",
    "languages": r"spanish|languages?|interpreter",
    "phone": r"phone(?: number)?|number",
    "email": r"e-?mail",
    "fax": r"fax",
    "records": r"records?|mri|reports?",
    "companion": r"kids?|wife|husband|dog",
    "age": r"children|child|teen\w*|seniors?",
    "privacy": r"privacy|data",
    "length": r"how long|length|duration|minutes",
}
_EACH_TREATMENT = {name: re.compile(rf"\b(?:{words})\b") for name, words in TREATMENTS.items()}
_EACH_TOPIC = {name: re.compile(rf"\b(?:{words})\b") for name, words in _TOPICS.items()}
_EACH_FACT = {name: re.compile(rf"\b(?:{words})\b") for name, words in _FACTS.items()}


def find_treatment(text: str) -> str | None:
    """The topic id of the treatment that is named; None when none, or more than one, is."""
    words = spelt_out(text)
    found = [name for name, pattern in _EACH_TREATMENT.items() if pattern.search(words)]
    return found[0] if len(found) == 1 else None


def facts_in(text: str) -> frozenset[str]:
    """The facts of the clinic that words name, such as "parking"."""
    words = spelt_out(text)
    return frozenset(name for name, pattern in _EACH_FACT.items() if pattern.search(words))


def find_subject(text: str) -> str | None:
    """What a bare noun is about ("and the heat thing?"): a topic id, the name of a fact
    ("parking"), or another part of the body ("knee"); None when nothing is known."""
    words = spelt_out(text)
    treatment = find_treatment(words)
    if treatment:
        return treatment
    part = find_other_part(words)
    if part:
        return part
    for name, pattern in _EACH_FACT.items():
        if pattern.search(words):
            return name
    return next((name for name, pattern in _EACH_TOPIC.items() if pattern.search(words)), None)
