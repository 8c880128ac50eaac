"""Draws which intents are taken for which."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot


def draw(pairs: Sequence[tuple[str, str]], path: Path) -> None:
    """Writes a PNG: a row for each right intent, a column for each understood one, counts inside.

    Args:
        pairs: (right intent, understood intent) of each message.
        path: of the PNG.
    """
    names = sorted({name for pair in pairs for name in pair})
    place = {name: index for index, name in enumerate(names)}
    counts = [[0] * len(names) for _ in names]
    for wanted, found in pairs:
        counts[place[wanted]][place[found]] += 1
    figure, axes = pyplot.subplots(figsize=(13, 12))
    axes.imshow(counts, cmap="Blues", vmin=0)
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            if count:
                shade = "white" if row == column and count > 5 else "black"
                axes.text(
                    column, row, str(count), ha="center", va="center", fontsize=7, color=shade
                )
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("understood as")
    axes.set_ylabel("right")
    axes.set_title("Held-out messages: right intent and what was understood")
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=80)
    pyplot.close(figure)
