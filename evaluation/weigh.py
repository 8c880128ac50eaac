"""Fits how the evidence of an alarm is weighed: `python -m evaluation.weigh`.

The learned reading is trained without some writers, and asked about theirs: in English about those
that the encoder was not tuned on either, in Spanish, whose encoder is as it came, about a quarter
of the messages at a time, until all were heard by a reading that had not read them. On these, and
on stories put together of them, the regression of `clinic.reading.safety.weighing` is fitted; its
two thresholds are set where what is missed, cried and asked in vain costs least.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence, Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clinic.learning.examples import Examples
from clinic.reading.learned.encoder import Encoder
from clinic.reading.learned.encoder.build import version
from clinic.reading.learned.multilingual import VERSION as MULTILINGUAL
from clinic.reading.learned.multilingual import encode_multilingual
from clinic.reading.learned.remembered import VECTORS, Remembered
from clinic.reading.safety.assess import assess
from clinic.reading.safety.evidence import NAMES, evidence, listen
from clinic.reading.safety.examples import UNREAD, Example, load_examples, stories
from clinic.reading.safety.signs import STATUSES, Encode, SignModel, Told, told_by
from clinic.reading.safety.weighing import FILE
from clinic.settings import ROOT

FOLDS = 4
# Lines in a row that are left out together.
RUN = 20
THREADS = 2
# Of so many messages one tells of a sign; what each mistake costs, in questions asked in vain. To
# be asked first only holds help up.
ONE_IN = 16
MISSED, ONLY_ASKED, CRIED = 20.0, 3.0, 1.45
# Under it no alarm is raised in English: there are plain complaints ("my back hurts so much I can't
# bend over"), which the writers who are asked about have few of. They are asked back.
LEAST_ALARM = 0.61
# In Spanish a left-out quarter is much of all there is, and the reading that serves knows more than
# the one that was asked: of messages without a sign so many may raise an alarm, and so many more
# may be asked about.
FALSE_ALARMS_ES, IN_VAIN_ES = 0.07, 0.05
# Pull of the weights to zero; steps of Newton's method.
DECAY, STEPS = 1.0, 30
# These speak for an alarm or not at all, and these against one: the other way round it would be an
# accident of the sample.
NEVER_AGAINST = ("whole", "part", "group", "gate_present", "gate_certain", "gate_agreed", "tier")
NEVER_FOR = (*(f"meant_{s}" for s in STATUSES if s != "doubt"), "gate_not_now")

Floats = NDArray[np.float64]


def folds(examples: Sequence[Example]) -> list[set[str]]:
    """The writers, in as many groups as there are folds."""
    writers = sorted({example.writer for example in examples})
    return [set(writers[start::FOLDS]) for start in range(min(FOLDS, len(writers)))]


def apart(examples: Sequence[Example]) -> list[Example]:
    """The examples as if each run of lines were a writer's own, where there are too few writers.
    A twin stands beside its like, so that both are in one run."""
    return [
        replace(example, writer=f"{example.writer} {number // RUN % FOLDS}")
        for number, example in enumerate(examples)
    ]


def gather(
    examples: Sequence[Example],
    told: Sequence[Told],
    encode: Encode,
    left_outs: Sequence[Set[str]],
    also: Sequence[Example] = (),
) -> tuple[Floats, list[Example]]:
    """The evidence of the examples of those writers who are left out, by a reading that knows
    nothing of them.

    Args:
        examples: the writers' messages.
        told: what the reading learns besides.
        encode: the sentence encoder.
        left_outs: the writers that are left out, a reading for each.
        also: further examples that are learned from and not asked about.
    """
    rows, asked = [], []
    for left_out in left_outs:
        known = [example for example in examples if example.writer not in left_out]
        others = [example for example in examples if example.writer in left_out]
        language = examples[0].language
        # Stories are learned from where there are writers enough.
        long = stories([*known, *also]) if language == "en" else []
        model = SignModel(encode, language).fit([*known, *also], told, long)
        for example in (*others, *(stories(others) if language == "en" else ())):
            rows.append(_evidence(example, model))
            asked.append(example)
        print(f"asked about {', '.join(sorted(left_out))}", file=sys.stderr, flush=True)
    return np.array(rows), asked


def _evidence(example: Example, model: SignModel) -> list[float]:
    assessment = assess(example.text)
    return evidence(assessment, listen(example.text, model, bool(assessment.findings)), model)


def fit(rows: Floats, right: Floats) -> tuple[float, Floats]:
    """Logistic regression by projected Newton steps: the start and the weights."""
    count = rows.shape[1]
    floor = np.array([0.0 if name in NEVER_AGAINST else -np.inf for name in NAMES])
    roof = np.array([0.0 if name in NEVER_FOR else np.inf for name in NAMES])
    design = np.hstack([rows, np.ones((len(rows), 1))])
    pull = np.diag([DECAY] * count + [0.0])
    found = np.zeros(count + 1)
    free = np.ones(count + 1, dtype=bool)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (chance - right) + pull @ found
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + pull
        step = np.zeros(count + 1)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        found = found - step
        beyond = np.append((found[:count] < floor) | (found[:count] > roof), False)
        found[beyond] = 0.0
        free &= ~beyond
    return float(found[-1]), found[:count]


def thresholds(chances: Floats, signs: NDArray[np.bool_]) -> tuple[float, float]:
    """From where on the alarm is raised, and from where on the patient is asked: where mistakes
    cost least.

    Args:
        chances: of messages, that a sign is present.
        signs: whether one is.
    """
    of_signs, others = 1 / (ONE_IN * signs.sum()), (1 - 1 / ONE_IN) / (~signs).sum()
    steps = np.unique(chances.round(3))
    reached = np.array([(chances[signs] >= step).sum() for step in steps]) * of_signs
    crossed = np.array([(chances[~signs] >= step).sum() for step in steps]) * others
    # What is asked about but told costs less than what is missed; an alarm less still, or more.
    ask = int((crossed - (MISSED - ONLY_ASKED) * reached).argmin())
    alarm = int(((CRIED - 1) * crossed - ONLY_ASKED * reached).argmin())
    return max(float(steps[max(alarm, ask)]), LEAST_ALARM), float(steps[ask])


def shares_spent(chances: Floats, signs: NDArray[np.bool_]) -> tuple[float, float]:
    """The same two, by what shares of the messages without a sign may be cried and asked about."""
    quiet = chances[~signs]
    alarm = float(np.quantile(quiet, 1 - FALSE_ALARMS_ES))
    return alarm, float(np.quantile(quiet, 1 - FALSE_ALARMS_ES - IN_VAIN_ES))


def weighed(rows: Floats, examples: Sequence[Example]) -> dict[str, object]:
    """The weights and thresholds of one language, as they stand in the file."""
    right = np.array([1.0 if e.present else 0.5 if e.in_doubt else 0.0 for e in examples])
    start, of = fit(rows, right)
    chances = 1 / (1 + np.exp(-(rows @ of + start)))
    chances[rows[:, NAMES.index("gate_certain")] > 0] = 1  # they are an alarm in any case
    # Nothing but ordinary messages, as some writers have, would make false alarms look rare; and
    # stories tell how evidence adds up, but nobody wrote them.
    tell = {example.writer for example in examples if example.present}
    clear = np.array([e.writer in tell and not e.in_doubt and not e.story for e in examples])
    choose = thresholds if examples[0].language == "en" else shares_spent
    alarm, ask = choose(chances[clear], right[clear] == 1)
    named = dict(zip(NAMES, (round(float(value), 3) for value in of), strict=True))
    return {"start": round(start, 3), "of": named, "alarm": round(alarm, 3), "ask": round(ask, 3)}


def main() -> None:
    # What the last training read is read from its files, and what is new here not added to them.
    read = Remembered(Encoder(THREADS).read, VECTORS / "english.npz", version())
    read_other = Remembered(encode_multilingual, VECTORS / "multilingual.npz", MULTILINGUAL)
    examples = load_examples()
    english = [example for example in examples if example.language == "en"]
    spanish = apart([example for example in examples if example.language == "es"])
    told = told_by(Examples(ROOT / "data" / "nlu").texts)
    found = {
        "en": weighed(*gather(english, told, read, [UNREAD])),
        "es": weighed(*gather(spanish, [], read_other, folds(spanish), english)),
    }
    FILE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
