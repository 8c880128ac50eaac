"""How patients ask for a topic: read, written a line each, and what is wrong named at its line."""

from __future__ import annotations

import pytest
import yaml

from clinic.learning.examples import Examples
from clinic.publishing import learnable
from clinic.publishing.files import examples_folder
from clinic.publishing.learnable import NotLearnable, example_lines, problems, with_examples
from clinic.settings import ROOT

TEXT = """version: "3.1"

nlu:
  - intent: ask_causes
    examples: |
      - why does it hurt
      - what brings it on
  - intent: ask_causes
    examples:
      - {text: "and the cause?", metadata: {context: "topic=symptoms"}}
"""
LABELS = {"ask_causes": "Causes", "ask_symptoms": "Symptoms"}
MANY = [f"why is it number {place}" for place in range(12)]


def said(text: str) -> list[str]:
    return [words for _, words, _ in example_lines(text)]


def test_every_file_is_read_as_the_training_reads_it_and_written_back_to_the_letter() -> None:
    for path in sorted(examples_folder().glob("*.yml")):
        text = path.read_text()
        trained = [w for w, intent in Examples(path.parent).texts if intent == path.stem]
        assert said(text) == trained
        assert with_examples(text, trained) == text


def test_lines_are_added_and_taken_away_and_what_was_said_before_one_stays_with_it() -> None:
    text = with_examples(TEXT, ["what brings it on", "  - so  why ", "and the cause?", ""])
    assert said(text) == ["what brings it on", "so why", "and the cause?"]
    assert 'metadata: {context: "topic=symptoms"}' in text
    gone = with_examples(text, ["so why"])
    assert said(gone) == ["so why"]
    assert [len(yaml.safe_load(one)["nlu"]) for one in (text, gone)] == [2, 1]
    with pytest.raises(NotLearnable):
        with_examples("nlu: []\n", ["so why"])


def test_too_few_doubles_and_another_topics_are_named_at_their_line() -> None:
    text = with_examples(TEXT, [*MANY, "Why is it number 3?", "where does it hurt", "a [b](c)"])
    taken = [("where does it hurt!", "ask_symptoms"), *((one, "ask_causes") for one in MANY)]
    found = problems("examples/ask_causes.yml", text, taken, LABELS)
    assert dict(found) == {
        18: "“Why is it number 3?” stands there twice, also on line 9.",
        19: "“where does it hurt” asks for another topic already: Symptoms.",
        20: "“a [b](c)” can't be learned. Write words, without brackets.",
    }
    few = list(problems("examples/ask_causes.yml", TEXT, [], LABELS))
    assert few == [
        (10, "There are 3 of at least 12 ways to ask. Write more, as different people would.")
    ]


def test_an_intent_comes_with_its_topic_and_goes_with_it() -> None:
    topics = (ROOT / "content/topics.yml").read_text()
    entry = "chairs:\n  label: Chairs\n  asks: chairs\n  related: [symptoms]\n  offer: true\n"
    more = learnable.sources(ROOT, {"topics.yml": topics}, {"topics.yml": topics + entry})
    assert set(more) == set(learnable.NAMED_IN)
    assert "  - ask_screening_info\n  - ask_chairs\n" in more["domain.yml"]
    assert "ask_chairs" in str(yaml.safe_load(more["data/rules/dialogue.yml"])["rules"])
    assert learnable.sources(ROOT, {"topics.yml": topics}, {"topics.yml": topics}) == {}
    assert "ask_causes\n" not in learnable.sources(
        ROOT,
        {"topics.yml": topics},
        {"topics.yml": topics.replace("\ncauses:", "\ncause:")},
    )["domain.yml"].replace("ask_cause\n", "")
