"""Forty mistakes in the content, each refused with its file, line and a sentence for laymen."""

from __future__ import annotations

import re

import pytest

from clinic.settings import ROOT
from tests.unit.scripts.mistakes import MISTAKES, Mistake, found_of, with_mistake

# Words of programs, not of people who write for patients.
_OF_PROGRAMS = re.compile(
    r"Error|Traceback|None\b|type=|validator|ensure this value|field required|extra fields"
    r"|mapping|scalar|token|flow|block|<.*>|regex"
)


def test_there_are_forty_different_ones() -> None:
    assert len({(one.file, one.old, one.new) for one in MISTAKES}) == len(MISTAKES) == 40


@pytest.mark.parametrize("mistake", MISTAKES, ids=[one.new.strip()[:30] for one in MISTAKES])
def test_a_mistake_is_refused_with_its_file_its_line_and_a_sentence(mistake: Mistake) -> None:
    found = found_of(with_mistake(mistake))
    mine = next((one for one in found if mistake.says in one["says"]), None)
    assert mine, found
    text = (ROOT / "content" / mistake.file).read_text(encoding="utf-8")
    assert (mine["file"], mine["line"]) == (mistake.file, mistake.line_in(text))
    assert mine["says"][0].isupper()
    assert mine["says"].endswith(".")
    assert not _OF_PROGRAMS.search(mine["says"]), mine["says"]
