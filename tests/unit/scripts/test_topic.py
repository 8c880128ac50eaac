"""A topic is added by one command and two files, and what is missing of it is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clinic.settings import ROOT
from scripts.topic import TopicRefused, add_topic


@pytest.fixture()
def tree(tmp_path: Path) -> Path:
    """A copy of what a topic stands in."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copytree(ROOT / "data/nlu/article", tmp_path / "data/nlu/article")
    shutil.copytree(ROOT / "data/rules", tmp_path / "data/rules")
    shutil.copy(ROOT / "domain.yml", tmp_path)
    return tmp_path


def problems(tree: Path) -> list[str]:
    """What the check finds, in a process of its own: which topics there are is read at a start."""
    code = (
        "import sys, pathlib; from scripts.lint_topics import topic_problems;"
        "print(*topic_problems(pathlib.Path(sys.argv[1])), sep=chr(10))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(tree)],
        cwd=ROOT,
        env={"CONTENT_DIR": str(tree / "content"), "VAR_DIR": str(tree / "var"), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("\n")[:-1] if done.stdout.strip() else []


def test_the_present_topics_lack_nothing(tree: Path) -> None:
    assert problems(tree) == []


def test_a_new_topic_lacks_its_words_and_examples_until_both_files_are_filled(tree: Path) -> None:
    article, examples = add_topic("chairs", "Getting up", tree)
    found = problems(tree)
    assert len(found) == 2
    assert "chairs: the clinic's words are still to be written" in found[0]
    assert "ask_chairs.yml: 1 examples, at least 12" in found[1]
    words = (tree / article).read_text(encoding="utf-8")
    (tree / article).write_text(words.replace("Write the", "Stand up with the"), encoding="utf-8")
    with (tree / examples).open("a", encoding="utf-8") as file:
        file.writelines(f"      - how do i get up {way}\n" for way in range(11))
    assert problems(tree) == []


def test_what_is_learned_and_is_no_topic_is_found(tree: Path) -> None:
    (tree / "data/nlu/article/ask_gone.yml").write_text("nlu: []\n", encoding="utf-8")
    assert problems(tree) == [
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
