"""Topics are content: the files say which there are, and any article may have them."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinic.content import ContentError, load_content
from clinic.content.topics import NEEDED
from clinic.settings import ROOT

SECOND = """---
title: Getting up from a chair
source: a page of the clinic
---

## chairs | How should I get up?

Slide to the front of the seat first.
"""


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "content", tmp_path / "content")


TOPICS = "from clinic.content import TOPIC_IDS; print(*TOPIC_IDS)"


def topics_of(folder: Path, var: Path, code: str = TOPICS) -> str:
    """What a process that starts with a content folder knows, or says when it can't start."""
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env={"CONTENT_DIR": str(folder), "VAR_DIR": str(var), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout + result.stderr


def add_topic(folder: Path) -> None:
    """A topic more, with an article of its own."""
    (folder / "chairs.md").write_text(SECOND, encoding="utf-8")
    with (folder / "topics.yml").open("a", encoding="utf-8") as file:
        file.write(
            "chairs: {label: Getting up, asks: getting up, related: [symptoms], offer: true}\n"
        )


def test_a_new_topic_with_an_article_of_its_own_needs_no_code(folder: Path, tmp_path: Path) -> None:
    add_topic(folder)
    code = (
        "from clinic.content import get_content as c, TOPIC_IDS;"
        "print('chairs' in TOPIC_IDS, c().passage('chairs').text, c().article_url('chairs'))"
    )
    told = topics_of(folder, tmp_path / "var", code)
    assert told.startswith("True Slide to the front of the seat first. ")
    assert told.strip().endswith("/#how-should-i-get-up")


def test_a_topic_that_is_new_since_the_start_is_named_with_its_line(folder: Path) -> None:
    add_topic(folder)
    with pytest.raises(ContentError, match=r"topics.yml:\d+: the topic 'chairs' is new"):
        load_content(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("## causes |", "## symptoms |"), "has a heading already"),
        (
            lambda text: text[: text.index("## when_to_seek_care")],
            "no article has words on when_to",
        ),
    ],
)
def test_each_topic_has_its_words_in_one_place(
    folder: Path, change: Callable[[str], str], message: str
) -> None:
    file = folder / "sciatica.md"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        load_content(folder)


def test_two_articles_on_one_topic_are_refused(folder: Path) -> None:
    (folder / "more.md").write_text(SECOND.replace("## chairs", "## causes"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"more.md.*'causes' has its words in sciatica.md"):
        load_content(folder)


def test_what_the_dialogue_leads_to_cannot_be_left_out(folder: Path) -> None:
    file = folder / "topics.yml"
    text = file.read_text(encoding="utf-8").replace("\nsymptoms:\n", "\nsymptom:\n")
    file.write_text(text, encoding="utf-8")
    assert "symptoms" in NEEDED
    with pytest.raises(ContentError):
        load_content(folder)


def test_while_the_file_cannot_be_read_the_topics_kept_of_it_are_known(
    folder: Path, tmp_path: Path
) -> None:
    var = tmp_path / "var"
    var.mkdir()
    code = "from clinic.content import get_content as c, TOPIC_IDS; c(); print(*TOPIC_IDS)"
    before = topics_of(folder, var, code)
    (folder / "topics.yml").write_text("definition: {label: [\n", encoding="utf-8")
    assert topics_of(folder, var) == before
    assert "causes" in before
