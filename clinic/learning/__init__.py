"""Learning from use: questions without a good answer, grouped, reviewed, written as examples.

Nothing here trains. What staff accept is a line more in a file of `data/nlu/`, which somebody looks
at, commits and trains with. docs/decisions/0014 says why.
"""

from clinic.learning.examples import Examples, UnknownIntent, offered_intents
from clinic.learning.grouping import Group, Grouped, group_questions
from clinic.learning.review import (
    AlreadyTrained,
    ExampleRefused,
    HeldOut,
    PersonalData,
    SafetySign,
    Unusable,
    accept,
)

__all__ = [
    "AlreadyTrained",
    "ExampleRefused",
    "Examples",
    "Group",
    "Grouped",
    "HeldOut",
    "PersonalData",
    "SafetySign",
    "UnknownIntent",
    "Unusable",
    "accept",
    "group_questions",
    "offered_intents",
]
