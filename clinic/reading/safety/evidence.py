"""What speaks for and against an alarm in one message, as numbers for a small regression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from clinic.reading.safety.assess import Assessment
from clinic.reading.safety.groups import TIERS, get_groups
from clinic.reading.safety.parts import neighbours, parts
from clinic.reading.safety.signs import ANY, STATUSES

# Probabilities are weighed as log odds, no further out than this.
FURTHEST = 6.0
# Under these log odds of a sign, and without a find of the gate, a message is read as a whole only,
# unless it is so long that a sign drowns in it. Of 541 signs of kept writers and real messages two
# were under them, neither of which its parts would have made an alarm.
CLEAR, LONG_WORDS = -3.0, 60
# Log odds under which a way of meaning a sign is not heard at all. How sure it is that nothing is
# denied says nothing: two names, of which the reading knew nothing, added up to a question.
UNHEARD = -2.0
# In the order of the weights.
NAMES = (
    "whole",  # a sign, by the whole message
    "part",  # a sign, by its likeliest part
    "group",  # the likeliest single group, by whole or part
    *(f"meant_{status}" for status in STATUSES),  # how far a sign is meant so, by the whole
    "gate_present",
    "gate_certain",
    "gate_agreed",  # the likeliest learned odds of a group that the gate finds present
    "gate_not_now",  # found, and none present: denied, past, or asked about
    "tier",  # the likeliest tier, by whole or part: what a group that is rare can't say alone
)


class Hears(Protocol):
    """The learned reading (`clinic.reading.safety.signs.SignModel`)."""

    outputs: tuple[str, ...]

    def hear(self, texts: list[str]) -> NDArray[np.float32]:
        """Probabilities (texts, outputs)."""

    def place(self, output: str) -> int:
        """The column of an output."""


@dataclass(frozen=True)
class Heard:
    """What the learned reading hears in a message.

    Attributes:
        whole: log odds of every output, for the whole message.
        parts: the message's parts, where it has several.
        by_part: log odds (parts, outputs); one row, the whole, where it has only one.
        groups: the highest log odds of each group, with the part they were heard in.
    """

    whole: NDArray[np.float32]
    parts: tuple[str, ...]
    by_part: NDArray[np.float32]
    groups: dict[str, tuple[float, str]]


def listen(text: str, model: Hears, found_something: bool = True) -> Heard:
    """Asks the learned reading about a message, and about its parts and their neighbours where it
    is not clear that there is no sign.

    Args:
        text: the message.
        model: the learned reading.
        found_something: whether the gate found a sign, whatever is said of it.
    """
    odds = _odds(model.hear([text]))
    clear = not found_something and odds[0, model.place(ANY)] < CLEAR
    found = [] if clear and len(text.split()) <= LONG_WORDS else parts(text)
    units = [*found, *neighbours(found)] if len(found) > 1 else []
    if units:
        odds = np.concatenate([odds, _odds(model.hear(units))])
    by_part = odds[1:] if units else odds[:1]
    pieces = tuple(units) or (text,)
    groups = {}
    for group in get_groups().groups:
        column = model.place(group)
        best = int(by_part[:, column].argmax())
        groups[group] = (float(max(by_part[best, column], odds[0, column])), pieces[best])
    return Heard(odds[0], pieces, by_part, groups)


def evidence(assessment: Assessment, heard: Heard, model: Hears) -> list[float]:
    """The numbers, in the order of `NAMES`."""
    any_place = model.place(ANY)
    present = {finding.group for finding in assessment.present}
    agreed = max((heard.groups[group][0] for group in present), default=-FURTHEST)
    return [
        float(heard.whole[any_place]),
        float(heard.by_part[:, any_place].max()),
        max(odds for odds, _ in heard.groups.values()),
        *(max(float(heard.whole[model.place(s)]) - UNHEARD, 0.0) for s in STATUSES),
        float(bool(present)),
        float(any(finding.certain for finding in assessment.present)),
        agreed if present else 0.0,
        float(bool(assessment.findings) and not present),
        max(_likeliest(heard, model.place(tier)) for tier in TIERS),
    ]


def _likeliest(heard: Heard, column: int) -> float:
    """The highest log odds of an output, by the whole message or a part of it."""
    return float(max(heard.whole[column], heard.by_part[:, column].max()))


def _odds(chances: NDArray[np.float32]) -> NDArray[np.float32]:
    chances = np.clip(chances, 1e-6, 1 - 1e-6)
    odds: NDArray[np.float32] = np.clip(np.log(chances / (1 - chances)), -FURTHEST, FURTHEST)
    return odds
