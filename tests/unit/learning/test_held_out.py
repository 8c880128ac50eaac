"""What a topic keeps apart to be measured with is measured, and never learned."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.formats import RasaYAMLReader

import evaluation.messages
from clinic.learning import Examples
from clinic.learning.review import HeldOut, checked
from clinic.publishing.learnable import example_lines, examples_text, with_examples
from evaluation.messages import held_out

WORDING = "which brew helps a cold foot"


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    text = examples_text("causes", ["where does it come from", "what brings it on"])
    mark = "held_out: |\n"
    written = text.replace(mark, f"{mark}        - {WORDING}\n")
    (tmp_path / "ask_causes.yml").write_text(written, encoding="utf-8")
    return tmp_path


def test_it_is_no_example_to_us_or_to_rasa(folder: Path) -> None:
    learned = ["where does it come from", "what brings it on"]
    examples = Examples(folder)
    assert [text for text, _ in examples.texts] == learned
    assert examples.held_out == [(WORDING, "ask_causes")]
    read = RasaYAMLReader().read(str(folder / "ask_causes.yml"))
    assert [one.get("text") for one in read.training_examples] == learned


def test_it_is_among_what_is_measured(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = held_out()
    monkeypatch.setattr(evaluation.messages, "TRAINING", folder)
    more = [one for one in held_out() if one not in before]
    assert [(one.text, one.label, one.topics, one.intent) for one in more] == [
        (WORDING, "answer", ("causes",), "ask_causes")
    ]


def test_nobody_may_teach_it(folder: Path) -> None:
    with pytest.raises(HeldOut):
        checked("which brew helps a cold foot?", "ask_causes", Examples(folder), measured=())


def test_other_examples_leave_it_where_it_is(folder: Path) -> None:
    path = folder / "ask_causes.yml"
    path.write_text(with_examples(path.read_text(), ["why do i have it"]), encoding="utf-8")
    assert [words for _, words, _ in example_lines(path.read_text())] == ["why do i have it"]
    examples = Examples(folder)
    examples.add("why me", "ask_causes")
    again = Examples(folder)
    assert [text for text, _ in again.texts] == ["why do i have it", "why me"]
    assert again.held_out == [(WORDING, "ask_causes")]
