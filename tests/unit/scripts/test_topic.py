"""A topic is added by one command and two files, and what is missing of it is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.learning import Examples
from scripts.topic import TopicRefused, add_topic
from tests.unit.scripts.linting import copied, linted


@pytest.fixture()
def tree(tmp_path: Path) -> Path:
    """A copy of what a topic stands in."""
    return copied(tmp_path)


def test_the_present_topics_lack_nothing(tree: Path) -> None:
    assert linted(tree) == []


@pytest.mark.parametrize(
    ("topic", "label"),
    [("a" * 5000, "Getting up"), ("chairs", "Getting\nup: [1"), ("chairs", " "), ("Ch", "x")],
)
def test_what_names_no_topic_is_refused_and_writes_nothing(
    tree: Path, topic: str, label: str
) -> None:
    with pytest.raises(TopicRefused):
        add_topic(topic, label, tree)
    assert linted(tree) == []


def test_a_new_topic_lacks_its_words_and_examples_until_both_files_are_filled(tree: Path) -> None:
    article, examples = add_topic("chairs", "Getting up", tree)
    assert linted(tree) == [
        "content/chairs.md:8: The clinic's words are still to be written here.",
        "data/nlu/article/ask_chairs.yml: 1 examples, at least 12",
    ]
    words = (tree / article).read_text(encoding="utf-8")
    (tree / article).write_text(words.replace("Write the", "Stand up with the"), encoding="utf-8")
    with (tree / examples).open("a", encoding="utf-8") as file:
        file.writelines(f"      - how do i get up {way}\n" for way in range(11))
    later = "content/es: chairs is told in English until it is translated"
    assert linted(tree) == [
        "chairs is not measured: nothing is written under `held_out:`, beside its examples",
        later,
    ]
    text = (tree / examples).read_text(encoding="utf-8")
    held_out = "      held_out: |\n"
    assert held_out in text
    more = f"{held_out}        - which way out of a low chair\n"
    (tree / examples).write_text(text.replace(held_out, more), encoding="utf-8")
    assert linted(tree) == [later]
    assert ("which way out of a low chair", "ask_chairs") in Examples(tree / "data/nlu").held_out


def test_what_is_learned_and_is_no_topic_is_found(tree: Path) -> None:
    (tree / "data/nlu/article/ask_gone.yml").write_text("nlu: []\n", encoding="utf-8")
    assert linted(tree) == [
        "data/nlu/article: ask_gone is learned, but content/topics.yml has no such topic"
    ]


@pytest.mark.parametrize(
    ("topic", "label", "message"),
    [
        ("Chairs!", "Getting up", "small letters"),
        ("chairs", "", "1 to 24 characters"),
        ("chairs", "Getting up from any chair there is", "1 to 24 characters"),
        ("causes", "Causes", "has 'causes' already|is there already"),
    ],
)
def test_a_name_or_label_that_cannot_be_used_is_refused(
    tree: Path, topic: str, label: str, message: str
) -> None:
    before = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    with pytest.raises(TopicRefused, match=message):
        add_topic(topic, label, tree)
    assert {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()} == before
