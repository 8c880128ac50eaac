"""Forty mistakes in the files of the content: `make lint` names each with its file, its line and a
sentence for laymen; so does the log of a process that serves them, which goes on with what it had.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.content import get_content
from clinic.content.watched import look_again
from clinic.health.contents import load_all_content
from clinic.settings import get_settings
from scripts.lint import problems
from tests.unit.scripts.linting import copied
from tests.unit.scripts.mistakes import MISTAKES, OF_PROGRAMS, Mistake


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Content of the tests' own, which this process serves."""
    root = copied(tmp_path_factory.mktemp("served"))
    folder = root / "content"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTENT_DIR", str(folder))
        patch.setenv("VAR_DIR", str(root / "var"))
        get_settings.cache_clear()
        load_all_content()
        yield folder
    get_settings.cache_clear()


def test_there_are_forty_different_ones() -> None:
    assert len({(one.file, one.old, one.new) for one in MISTAKES}) == len(MISTAKES) == 40


@pytest.mark.parametrize("mistake", MISTAKES, ids=[one.new.strip()[:30] for one in MISTAKES])
def test_a_mistake_in_a_file_is_named_and_what_was_served_stays(
    mistake: Mistake, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = folder / mistake.file
    text = path.read_text(encoding="utf-8")
    before = get_content()
    path.write_text(mistake.in_text(text), encoding="utf-8")
    look_again()
    try:
        found = list(problems(folder.parent))
        where = f"content/{mistake.file}:{mistake.line_in(text)}: "
        mine = next((one for one in found if mistake.says in one), "")
        assert mine.startswith(where), found
        says = mine.removeprefix(where)
        assert says[0].isupper()
        assert says.endswith(".")
        assert not OF_PROGRAMS.search(says), says
        told = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
        if mistake.serves:
            assert told == []
        else:
            assert any(one.startswith(where) and mistake.says in one for one in told), told
            assert not any(OF_PROGRAMS.search(one) for one in told), told
            assert get_content() is before
    finally:
        path.write_text(text, encoding="utf-8")
        look_again()
