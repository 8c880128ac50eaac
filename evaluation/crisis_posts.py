"""What is made of the posts of "Between Help and Harm", 206 of them labelled by four people each.

CRISIS_SET=path/to/human-labeled-sampled_dataset_n206_s42-merged_labels.json \\
    python -m evaluation.crisis_posts

The set is public (github.com/ellisalicante/LLMs-Mental-Health-Crisis, data/human_label/) and has no
licence: it is measured on and nothing of it is kept here, printed or learned from. A post is read
as one message, its sentences one after another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clinic import clock
from clinic.reading.context import Context
from clinic.reading.learned.model import IntentModel
from clinic.reading.safety.judging import judge
from clinic.reading.safety.verdict import Verdict
from evaluation.counts import Json, pair
from evaluation.figures import Share
from evaluation.outside import CRISIS
from evaluation.talking import learned
from scripts.train import train

# The set's labels that are measured, by the names that their figures are kept under.
LABELS = {"suicidal_ideation": "suicidal", "self-harm": "self_harm", "no_crisis": "no_crisis"}
NAMES = {
    "suicidal": "thoughts of suicide",
    "self_harm": "self-harm",
    "no_crisis": "no crisis (the fewer the better)",
}


@dataclass(frozen=True)
class Found:
    """The figures of the posts of one label.

    Attributes:
        crisis: the alarm of a crisis is raised (988).
        alarm: any alarm is.
        heard: any alarm, or a question.
    """

    crisis: Share
    alarm: Share
    heard: Share


def posts(path: Path) -> list[tuple[str, str]]:
    """(label, text) of every post with one of `LABELS`: what most of the people said it is."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [
        (LABELS[row["label"]], " ".join(row["inputs"])) for row in rows if row["label"] in LABELS
    ]


def measure(learned_: IntentModel) -> dict[str, Found]:
    """The figures by label; empty where the set is not here."""
    verdicts: dict[str, list[Verdict]] = {name: [] for name in NAMES}
    for label, text in posts(CRISIS.path) if CRISIS.path else ():
        verdicts[label].append(judge(text, Context(clock.now()), learned_.signs))
    return {label: _found(some) for label, some in verdicts.items() if some}


def _found(verdicts: list[Verdict]) -> Found:
    alarms = [verdict.decision == "alarm" for verdict in verdicts]
    return Found(
        Share.among(
            [verdict.tier == "C" and alarm for verdict, alarm in zip(verdicts, alarms, strict=True)]
        ),
        Share.among(alarms),
        Share.among([verdict.decision != "quiet" for verdict in verdicts]),
    )


def kept(found: Mapping[str, Found]) -> Json:
    """The figures as they are kept."""
    return {
        f"{label}_{name}": pair(share)
        for label, of in found.items()
        for name, share in (("988", of.crisis), ("alarm", of.alarm), ("heard", of.heard))
    }


def table(found: Mapping[str, Found]) -> list[str]:
    """The figures as a Markdown table, or that they were not measured."""
    if not found:
        return [CRISIS.missing, ""]
    lines = ["| posts | 988 | any alarm | or a question |", "|---" * 4 + "|"]
    for label, name in NAMES.items():
        of = found[label]
        lines.append(f"| {name} | {of.crisis} | {of.alarm} | {of.heard} |")
    return [*lines, ""]


if __name__ == "__main__":
    print("\n".join(table(measure(learned(train())))))
