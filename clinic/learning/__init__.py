"""Learning from use: questions without a good answer, grouped, reviewed, written as examples.

Nothing here trains. What staff accept, in words of their own, waits in the database until somebody
looks at it and commits it (`make taught`); only then it is a line of `data/nlu/`.
docs/decisions/0014 says why.
"""

from clinic.learning.examples import Examples, UnknownIntent, offered_intents
from clinic.learning.grouping import Group, group_questions, most_like
from clinic.learning.ratings import Rated, rate, rated
from clinic.learning.review import (
    AlreadyTrained,
    ExampleRefused,
    HeldOut,
    NotReworded,
    PersonalData,
    SafetySign,
    Unusable,
    accept,
    checked,
    reworded,
)
from clinic.learning.waiting import Taught, committed, teach, waiting_examples

__all__ = [
    "AlreadyTrained",
    "ExampleRefused",
    "Examples",
    "Group",
    "HeldOut",
    "NotReworded",
    "PersonalData",
    "Rated",
    "SafetySign",
    "Taught",
    "UnknownIntent",
    "Unusable",
    "accept",
    "checked",
    "committed",
    "group_questions",
    "most_like",
    "offered_intents",
    "rate",
    "rated",
    "reworded",
    "teach",
    "waiting_examples",
]
