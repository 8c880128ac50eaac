"""The check on what patients read lets the present texts pass, and fails the build on bad ones."""

import shutil
from pathlib import Path

import pytest

from clinic.settings import ROOT
from scripts.lint_content import content_findings

REPLIES = "content/replies.yml"


@pytest.fixture()
def tree(tmp_path: Path) -> Path:
    """A copy of the texts, to be spoilt."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    return tmp_path


def spoil(tree: Path, file: str, old: str, new: str) -> None:
    path = tree / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(tree: Path) -> str:
    return "\n".join(map(str, content_findings(tree)))


def test_the_present_texts_pass(tree: Path) -> None:
    assert found(tree) == ""


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("content/sms.yml", "Reply with a number.", "Reply with a number…", "GSM-7 alphabet: …"),
        ("content/notices.yml", "see you soon", "see you soon 😀", "GSM-7 alphabet: 😀"),
        ("content/buttons.yml", "Talk to a person", "Talk to a person’", "GSM-7 alphabet: ’"),
        ("content/topics.yml", "label: Causes", "label: Cāuses", "GSM-7 alphabet: ā"),
        ("content/safety.yml", "- A bad fall", "- A bad – fall", "GSM-7 alphabet: –"),
        (REPLIES, "Take care!", "Take care—bye!", "GSM-7 alphabet: —"),
        (REPLIES, "Llame al", "Llаme al", "GSM-7 alphabet: а"),
        (
            "content/sciatica.md",
            "The sciatic nerve can",
            "The sciatic nerve 神 can",
            "alphabet: 神",
        ),
        (REPLIES, "Take care!", "Take care! " * 30, "3 segments"),
        (
            "content/notices.yml",
            "see you soon",
            "see you soon " * 20,
            "segments filled in, at most 2",
        ),
        (
            "content/sms.yml",
            "Not for emerg",
            "Please do know that this is in no way for emerg",
            "2 segments filled",
        ),
        (
            REPLIES,
            "Take care!",
            "To call it off, text CANCEL.",
            "offers the word CANCEL",
        ),
        (REPLIES, "Take care!", "You can cancel here.", "offers the word CANCEL"),
        ("content/buttons.yml", "Call it off", "Cancel", "offers the word CANCEL"),
        ("content/buttons.yml", "Never mind", "Stop", "'Stop' is a word about the text messages"),
        ("content/topics.yml", "label: Causes", "label: Info", "'Info' is a word about the text"),
        ("content/notices.yml", "Take this time", "Start", "'Start' is a word about the text"),
        (
            REPLIES,
            "Take care!",
            'Say \\"quit\\" to end it.',
            "'quit' is a word about the text",
        ),
        ("content/notices.yml", "Need another time?", "Reply CANCEL?", "offers the word CANCEL"),
        (
            REPLIES,
            "Take care!",
            "Notwithstanding considerable complications.",
            "grade",
        ),
    ],
)
def test_a_bad_text_fails_the_build_and_is_named(
    tree: Path, file: str, old: str, new: str, problem: str
) -> None:
    spoil(tree, file, old, new)
    assert problem in found(tree)
    assert f"{file}:" in found(tree)


def test_a_question_that_parts_from_its_choices_fails_the_build(tree: Path) -> None:
    spoil(tree, "content/safety.yml", "- A bad fall", "- A very, very bad fall or tumble")
    assert "3 segments" in found(tree)


def test_what_only_the_staff_read_may_say_cancel_and_be_long(tree: Path) -> None:
    spoil(tree, "content/sms.yml", "Please call and ask.", "CANCEL is the word. " * 20)
    assert found(tree) == ""


def test_what_only_the_website_shows_may_have_any_character(tree: Path) -> None:
    spoil(tree, "content/channel.yml", "Please write a message first.", "Please write first – ok?")
    assert found(tree) == ""
