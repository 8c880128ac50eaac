"""Compares what the understanding could be built from, on the development messages.

`make experiments` writes docs/evaluation/experiments.md and its plots. Everything is judged on
tests/understanding/development.yml and by cross-validation over data/nlu/; the published figures
(`make eval`) stand on other messages, on which nothing was chosen.
"""

from __future__ import annotations

import random
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from clinic.content import TOPIC_IDS, get_content, topic_intent
from clinic.reading.intents import TOPICS
from clinic.reading.learned.encoder import get_encoder
from clinic.reading.learned.model import IntentModel, Recipe
from clinic.reading.learned.noise import noisy
from clinic.reading.learned.ranking import Ranking
from clinic.settings import ROOT
from evaluation.curves import draw_learning, draw_risk
from evaluation.figures import Share
from evaluation.messages import DEVELOPMENT, held_out, training_examples
from evaluation.thresholds import chosen, cross_validated, risk_and_coverage, tabled

DOCS = ROOT / "docs" / "evaluation"
SEED = 7_919
CHOSEN = Recipe()
RECIPES = {
    "**chosen: sense, letters and words joined; one noisy copy; mended**": CHOSEN,
    "sense alone (sentence embedding)": replace(CHOSEN, letters=0, words=0),
    "letters alone": replace(CHOSEN, embedding=0, words=0),
    "words alone": replace(CHOSEN, embedding=0, letters=0),
    "without words": replace(CHOSEN, words=0),
    "without letters": replace(CHOSEN, letters=0),
    "without mending": replace(CHOSEN, mends=False),
    "without noisy copies": replace(CHOSEN, noisy_copies=0),
    "with two noisy copies": replace(CHOSEN, noisy_copies=2),
    "less regularized (C 6)": replace(CHOSEN, c=6),
    "more regularized (C 1.5)": replace(CHOSEN, c=1.5),
}
EXAMPLES_EACH = (5, 10, 20, 40, 80)
# A topic that the passages agree on by so much of cosine counts as agreed.
PASSAGE_SHARE = 0.3


Ranker = Callable[[list[str]], list[Ranking]]


def main() -> int:
    """Runs every comparison."""
    # The solver is stopped on purpose; nlu/classifier.py says why.
    warnings.filterwarnings("ignore", category=ConvergenceWarning)
    texts, labels = map(list, zip(*training_examples(), strict=True))
    wanted = [message for message in held_out(DEVELOPMENT) if message.intent]
    clean = [message.text for message in wanted]
    random_ = random.Random(SEED)
    typos = [noisy(text, random_) for text in clean]
    intents = [message.intent for message in wanted]

    def row(name: str, rank: Ranker, seconds: float) -> str:
        shares = [_right(rank(messages), intents) for messages in (clean, typos)]
        print(f"{name}: {shares[0]}", flush=True)
        return f"| {name} | {shares[0]} | {shares[1]} | {seconds:.0f} s |"

    rows, models = [], {}
    for name, recipe in RECIPES.items():
        start = time.perf_counter()
        models[name] = IntentModel.train(texts, labels, recipe)
        rows.append(row(name, models[name].rank, time.perf_counter() - start))
    names = list(RECIPES)
    best = models[names[0]]
    others = [models[name] for name in names[1:4]]
    rows.append(row("sense, letters and words averaged", _averaged(others), 0))
    rows.append(row("the nearest example alone", _nearest(best), 0))
    rows.append(row("cross-checked with the nearest passage", _cross_checked(best), 0))
    curve = []
    for count in EXAMPLES_EACH:
        few = _few(texts, labels, count)
        model = IntentModel.train([text for text, _ in few], [label for _, label in few])
        curve.append(
            (count, _right(model.rank(clean), intents), _right(model.rank(typos), intents))
        )
    draw_learning(curve, DOCS / "learning.png")
    readings = cross_validated(texts, labels)
    error = _calibration_error(readings)
    draw_risk(risk_and_coverage(readings), chosen(readings), DOCS / "risk.png")
    lines = [HEAD, *rows, "", LEARNING, *_learning_rows(curve), "", CALIBRATION.format(error=error)]
    lines += [THRESHOLDS, *tabled(readings), "", "![Risk and coverage](risk.png)", ""]
    (DOCS / "experiments.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))
    return 0


HEAD = f"""# What the understanding is built from

Written by `make experiments`; do not edit. Judged on `tests/understanding/{DEVELOPMENT.name}`:
how often the likeliest intent is the right one, with the 95 % interval. Training data was partly
written after looking at what failed here, so these figures compare; they do not promise. What is
promised stands in [README.md](README.md), on other messages.

| | as written | with typos | training |
|---|---|---|---|"""
LEARNING = """## Examples for each intent

![Learning curve](learning.png)

| at most | as written | with typos |
|---|---|---|"""
CALIBRATION = """## Calibration

Expected calibration error of the likeliest intent's probability, in ten bins, cross-validated over
`data/nlu/`: {error:.3f}. The probabilities are taken as they are.
"""
THRESHOLDS = """## When an answer is given

Cross-validated over `data/nlu/` (four parts). A passage given to a question that it does not cover
costs 10, a passage of another topic 3, asking or refusing although the article has the answer 1.
`sure`: the least probability of the topic. `doubt`: the most probability left to everything that
the article does not cover. The cheapest pair of all would leave many good questions without an
answer; in force is one that answers more of them.
"""


def _right(rankings: Sequence[Ranking], intents: Sequence[str]) -> Share:
    return Share.among(
        [read.intent == intent for read, intent in zip(rankings, intents, strict=True)]
    )


def _averaged(models: Sequence[IntentModel]) -> Ranker:
    def rank(texts: list[str]) -> list[Ranking]:
        rankings = []
        for several in zip(*(model.rank(texts) for model in models), strict=True):
            masses: dict[str, float] = {}
            for ranking in several:
                for intent, probability in ranking.likely:
                    masses[intent] = masses.get(intent, 0.0) + probability / len(several)
            likely = sorted(masses.items(), key=lambda pair: -pair[1])
            rankings.append(replace(several[0], likely=likely))
        return rankings

    return rank


def _nearest(model: IntentModel) -> Ranker:
    def rank(texts: list[str]) -> list[Ranking]:
        vectors = get_encoder().encode(texts)
        nearness = np.stack(
            [(vectors @ model.examples[label].T).max(axis=1) for label in model.labels], axis=1
        )
        labels = [model.labels[place] for place in nearness.argmax(axis=1)]
        return [
            Ranking(text, text, [(label, 1.0)], {})
            for text, label in zip(texts, labels, strict=True)
        ]

    return rank


def _cross_checked(model: IntentModel) -> Ranker:
    """Topics weighed again by how near their passage of the article is to the words."""
    content = get_content()
    passages = [(topic_intent(topic), content.passage(topic).text) for topic in TOPIC_IDS]
    topics = [topic for topic, _ in passages]
    vectors = get_encoder().encode([text for _, text in passages])

    def rank(texts: list[str]) -> list[Ranking]:
        rankings = []
        for ranking, near in zip(
            model.rank(texts), get_encoder().encode(texts) @ vectors.T, strict=True
        ):
            cosine = dict(zip(topics, map(float, near), strict=True))
            likely = [
                (intent, mass * (1 - PASSAGE_SHARE + PASSAGE_SHARE * cosine.get(intent, 0.0)))
                if intent in TOPICS
                else (intent, mass)
                for intent, mass in ranking.likely
            ]
            rankings.append(replace(ranking, likely=sorted(likely, key=lambda pair: -pair[1])))
        return rankings

    return rank


def _few(texts: list[str], labels: list[str], count: int) -> list[tuple[str, str]]:
    pairs = list(zip(texts, labels, strict=True))
    random.Random(SEED).shuffle(pairs)
    kept: dict[str, int] = {}
    few = []
    for text, label in pairs:
        kept[label] = kept.get(label, 0) + 1
        if kept[label] <= count:
            few.append((text, label))
    return few


def _learning_rows(curve: Sequence[tuple[int, Share, Share]]) -> list[str]:
    return [f"| {count} | {clean} | {typos} |" for count, clean, typos in curve]


def _calibration_error(readings: Sequence[tuple[str, Ranking]]) -> float:
    sure = np.array([ranking.probability for _, ranking in readings])
    right = np.array([ranking.intent == label for label, ranking in readings])
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(
        sum(
            abs(sure[bins == place].mean() - right[bins == place].mean()) * (bins == place).mean()
            for place in range(10)
            if (bins == place).any()
        )
    )


if __name__ == "__main__":
    raise SystemExit(main())
