"""Opening hours are changed in the clinic's file: their line, and no other."""

from __future__ import annotations

import shutil
from datetime import time
from pathlib import Path

import pytest

from clinic.content.editing import BadHours, can_change, change_hours
from clinic.content.facts import load_facts
from clinic.settings import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content as it is shipped, comments and all."""
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


def lines(folder: Path) -> list[str]:
    return (folder / "clinic.yml").read_text(encoding="utf-8").splitlines()


def differing(before: list[str], after: list[str]) -> list[str]:
    return [line for line in after if line not in before]


def test_the_line_of_the_day_is_another_and_every_other_is_as_it_was(folder: Path) -> None:
    before = lines(folder)
    assert change_hours(folder, {"friday": "10:00-13:00, 14:00 to 15:30"}) == ["friday"]
    after = lines(folder)
    assert differing(before, after) == ['  friday: ["10:00-13:00", "14:00-15:30"]']
    assert len(after) == len(before)
    friday = load_facts(folder / "clinic.yml").hours["friday"]
    assert friday == ((time(10), time(13)), (time(14), time(15, 30)))


def test_a_day_is_closed_and_another_opened(folder: Path) -> None:
    assert change_hours(folder, {"monday": " ", "saturday": "9:00–12:00"}) == [
        "monday",
        "saturday",
    ]
    hours = load_facts(folder / "clinic.yml").hours
    assert "monday" not in hours
    assert hours["saturday"] == ((time(9), time(12)),)


def test_the_same_hours_change_nothing(folder: Path) -> None:
    before = lines(folder)
    given = {"monday": "09:00-12:00,13:00-17:00", "saturday": "", "funday": "09:00-10:00"}
    assert change_hours(folder, given) == []
    assert lines(folder) == before


@pytest.mark.parametrize(
    "hours",
    ["nine to five", "09:00", "12:00-09:00", "09:00-12:00, 11:00-13:00", "25:00-26:00",
     '09:00-12:00"]\nexample: false', "09:00-12:00-13:00"],
)  # fmt: skip
def test_what_are_no_hours_change_nothing_and_leave_no_draft(folder: Path, hours: str) -> None:
    before, files = lines(folder), sorted(folder.iterdir())
    with pytest.raises(BadHours):
        change_hours(folder, {"friday": hours})
    assert lines(folder) == before
    assert sorted(folder.iterdir()) == files


def test_a_folder_that_is_not_there_can_not_be_changed(folder: Path) -> None:
    assert can_change(folder)
    assert not can_change(folder / "nowhere")
