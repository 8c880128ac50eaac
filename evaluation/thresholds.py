"""Which thresholds of the decision cost least, cross-validated over the training data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from sklearn.model_selection import StratifiedKFold

from clinic.reading.intents import NOT_COVERED, OUTSIDE, TOPICS
from clinic.reading.learned.model import IntentModel
from clinic.reading.learned.ranking import Ranking
from clinic.reading.wishes import DOUBT as DOUBT_IN_FORCE
from clinic.reading.wishes import NEAR, doubt
from clinic.reading.wishes import SURE as SURE_IN_FORCE

PARTS = 4
# What a patient is told wrongly against what a patient is asked needlessly.
UNCOVERED_COST, NEIGHBOUR_COST, SILENCE_COST = 10, 3, 1
SURE = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
DOUBT = (0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 1.0)
# So many questions that the article answers get their answer.
LEAST_COVERAGE = 0.88

Readings = Sequence[tuple[str, Ranking]]


@dataclass(frozen=True)
class Outcome:
    """What a pair of thresholds leads to.

    Attributes:
        sure: the least probability of the topic.
        doubt: the most probability of what the article does not cover.
        coverage: share of questions on a topic that get its passage.
        risk: share of questions that are not covered, yet get a passage.
        neighbour: share of questions on a topic that get another topic's passage.
        cost: for each message.
    """

    sure: float
    doubt: float
    coverage: float
    risk: float
    neighbour: float
    cost: float


def cross_validated(texts: Sequence[str], labels: Sequence[str]) -> list[tuple[str, Ranking]]:
    """(right intent, reading) of each example, read by a model that has not seen it."""
    readings: list[tuple[str, Ranking]] = []
    parts = StratifiedKFold(PARTS, shuffle=True, random_state=1)
    for known, unknown in parts.split(texts, labels):
        model = IntentModel.train([texts[i] for i in known], [labels[i] for i in known])
        rankings = model.rank([texts[i] for i in unknown])
        readings += [(labels[i], ranking) for i, ranking in zip(unknown, rankings, strict=True)]
    return [pair for pair in readings if pair[0] in TOPICS | NOT_COVERED | OUTSIDE]


def outcome(readings: Readings, sure: float, most_doubt: float) -> Outcome:
    """What answering by these thresholds leads to."""
    covered = np.array([label in TOPICS for label, _ in readings])
    right = np.array([ranking.intent == label for label, ranking in readings])
    answers = np.array(
        [
            ranking.intent in TOPICS
            and ranking.probability >= sure
            and ranking.near >= NEAR
            and doubt(ranking) <= most_doubt
            for _, ranking in readings
        ]
    )
    wrong, neighbour = answers & ~covered, answers & covered & ~right
    cost = UNCOVERED_COST * wrong.sum() + NEIGHBOUR_COST * neighbour.sum()
    cost += SILENCE_COST * (covered & ~answers).sum()
    return Outcome(
        sure,
        most_doubt,
        float((answers & right & covered).sum() / covered.sum()),
        float(wrong.sum() / (~covered).sum()),
        float(neighbour.sum() / covered.sum()),
        float(cost / len(readings)),
    )


def risk_and_coverage(readings: Readings) -> list[Outcome]:
    """An outcome for each pair of thresholds."""
    return [outcome(readings, sure, most) for sure, most in product(SURE, DOUBT)]


def chosen(readings: Readings) -> Outcome:
    """What the thresholds that are in force lead to."""
    return outcome(readings, SURE_IN_FORCE, DOUBT_IN_FORCE)


def tabled(readings: Readings) -> list[str]:
    """The cheapest pair for each least coverage, and the one in force, as a Markdown table."""
    outcomes = risk_and_coverage(readings)
    lines = [
        "| at least answered | sure | doubt | answered right | answered though not covered "
        "| another topic | cost |",
        "|---|---|---|---|---|---|---|",
    ]
    for least in (0.0, 0.8, 0.85, LEAST_COVERAGE, 0.9):
        fitting = [item for item in outcomes if item.coverage >= least]
        if fitting:
            lines.append(_row(f"{least:.2f}", min(fitting, key=lambda item: item.cost)))
    return [*lines, _row("**in force**", chosen(readings))]


def _row(name: str, item: Outcome) -> str:
    return (
        f"| {name} | {item.sure} | {item.doubt} | {item.coverage:.3f} | {item.risk:.3f} "
        f"| {item.neighbour:.3f} | {item.cost:.3f} |"
    )
