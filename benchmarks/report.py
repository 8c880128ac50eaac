"""Writes the results: ratios first, then every figure, then the plots."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any

import matplotlib
import psutil

from benchmarks import bars
from clinic.settings import ROOT
from evaluation.readme import put

matplotlib.use("svg")
from matplotlib import pyplot

FOLDER = ROOT / "docs" / "benchmarks"
OURS, DEFAULT = "#0f766e", "#94a3b8"
Results = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """A ratio and the bar it has to clear.

    Attributes:
        what: the row's name.
        value: computes it from the results of ours and of the default.
        bar: the limit.
        at_least: whether the bar is a minimum; otherwise a maximum.
    """

    what: str
    value: Callable[[Results, Results], float]
    bar: float
    at_least: bool = False


GOALS = (
    Goal("whole turn with a custom action, p50", lambda o, d: o["turn"].p50 / d["turn"].p50, 0.35),
    Goal("whole turn with a custom action, p95", lambda o, d: o["turn"].p95 / d["turn"].p95, 0.5),
    Goal("last turn of a long conversation against turn 5", lambda o, _: _growth(o), 1.05),
    Goal(
        "memory of the Rasa process",
        lambda o, d: o["memory_end"] / d["memory_end"],
        0.40,
    ),
    Goal("until the server listens", lambda o, d: o["listen"] / d["listen"], 0.15),
    Goal("training", lambda o, d: o["train"] / d["train"], 0.2),
    Goal("memory at the end against after 100 turns", lambda o, _: _kept(o), 1.05),
    Goal(
        "turns a second with 8 clients",
        lambda o, d: o["throughput_8"] / d["throughput_8"],
        4.0,
        at_least=True,
    ),
)
# Figures that have a bar of their own, whatever the default's are.
LIMITS: tuple[tuple[str, Callable[[Results], float], float], ...] = (
    ("whole parse, p50, ms", lambda ours: ours["parse"].p50, 10.0),
    ("safety gate on messages of all lengths, p95, ms", lambda ours: ours["gate"].p95, 10.0),
    ("environment on disk, MB", lambda ours: ours["disk"], 1300.0),
)


def write(results: Results, turns: int, quick: bool) -> None:
    """Writes docs/benchmarks/: README.md, results.json and the plots.

    A quick run goes to build/benchmarks/quick/, so that rough numbers never replace good ones.
    """
    folder = ROOT / "build" / "benchmarks" / "quick" if quick else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    ours, default = results["ours"], results["default"]
    text = "\n".join(
        [
            "# Speed and weight, beside Rasa's default",
            "",
            "Written by `make bench`. Both ran on the same machine in the same run, trained "
            "on the same examples: Rasa 3.6.21 as `rasa init` sets it up (with TensorFlow, its SQL "
            "tracker store on SQLite), and this product. Ratios carry over to other machines; "
            "milliseconds do not.",
            "",
            f"Machine: {psutil.cpu_count()} cores, "
            f"{psutil.virtual_memory().total / 1024**3:.0f} GB, Python "
            f"{platform.python_version()}.",
            "",
            *_goals(ours, default),
            "",
            "![Ratios to Rasa's default](ratios.svg)",
            "",
            "## Every figure",
            "",
            *_figures(ours, default, turns),
            "",
            *_own_figures(ours),
            "",
            "Every measured turn asks a question that was not asked before. "
            f"The default was trained for {results['epochs']} of its 100 epochs, which makes its "
            "training shorter and the ratio stricter, and nothing else different. Of its long "
            "conversation the turns between the marks are copies of turns it walked; every turn "
            "that is measured, and every turn of ours, is walked.",
            "",
            'Every answer of this product comes from a custom action; "a greeting" is the one '
            "turn that the default answers without one.",
            "",
            "## A long conversation",
            "",
            "![Milliseconds by turn](long.svg)",
            "",
            "## Where the time of a turn goes",
            "",
            "![Stages of a turn](stages.svg)",
            "",
            "| stage | ms |",
            "|---|---:|",
            *(f"| {stage} | {value:.2f} |" for stage, value in results["stages"].items()),
            "",
        ]
    )
    (folder / "README.md").write_text(text)
    plain = json.dumps(results, indent=1, default=_plain)
    (folder / "results.json").write_text(plain + "\n")
    _plot_ratios(folder, ours, default)
    _plot_long(folder, ours, default)
    _plot_stages(folder, results["stages"])
    if not quick:
        put("bench", "\n".join(_goals(ours, default)))
    print("\n".join(_goals(ours, default)))
    print(f"\n[bench] Written to {folder.relative_to(ROOT)}/")


def _goals(ours: Results, default: Results) -> list[str]:
    lines = bars.head("ratio")
    for goal, value in _values(ours, default):
        lines.append(bars.row(goal.what, value, goal.bar, at_least=goal.at_least))
    for what, of, limit in LIMITS:
        value = of(ours)
        lines.append(bars.row(what, value, limit, digits=0 if value >= 100 else 1))
    return lines


def _plain(figure: object) -> dict[str, Any]:
    """A dataclass as JSON writes it."""
    if is_dataclass(figure) and not isinstance(figure, type):
        return asdict(figure)
    raise TypeError(f"{type(figure).__name__} is no figure")


def _values(ours: Results, default: Results) -> list[tuple[Goal, float]]:
    values = []
    for goal in GOALS:
        try:
            values.append((goal, goal.value(ours, default)))
        except KeyError:  # not measured in this run
            continue
    return values


def _figures(ours: Results, default: Results, turns: int) -> list[str]:
    rows: list[tuple[str, Any, Any, str]] = []

    def row(what: str, key: str, form: str = "{:.0f}") -> None:
        if key in ours and key in default:
            rows.append((what, ours[key], default[key], form))

    for what, key in (
        ("parse", "parse"),
        ("whole turn with a custom action", "turn"),
        ("whole turn, a greeting", "turn_greeting"),
    ):
        for part in ("p50", "p95"):
            name = f"{what}, {part}, ms"
            rows.append((name, getattr(ours[key], part), getattr(default[key], part), "{:.1f}"))
    for mark in ours["long"]:
        rows.append((f"turn {mark}, ms", ours["long"][mark], default["long"][mark], "{:.1f}"))
    for clients in (1, 8, 32):
        row(f"turns a second, {clients} clients", f"throughput_{clients}")
    row("memory at the start, MB", "memory_start")
    row("memory after 100 turns, MB", "memory_100")
    row(f"memory after {turns} turns, MB", "memory_end")
    row("until it listens, s", "listen", "{:.1f}")
    row("training, s", "train")
    row("environment on disk, MB", "disk")
    return [
        "| | ours | default | ratio |",
        "|---|---:|---:|---:|",
        *(
            f"| {what} | {form.format(mine)} | {form.format(theirs)} | {mine / theirs:.2f} |"
            for what, mine, theirs, form in rows
        ),
    ]


def _own_figures(ours: Results) -> list[str]:
    """What only this product has."""
    lines = ["| | p50, ms | p95, ms |", "|---|---:|---:|"]
    for what, key in (
        ("safety gate, messages of all lengths (1 to 500 characters)", "gate"),
        ("safety gate, a pasted page of 2,000 characters", "gate_page"),
    ):
        lines.append(f"| {what} | {ours[key].p50:.1f} | {ours[key].p95:.1f} |")
    return lines


def _growth(results: Results) -> float:
    marks = results["long"]
    return float(marks[max(marks)] / marks[min(marks)])


def _kept(results: Results) -> float:
    return float(results["memory_end"] / results["memory_100"])


def _plot_ratios(folder: Path, ours: Results, default: Results) -> None:
    values = _values(ours, default)[::-1]
    figure, axes = pyplot.subplots(figsize=(8, 3.6))
    axes.barh([goal.what for goal, _ in values], [value for _, value in values], color=OURS)
    for place, (goal, _) in enumerate(values):
        axes.plot([goal.bar, goal.bar], [place - 0.4, place + 0.4], color="#b91c1c")
    axes.set_xlabel("ratio; the red line is the bar")
    _save(figure, folder / "ratios.svg")


def _plot_long(folder: Path, ours: Results, default: Results) -> None:
    figure, axes = pyplot.subplots(figsize=(8, 3))
    for name, results, color in (("default", default, DEFAULT), ("ours", ours, OURS)):
        marks = results["long"]
        axes.plot(list(marks), list(marks.values()), marker="o", label=name, color=color)
    axes.set_xlabel("turn of one conversation")
    axes.set_ylabel("ms")
    axes.set_ylim(bottom=0)
    axes.legend()
    _save(figure, folder / "long.svg")


def _plot_stages(folder: Path, stages: dict[str, float]) -> None:
    figure, axes = pyplot.subplots(figsize=(8, 2))
    colors = pyplot.get_cmap("tab10").colors
    left = 0.0
    for place, (stage, value) in enumerate(stages.items()):
        axes.barh(["a turn"], [value], left=left, label=stage, color=colors[place % 10])
        left += value
    axes.set_xlabel("ms")
    axes.legend(ncol=5, loc="upper center", bbox_to_anchor=(0.5, 1.5), fontsize="small")
    _save(figure, folder / "stages.svg")


def _save(figure: Any, path: Path) -> None:
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
