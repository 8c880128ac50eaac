"""The checks of a draft: each mistake in a sentence, at its line, beside what a patient gets."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clinic.settings import ROOT


def checked(folder: Path, *changes: tuple[str, str, str]) -> dict[str, Any]:
    """What the program says of content in which something is replaced."""
    for side in ("before", "after"):
        shutil.copytree(ROOT / "content", folder / side / "content")
    for file, old, new in changes:
        path = folder / "after" / "content" / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
    own = {"CONTENT_DIR": str(folder / "after" / "content"), "VAR_DIR": str(folder / "var")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "scripts.check_draft", "before", "after"],
        cwd=folder, env={**os.environ, **own, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.strip().split("\n")[-1])
    return found


PHONE = 'phone: "+1 414-555-0142"'
FAULTS = [
    ("clinic.yml", "zone: America/Chicago", "zone: America/Chigaco", "IANA zone", 12),
    ("clinic.yml", PHONE, 'phone: "123"', "phone number", 10),
    ("clinic.yml", "hours: ", "hours: [", "can't be read", 37),
    ("topics.yml", "related: [", "related: [nothing, ", "not another topic", None),
    ("clinic.yml", "There is free parking behind", "Park… behind", "twice as much", 24),
    ("clinic.yml", "There is free parking", "See http://x about parking", "can't be followed", 24),
    ("buttons.yml", "book: Book a free screening", "book: Stop", "may not be led", 5),
    ("notices.yml", "see you soon", "see you " + "soon and well " * 30, "too long for a text", 7),
]


@pytest.mark.parametrize(("change", "says", "line"), [(one[:3], *one[3:]) for one in FAULTS])
def test_a_mistake_is_named_with_its_file_and_line(
    tmp_path: Path, change: tuple[str, str, str], says: str, line: int | None
) -> None:
    found = checked(tmp_path, change)["findings"]
    assert [one for one in found if says in one["says"]], found
    mine = next(one for one in found if says in one["says"])
    assert mine["file"] == change[0]
    assert line is None or mine["line"] == line
    assert mine["line"]


def test_a_sign_that_is_no_longer_heard_is_named_by_its_messages(tmp_path: Path) -> None:
    found = checked(tmp_path, ("safety_words.yml", "  wipe: [wipe, ", "  wipe: [nowipe, "))
    assert any("would raise no alarm any more" in one["says"] for one in found["findings"]), found


def test_an_answer_is_shown_as_the_chat_and_a_phone_show_it(tmp_path: Path) -> None:
    found = checked(tmp_path, ("sciatica.md", "starts with an evaluation", "begins with a look"))
    assert found["findings"] == []
    (shown,) = found["previews"]
    assert shown["key"] == "evaluation"
    assert "begins with a look" in shown["after"]["chat"][0]
    assert "Book a free screening" in shown["after"]["buttons"]
    (text, segments), *_ = shown["after"]["texts"]
    assert "1) Book a free screening" in text
    assert segments <= 2
    assert "starts with an evaluation" in shown["before"]["chat"][0]


def test_a_new_topic_leaves_the_answers_to_the_others_as_they_are(tmp_path: Path) -> None:
    """A process knows one list of topics, so today's content is looked at in one of its own."""
    label = "  label: Sitting\n  asks: sitting\n  related: [symptoms]\n  offer: false\n"
    found = checked(
        tmp_path,
        ("topics.yml", "symptoms:\n", f"sitting:\n{label}symptoms:\n"),
        ("sciatica.md", "\n## ", "\n## sitting | Sitting\n\nSit as you like.\n\n## "),
        ("sciatica.md", "starts with an evaluation", "begins with a look"),
        ("clinic.yml", "There is free parking behind the building.", "Park in front."),
    )
    shown = {one["key"]: one for one in found["previews"]}
    assert shown["sitting"]["before"] is None
    assert "Sit as you like." in shown["sitting"]["after"]["chat"][0]
    assert "starts with an evaluation" in shown["evaluation"]["before"]["chat"][0]
    assert {one["about"] for one in found["otherwise"]} == {"evaluation", "parking"}
