"""Safety: whether a message holds a sign that must be heard, and what is said then.

    assessment = assess("numb between my legs and cant pee", Context(previous_text="hi"))
    if assessment.tier: reply(assessment.tier)

What counts as a sign and every word that is said stand in content/safety.yml.
"""

from clinic.reading.safety.assess import Assessment, Context, Finding, assess
from clinic.reading.safety.vocabulary import Tier, get_vocabulary

__all__ = [
    "Assessment",
    "Context",
    "Finding",
    "Tier",
    "assess",
    "checklist",
    "reply",
    "safety_line",
]


def reply(tier: Tier) -> str:
    """What is said for a tier: the same text each time, on every channel."""
    return get_vocabulary().replies[tier]


def safety_line() -> str:
    """What is said when somebody asks about a warning sign without having it."""
    return get_vocabulary().safety_line


def checklist() -> tuple[str, ...]:
    """The signs asked about before a screening is booked."""
    return get_vocabulary().checklist
