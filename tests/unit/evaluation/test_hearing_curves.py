"""Recall against false alarms: counted at every threshold, drawn only where both can be."""

from __future__ import annotations

from pathlib import Path

from clinic.reading.safety.examples import Example
from clinic.reading.safety.verdict import Decision, Status, Verdict
from evaluation.figures import Share
from evaluation.hearing import Judged
from evaluation.hearing_curves import curve, draw, table


def judged(status: Status | None, suspicion: float, decision: Decision = "quiet") -> Judged:
    example = Example("", (("bladder", status),) if status else (), "somebody")
    return Judged(example, Verdict(decision, suspicion=suspicion), frozenset())


ITEMS = [
    judged("present", 0.9, "alarm"),
    judged("present", 0.4),
    judged("denied", 0.6),
    judged(None, 0.1),
    judged("doubt", 0.95),  # counts neither as a sign nor as none
]


def test_each_threshold_is_counted_from_the_strictest_on() -> None:
    steps = [(step.recall.right, step.crossed.right) for step in curve(ITEMS)]
    assert steps == [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (2, 2)]
    assert curve(ITEMS)[0].recall == Share(0, 2)


def test_the_most_that_is_heard_at_so_many_false_alarms_is_told() -> None:
    row = table({"both": ITEMS, "nobody quiet": ITEMS[:2]})[2:]
    assert row[0].startswith("| both | 0.500 (0.09-0.91) |")
    assert row[0].endswith("| 0.500 (0.09-0.91) at 0.000 |")
    assert row[1:] == [""]


def test_a_set_without_either_is_left_out_of_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "curves.png"
    draw({"both": ITEMS, "nobody quiet": ITEMS[:2]}, path)
    assert path.read_bytes().startswith(b"\x89PNG")
