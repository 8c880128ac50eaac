"""Fits how the evidence of an alarm is weighed: `python -m evaluation.weigh`.

The learned reading is trained without some writers, and asked about theirs, until every writer's
messages were heard by a reading that had not read them. On these the regression of
`clinic.reading.safety.weighing` is fitted, and its two thresholds are set by what may be spent on
false alarms and on questions in vain.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clinic.learning.examples import Examples
from clinic.reading.learned.encoder import Encoder
from clinic.reading.learned.multilingual import encode_multilingual
from clinic.reading.safety.assess import assess
from clinic.reading.safety.evidence import NAMES, evidence, listen
from clinic.reading.safety.examples import Example, load_examples
from clinic.reading.safety.signs import Encode, SignModel, Told, told_by
from clinic.reading.safety.weighing import FILE
from clinic.settings import ROOT

FOLDS = 4
# Lines in a row that are left out together.
RUN = 20
# A writer of whose signs more than this share is one group's writes of that alone: left out, nobody
# would be left to learn it from, so that this writer is learned from and not asked about.
OF_ONE_KIND = 0.5
THREADS = 2
# Of messages without a sign so many may raise an alarm, and so many more may be asked about, where
# they are left out. In Spanish a left-out quarter is much of all there is, and the reading that
# serves knows more than the one that was asked.
FALSE_ALARMS = {"en": 0.035, "es": 0.07}
IN_VAIN = {"en": 0.045, "es": 0.07}
# Pull of the weights to zero; steps of Newton's method.
DECAY, STEPS = 1.0, 30
# These speak for an alarm or not at all: less than nothing would be an accident of the sample.
NEVER_AGAINST = ("whole", "part", "group", "gate_present", "gate_certain", "gate_agreed")

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


def by_breadth(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Examples of writers of many kinds of signs, and of those who write of one alone."""
    broad: list[Example] = []
    narrow: list[Example] = []
    for writer in sorted({example.writer for example in examples}):
        mine = [example for example in examples if example.writer == writer]
        groups = Counter(group for example in mine for group in example.present)
        of_one = max(groups.values(), default=0) > OF_ONE_KIND * sum(groups.values())
        (narrow if of_one else broad).extend(mine)
    return broad, narrow


def gather(
    examples: Sequence[Example], told: Sequence[Told], encode: Encode, also: Sequence[Example] = ()
) -> tuple[Floats, list[Example]]:
    """The evidence of every example, by a reading that knows nothing of its writer.

    Args:
        examples: the writers' messages.
        told: what the reading learns besides.
        encode: the sentence encoder.
        also: further examples that are learned from and not asked about.
    """
    rows, asked = [], []
    for left_out in folds(examples):
        known = [example for example in examples if example.writer not in left_out]
        model = SignModel(encode, examples[0].language).fit([*known, *also], told)
        for example in examples:
            if example.writer in left_out:
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
        below = np.append(found[:count] < floor, False)
        found[below] = 0.0
        free &= ~below
    return float(found[-1]), found[:count]


def thresholds(chances: Floats, quiet: NDArray[np.bool_], language: str) -> tuple[float, float]:
    """From where on the alarm is raised, and from where on the patient is asked."""
    of_quiet = chances[quiet]
    cried = FALSE_ALARMS[language]
    alarm = float(np.quantile(of_quiet, 1 - cried))
    ask = float(np.quantile(of_quiet, 1 - cried - IN_VAIN[language]))
    return alarm, ask


def weighed(rows: Floats, examples: Sequence[Example]) -> dict[str, object]:
    """The weights and thresholds of one language, as they stand in the file."""
    right = np.array([1.0 if e.present else 0.5 if e.in_doubt else 0.0 for e in examples])
    start, of = fit(rows, right)
    chances = 1 / (1 + np.exp(-(rows @ of + start)))
    chances[rows[:, NAMES.index("gate_certain")] > 0] = 1  # they are an alarm in any case
    # Nothing but ordinary messages, as some writers have, would make false alarms look rare.
    tell = {example.writer for example in examples if example.present}
    of_signs = np.array([example.writer in tell for example in examples])
    alarm, ask = thresholds(chances, (right == 0) & of_signs, examples[0].language)
    named = dict(zip(NAMES, (round(float(value), 3) for value in of), strict=True))
    return {"start": round(start, 3), "of": named, "alarm": round(alarm, 3), "ask": round(ask, 3)}


def main() -> None:
    encode = Encoder(THREADS).encode
    known: dict[str, NDArray[np.float32]] = {}

    def remembered(texts: list[str]) -> NDArray[np.float32]:
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(fresh, encode(fresh), strict=True))
        return np.array([known[text] for text in texts], np.float32)

    examples = load_examples()
    all_english = [example for example in examples if example.language == "en"]
    english, specialists = by_breadth(all_english)
    spanish = apart([example for example in examples if example.language == "es"])
    told = told_by(Examples(ROOT / "data" / "nlu").texts)
    found = {
        "en": weighed(*gather(english, told, remembered, specialists)),
        "es": weighed(*gather(spanish, [], encode_multilingual, all_english)),
    }
    FILE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
