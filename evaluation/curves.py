"""Draws the learning curve, and risk against coverage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

from evaluation.figures import Share
from evaluation.thresholds import Outcome

INK, SECOND = "#1f5f8b", "#c4622d"


def draw_learning(curve: Sequence[tuple[int, Share, Share]], path: Path) -> None:
    """Writes a PNG: examples for each intent across, share of right intents up, with intervals."""
    figure, axes = pyplot.subplots(figsize=(6, 4))
    counts = [count for count, _, _ in curve]
    for shares, name, ink in (
        ([written for _, written, _ in curve], "as written", INK),
        ([misspelt for _, _, misspelt in curve], "with typos", SECOND),
    ):
        axes.plot(counts, [share.value for share in shares], marker="o", label=name, color=ink)
        lows, highs = zip(*(share.interval for share in shares), strict=True)
        axes.fill_between(counts, lows, highs, alpha=0.15, color=ink)
    axes.set_xscale("log")
    axes.set_xticks(counts, [str(count) for count in counts])
    axes.set_xlabel("examples for each intent, at most")
    axes.set_ylabel("right intent")
    axes.legend()
    _save(figure, path)


def draw_risk(outcomes: Sequence[Outcome], in_force: Outcome, path: Path) -> None:
    """Writes a PNG: answered right across, answered though not covered up, for each threshold."""
    figure, axes = pyplot.subplots(figsize=(6, 4))
    best: list[Outcome] = []
    for item in sorted(outcomes, key=lambda item: (-item.coverage, item.risk)):
        if not best or item.risk < best[-1].risk:
            best.append(item)
    axes.plot([item.coverage for item in best], [item.risk for item in best], marker=".", color=INK)
    axes.plot(in_force.coverage, in_force.risk, "o", color=SECOND, label="in force")
    axes.set_xlabel("questions on a topic that get its passage")
    axes.set_ylabel("questions not covered that get a passage")
    axes.legend()
    _save(figure, path)


def _save(figure: pyplot.Figure, path: Path) -> None:
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=90)
    pyplot.close(figure)
