"""Sets from outside: found where they are, named where they are missing, never copied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clinic.reading.safety.examples import Example
from clinic.reading.safety.verdict import Decision, Tier, Verdict
from evaluation import counts, crisis_posts, journeys, outside
from evaluation.figures import Share
from evaluation.hearing import UNNAMED, Judged
from evaluation.messages import read_set

PRINTED = """  x a-1 turn 2: 'well' -> [form None; asks nothing] '' []
      failed: 3/4 conversations
context        4/6   conversations    17/20   turns
bad_input      1/2   conversations     5/6    turns
{"conversations": 0.625, "turns": 0.8462, "by_kind": {}, "errors": 0}
"""


def test_a_set_that_is_missing_says_so_with_its_last_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "KEPT", tmp_path / "figures.json")
    monkeypatch.setattr(outside, "FOLDER", tmp_path)
    monkeypatch.delenv("SAFETY_SET", raising=False)
    assert outside.SIGNS.path is None
    assert "it is not here" in outside.SIGNS.missing
    counts.write({"signs_outside": {"alarm": [9, 10]}})
    assert "9 of 10" in outside.SIGNS.missing
    monkeypatch.setenv("SAFETY_SET", str(tmp_path / "misspelt.jsonl"))
    assert outside.SIGNS.path is None
    assert "`SAFETY_SET` names no file" in outside.SIGNS.missing


@pytest.mark.parametrize("one", outside.SETS, ids=lambda one: one.variable)
def test_a_set_is_where_its_variable_says(
    one: outside.Outside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "set.jsonl"
    path.touch()
    monkeypatch.setenv(one.variable, str(path))
    assert one.path == path


def test_the_lines_of_the_runner_of_journeys_are_read() -> None:
    found = journeys.read(PRINTED)
    assert found == {
        "context": (Share(4, 6), Share(17, 20)),
        "bad_input": (Share(1, 2), Share(5, 6)),
    }
    assert (journeys.whole(found), journeys.turns(found)) == (Share(5, 8), Share(22, 26))


def test_messages_before_and_other_right_labels_are_read(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    row = {"text": "so off?", "label": "cancel", "origin": "real", "prior": ["hi"]}
    path.write_text(json.dumps({**row, "label_ok": ["human"]}), encoding="utf-8")
    (message,) = read_set(path)
    assert (message.before, message.origin) == (("hi",), "real")
    assert message.is_right(frozenset({"talk_to_person"}), "talk_to_person")
    assert not message.is_right(frozenset({"book_screening"}), "book_screening")


def test_posts_are_read_whole_and_by_the_labels_that_are_measured(tmp_path: Path) -> None:
    path = tmp_path / "posts.json"
    rows = [
        {"inputs": ["One.", "Two."], "label": "self-harm"},
        {"inputs": ["Three."], "label": "no_crisis"},
        {"inputs": ["Four."], "label": "anxiety_crisis"},
        {"inputs": ["Five."], "label": None},
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert crisis_posts.posts(path) == [("self_harm", "One. Two."), ("no_crisis", "Three.")]


@pytest.mark.parametrize(
    ("sign", "decision", "group", "tier", "named"),
    [
        ("bladder", "ask", "bladder", "E", True),
        ("bladder", "ask", "saddle", "E", False),
        ("bladder", "alarm", "saddle", "E", True),
        ("bladder", "quiet", None, None, False),
        # Where the label names a tier only, it has to be as urgent.
        (UNNAMED, "ask", "saddle", "E", True),
        (UNNAMED, "ask", "fever", "U", False),
    ],
)
def test_a_question_has_to_name_the_sign_that_is_there(
    sign: str, decision: Decision, group: str | None, tier: Tier | None, named: bool
) -> None:
    verdict = Verdict(decision, tier, group)
    example = Example("", ((sign, "present"),), "somebody")
    assert Judged(example, verdict, frozenset("E")).named is named
