"""A mistake in the content takes nothing down: what loaded last is served, also after a restart."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.content import ContentError, get_content, load_content
from clinic.content.store import FILES
from clinic.content.watched import Watched
from clinic.content.yaml_file import read_one
from clinic.health.contents import content_mistakes
from clinic.reading.safety.groups import FILE, SPANISH, load_groups
from clinic.reading.safety.vocabulary import load_vocabulary
from clinic.settings import ROOT, get_settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Content of the test's own, looked at anew each time."""
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    (tmp_path / "var").mkdir()
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setattr("clinic.content.watched.RECHECK_SECONDS", 0)
    monkeypatch.setattr("clinic.content.watched._all", [])
    get_settings.cache_clear()
    yield folder
    get_settings.cache_clear()


def process() -> Watched[object]:
    """What a process that has just started knows: nothing."""
    return Watched(FILES, load_content)


BROKEN = [
    ("clinic.yml", "name: ["),
    ("clinic.yml", "\x00"),
    ("topics.yml", "causes: {}"),
    ("sciatica.md", "no front matter"),
    ("buttons.yml", "- a list"),
]


@pytest.mark.parametrize(("name", "words"), BROKEN)
def test_after_a_restart_what_loaded_last_is_served_and_the_mistake_is_known(
    folder: Path, caplog: pytest.LogCaptureFixture, name: str, words: str
) -> None:
    before = process().get()
    (folder / name).write_text(words)
    started_again = process()
    with caplog.at_level(logging.ERROR):
        assert started_again.get() == before
    mistake = started_again.mistake()
    assert mistake is not None
    assert mistake.path == folder / name
    assert str(mistake) in caplog.text


def test_a_file_that_is_gone_or_can_not_be_read_as_text_is_a_mistake_like_another(
    folder: Path,
) -> None:
    before = process().get()
    (folder / "clinic.yml").unlink()
    assert process().get() == before
    (folder / "clinic.yml").write_bytes(b"\xff\xfe\x00")
    assert process().get() == before


def test_a_start_on_a_mistake_stops_where_nothing_was_kept(folder: Path) -> None:
    (folder / "clinic.yml").write_text("name: [")
    with pytest.raises(ContentError, match=r"clinic\.yml:1"):
        process().get()
    assert isinstance(process().mistake(), ContentError)


def test_a_mistake_that_is_mended_is_none_any_more_and_the_mended_words_are_in_force(
    folder: Path,
) -> None:
    running, words = process(), (folder / "clinic.yml").read_text()
    running.get()
    (folder / "clinic.yml").write_text("name: [")
    assert running.mistake()
    (folder / "clinic.yml").write_text(words.replace("INVIVO Wellness", "Another Name"))
    assert running.get().clinic.name == "Another Name"  # type: ignore[attr-defined]
    assert running.mistake() is None
    (folder / "clinic.yml").write_text("name: [")
    assert process().get().clinic.name == "Another Name"  # type: ignore[attr-defined]


def test_files_that_are_read_together_are_kept_together(folder: Path) -> None:
    """An edit of two files of which one has a mistake leaves both as they were."""
    before = process().get()
    (folder / "buttons.yml").write_text(
        (folder / "buttons.yml").read_text().replace("Book", "Make")
    )
    (folder / "clinic.yml").write_text("name: [")
    assert process().get() == before


def test_a_kept_copy_that_is_damaged_is_no_content(folder: Path) -> None:
    process().get()
    for file in (folder.parent / "var" / "content").iterdir():
        file.write_text("{")
    (folder / "clinic.yml").write_text("name: [")
    with pytest.raises(ContentError, match=r"clinic\.yml:1"):
        process().get()


def test_content_that_can_not_be_kept_is_in_use_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("clinic.content.kept.os.replace", full)
    assert process().get()
    assert "No space left" in caplog.text


def test_the_words_of_an_emergency_outlive_a_mistake_in_them(folder: Path) -> None:
    before = Watched((FILE, SPANISH), load_groups).get()
    (folder / FILE).write_text((folder / FILE).read_text().replace("911", "nine eleven"))
    assert Watched((FILE, SPANISH), load_groups).get() == before


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("safety.yml", "tier: U\n    name: Fever", "tier: X\n    name: Fever", "groups"),
        ("safety.yml", 'U: "Please see a doctor', 'U: "Call 911. See a doctor', "neither 911"),
        ("es/safety.yml", "  help:\n", "  halp:\n", "'help' is missing"),
        ("safety_words.yml", "group: overdose", "group: overdoze", "no group 'overdoze'"),
        ("safety_words.yml", "all: [no_urge, going]", "all: [no_erge, going]", "no_erge"),
    ],
)
def test_a_mistake_about_safety_is_told_with_its_line(
    folder: Path, name: str, old: str, new: str, told: str
) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=told) as mistake:
        load_vocabulary(folder)
    assert mistake.value.line


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("name: one\nall: &all [x, y]\nmore: [*all, *all]", 2),
        ("name: one\nmore: *all", 2),
        ("name: &here", 1),
        ("name: * good", 1),
        ("base: {a: b}\nname:\n  <<: *base", 3),
    ],
)
def test_words_that_stand_for_others_are_a_mistake_at_their_line(
    tmp_path: Path, written: str, line: int
) -> None:
    """A few lines of them stand for millions."""
    (tmp_path / "clinic.yml").write_text(written)
    with pytest.raises(ContentError, match="begin with & or") as mistake:
        read_one(tmp_path / "clinic.yml")
    assert mistake.value.line == line


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("channel.yml", "call us at {phone}", "call us at {phon}"),
        ("channel.yml", "Kept {days} days", "Kept {days days"),
        ("times.yml", "{weekday}, {month} {date}", "{weekday}, {month} {day}"),
        ("times.yml", "after {time}", "after {hour}"),
        ("notices.yml", "{reference}", "{referense}"),
        ("sms.yml", "{clinic}", "{clinc}"),
    ],
)
def test_a_wrong_name_in_braces_is_found_when_it_is_read_not_when_a_patient_waits(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    (tmp_path / "var").mkdir()
    read = "from clinic.health.contents import *; load_all_content(); print(*content_mistakes())"
    environment = {**os.environ, "CONTENT_DIR": str(folder), "VAR_DIR": str(tmp_path / "var")}

    def start() -> str:
        command = [sys.executable, "-W", "ignore", "-c", read]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert start() == ""
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))
    assert f"content/{name}" in start()


def test_every_file_of_content_is_watched(folder: Path) -> None:
    """What no process watches could break unseen."""
    code = (
        "import clinic.health.contents\nfrom clinic.content import watched\n"
        "from clinic.settings import ROOT\n"
        "clinic.health.contents.load_all_content()\n"
        "stamps = [one._stamp(ROOT / 'content') for one in watched._all]\n"
        "print(*sorted({name for stamp in stamps for name, at in stamp if at}))"
    )
    listed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    content = ROOT / "content"
    files = sorted(str(file.relative_to(content)) for file in content.rglob("*.*"))
    assert listed.stdout.split() == files


def test_content_in_order_has_no_mistakes(folder: Path) -> None:
    assert get_content()
    assert content_mistakes() == []
