"""Recall against false alarms, whatever the alarm's threshold: as a picture, and as a table.

What is varied is from which probability on a sign raises the alarm (`Verdict.suspicion`); how each
piece of evidence counts stays as it is. The band is the 95 % interval (Wilson) of the recall.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

from evaluation.figures import Share
from evaluation.hearing import Judged, hearing

INK, POINT = "#1f5f8b", "#c4622d"
COLUMNS, MOST_SHOWN, LEAST_SHOWN = 4, 0.15, 0.5
# So much of the messages without a sign may raise an alarm, in the table.
ALLOWED = (0.01, 0.02, 0.03, 0.05, 0.10)


@dataclass(frozen=True)
class Step:
    """One threshold: how many messages with a sign reach it, and how many without."""

    recall: Share
    crossed: Share


def curve(items: Sequence[Judged]) -> list[Step]:
    """A step for each threshold that makes a difference, the strictest first; none where a set
    has no messages with a sign, or none without."""
    signs = [item.verdict.suspicion for item in items if item.example.present]
    none = [
        item.verdict.suspicion
        for item in items
        if not item.example.present and not item.example.in_doubt
    ]
    if not signs or not none:
        return []
    return [
        Step(
            Share.among([value >= least for value in signs]),
            Share.among([value >= least for value in none]),
        )
        for least in sorted({*signs, *none, 0.0, 1.01}, reverse=True)
    ]


def table(sets: Mapping[str, Sequence[Judged]]) -> list[str]:
    """The most that is heard while so many false alarms are allowed, as a Markdown table."""
    heads = " | ".join(f"{allowed:.0%} false" for allowed in ALLOWED)
    lines = [f"| recall at | {heads} | in force |", "|---" * (2 + len(ALLOWED)) + "|"]
    for name, items in sets.items():
        steps = curve(items)
        if not steps:
            continue
        cells = [
            _short(max((s.recall for s in steps if s.crossed.value <= allowed), key=_value))
            for allowed in ALLOWED
        ]
        point = hearing(items)
        force = f"{_short(point.alarm)} at {1 - point.quiet.value:.3f}"
        lines.append(f"| {name} | {' | '.join(cells)} | {force} |")
    return [*lines, ""]


def draw(sets: Mapping[str, Sequence[Judged]], path: Path) -> None:
    """Writes a PNG: a small picture for each set, with the band and the point in force."""
    drawn = {name: (curve(items), hearing(items)) for name, items in sets.items()}
    drawn = {name: found for name, found in drawn.items() if found[0]}
    rows = -(-len(drawn) // COLUMNS)
    figure, grid = pyplot.subplots(
        rows, COLUMNS, figsize=(11, 2.4 * rows), sharex=True, sharey=True, squeeze=False
    )
    for axes in grid.flat[len(drawn) :]:
        axes.set_axis_off()
    for axes, (name, (steps, point)) in zip(grid.flat, drawn.items(), strict=False):
        crossed = [step.crossed.value for step in steps]
        lows, highs = zip(*(step.recall.interval for step in steps), strict=True)
        axes.fill_between(crossed, lows, highs, step="post", alpha=0.2, color=INK, linewidth=0)
        axes.step(crossed, [step.recall.value for step in steps], where="post", color=INK)
        axes.plot(1 - point.quiet.value, point.alarm.value, "o", color=POINT)
        axes.set_title(f"{name} ({point.alarm.of}, {point.quiet.of})", fontsize=9)
    grid[0, 0].set_xlim(0, MOST_SHOWN)
    grid[0, 0].set_ylim(LEAST_SHOWN, 1.005)
    figure.supxlabel("alarms on messages without a sign", fontsize=9)
    figure.supylabel("signs that raise the alarm", fontsize=9)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=80)
    pyplot.close(figure)


def _value(share: Share) -> float:
    return share.value


def _short(share: Share) -> str:
    low, high = share.interval
    return f"{share.value:.3f} ({low:.2f}-{high:.2f})"
