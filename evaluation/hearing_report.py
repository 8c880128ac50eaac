"""Writes docs/evaluation/safety.md, as `make eval` does: `python -m evaluation.hearing_report`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

from clinic.reading.learned.model import IntentModel
from clinic.reading.safety.weighing import weights
from clinic.settings import ROOT
from evaluation import floors
from evaluation.hearing import (
    Judged,
    hearing,
    judged,
    kept,
    kinds,
    learned_of,
    outside,
    said_while_booking,
)
from evaluation.hearing_tables import (
    COLUMNS,
    by_group,
    by_manner,
    by_status,
    by_writer,
    row,
    taken,
)
from evaluation.readme import note, of_hearing
from scripts.train import train

DOCS = ROOT / "docs" / "evaluation"
INK, SECOND, THIRD = "#1f5f8b", "#c4622d", "#5f8b1f"
HEAD = """# How signs of an emergency are heard

Written by `python -m evaluation.hearing_report`; do not edit. The verdict on each message by
itself, by the model that the product serves. In brackets stands the 95 % interval (Wilson).

*Alarm*: of messages with a sign that is there now, those that raise one. *Or asked*: the alarm, or
a question that names the sign. *Very tier*: the alarm is of the sign's own tier. *Quiet*: of
messages without a sign, those that raise no alarm. *In vain*: those that are asked about.
"""
KEPT = """## Writers kept aside

Whole writers (`tests/safety/writers/`): they saw neither the product nor its data, and nothing was
learned from their messages. Sets of evidence and the Spanish thresholds were compared on them, so
that their figures are a little hopeful.
"""
ABOUT_VISITS = """### Said while booking

Thoughts of suicide said in the middle of a booking, and what only sounds like it: "take me off, I
won't be around Friday" (`tests/safety/booking/`, another writer, of whom nothing is learned; whose
misses were read once).
"""
KINDS = """## By kind

`tests/safety/kinds.yml`: ten ways to say each sign, ten denials, five questions, five figures of
speech, by who built the gate. Every miss is printed below.
"""
MANNER = """The English ones: by length, and all of them said in another way.
"""
PEERS = """## Published peers

Their sets differ from ours and from each other's.

| | hears | of its alarms right, or quiet |
|---|---|---|
| CMD-1, crisis messages, logistic regression (npj Digital Medicine 2023) | 0.98 | 0.66 right |
| Epic's portal triage in use | 0.63 | 0.67 right |
| Verily's guardrail, own set; another's | 0.99; 0.98 | 0.99; 0.86 quiet |
| 23 symptom checkers, emergencies (BMJ 2015) | 0.80 | |
"""


def _missed(items: Sequence[Judged]) -> list[str]:
    lines = []
    for item in items:
        status = item.example.signs[0][1]
        wrong = not item.alarm if item.example.present else item.alarm
        if wrong:
            said = item.verdict.decision
            lines.append(f"- {item.example.writer}, {status}, {said}: {item.example.text}")
    return [*(lines or ["None."]), ""]


def _draw(sets: dict[str, Sequence[Judged]]) -> None:
    figure, axes = pyplot.subplots(figsize=(6, 4))
    for (name, items), ink in zip(sets.items(), (INK, SECOND, THIRD), strict=False):
        signs = [item.verdict.suspicion for item in items if item.example.present]
        none = [
            item.verdict.suspicion
            for item in items
            if not item.example.present and not item.example.in_doubt
        ]
        if not signs or not none:
            continue
        steps = sorted({*signs, *none, 0.0, 1.01})
        crossed = [sum(value >= step for value in none) / len(none) for step in steps]
        heard = [sum(value >= step for value in signs) / len(signs) for step in steps]
        axes.plot(crossed, heard, color=ink, label=name)
        point = hearing(items)
        axes.plot(1 - point.quiet.value, point.alarm.value, "o", color=ink)
    axes.set_xlim(0, 0.15)
    axes.set_ylim(0.5, 1.005)
    axes.set_xlabel("alarms on messages without a sign")
    axes.set_ylabel("signs that raise the alarm")
    axes.legend(title="the point in force is marked")
    figure.tight_layout()
    DOCS.mkdir(parents=True, exist_ok=True)
    figure.savefig(DOCS / "safety.png", dpi=90)
    pyplot.close(figure)


def report(
    kept_items: Sequence[Judged],
    of_visits: Sequence[Judged],
    of_kinds: Sequence[Judged],
    far: Sequence[Judged],
    learned: IntentModel,
) -> str:
    """The whole report, in Markdown."""
    lines = [HEAD, KEPT, *by_writer(kept_items), "![Recall and false alarms](safety.png)", ""]
    lines += [taken(kept_items, learned), ""]
    lines += [ABOUT_VISITS, *by_writer(of_visits)]
    lines += ["### Kept writers by what is said of a sign", "", *by_status(kept_items)]
    lines += ["### Kept writers by manner", "", MANNER, *by_manner(kept_items, learned)]
    lines += ["### Kept writers by kind", "", *by_group(kept_items)]
    lines += [KINDS, *COLUMNS, row("all kinds", hearing(of_kinds)), "", *by_group(of_kinds)]
    lines += ["### Missed, and cried wolf", "", *_missed(of_kinds)]
    if far:
        lines += ["## Messages from outside", "", "A set that is not kept here (`SAFETY_SET`).", ""]
        origins = sorted({item.example.writer for item in far})
        lines += [*COLUMNS, row("all", hearing(far))]
        for origin in origins:
            lines.append(row(origin, hearing([i for i in far if i.example.writer == origin])))
        lines.append("")
    lines += [PEERS, "## What each piece of evidence adds", ""]
    lines += ["Log odds, a unit of it (`python -m evaluation.weigh` fits them).", ""]
    lines += ["| | " + " | ".join(weights()) + " |", "|---" * (1 + len(weights())) + "|"]
    return "\n".join([*lines, *_weights(), ""])


def _weights() -> list[str]:
    named = {
        language: dict(weigh.reasons([1.0] * len(weigh.of)))
        for language, weigh in weights().items()
    }
    first = next(iter(named.values()))
    lines = [
        f"| {name} | " + " | ".join(f"{of[name]:+.2f}" for of in named.values()) + " |"
        for name in first
    ]
    for name, told in (("alarm from", "alarm"), ("asked from", "ask")):
        values = " | ".join(f"{getattr(weigh, told):.2f}" for weigh in weights().values())
        lines.append(f"| *{name}* | {values} |")
    return lines


def write(model: Path) -> list[str]:
    """Writes report, picture and the README's table; a sentence for each figure under its floor."""
    learned = learned_of(model)
    kept_items, of_kinds = judged(kept(), learned), judged(kinds(), learned)
    of_visits, far = judged(said_while_booking(), learned), outside(learned)
    english = [item for item in kept_items if item.example.language == "en"]
    spanish = [item for item in kept_items if item.example.language == "es"]
    sets: dict[str, Sequence[Judged]] = {"kept writers": english, "kept writers, Spanish": spanish}
    if far:
        sets["from outside"] = far
    _draw(sets)
    figures = {"signs_en": english, "signs_es": spanish, "signs_outside": far}
    note(**{name: of_hearing(hearing(items)) for name, items in figures.items() if items})
    text = report(kept_items, of_visits, of_kinds, far, learned)
    (DOCS / "safety.md").write_text(text, encoding="utf-8")
    print(text)
    failed = floors.unheard(hearing(of_kinds), floors.KINDS)
    failed += floors.unheard(hearing(english), floors.WRITERS["en"])
    return failed + floors.unheard(hearing(spanish), floors.WRITERS["es"])


if __name__ == "__main__":
    sys.exit("\n".join(write(train())))
