"""What is newer, what may be taken, what stays and why."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from clinic.settings import ROOT
from scripts import newer
from scripts.newer import HELD, RELEVANT, Newer, allowed_newer, found_newer, not_as_locked

LISTED = '[{"name": "aiohttp", "version": "3.9.5", "latest_version": "3.14.5"}]'
DRY_RUN = "Resolved 267 packages in 3s\nUpdate starlette v0.52.1 -> v1.7.0\nAdd tqdm v4\n"


def test_what_is_behind_and_what_may_be_taken_is_read() -> None:
    assert found_newer(LISTED) == [Newer("aiohttp", "3.9.5", "3.14.5")]
    assert allowed_newer(DRY_RUN) == [Newer("starlette", "0.52.1", "1.7.0")]


@pytest.fixture()
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for uv; writes what it is asked into the file beside it."""
    uv = tmp_path / "uv"
    monkeypatch.setattr(newer, "UV", uv)
    return uv


def stand_in(uv: Path, listed: str, dry_run: str, ends_with: int = 0) -> None:
    uv.write_text(
        f"#!{sys.executable}\nimport sys\n"
        f"print({listed!r} if sys.argv[1] == 'pip' else {dry_run!r})\nsys.exit({ends_with})\n"
    )
    uv.chmod(0o755)


def ended(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        newer.main()
    return int(str(end.value.code)), capsys.readouterr().out


def test_a_scheduled_run_fails_when_there_is_something_to_take(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(index, LISTED, DRY_RUN)
    code, said = ended(capsys)
    assert code == 1
    assert "take: starlette 0.52.1 -> 1.7.0" in said
    assert "held: aiohttp 3.9.5, newest 3.14.5: no reason is known" in said


def test_and_not_for_what_stays_with_its_reason(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(index, '[{"name": "sanic", "version": "21.12.2", "latest_version": "25"}]', "")
    code, said = ended(capsys)
    assert code == 0
    assert "held: sanic 21.12.2, newest 25: Rasa's range; listens on 127.0.0.1" in said


def test_an_index_that_can_not_be_asked_is_told_apart(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(index, "", "", ends_with=2)
    code, said = ended(capsys)
    assert code == 2
    assert "can't be asked" in said


def test_what_is_installed_otherwise_than_locked_is_named(tmp_path: Path) -> None:
    lock = tmp_path / "uv.lock"
    lock.write_text('name = "aiohttp"\nversion = "99"\n')
    assert [(one.name, one.newest) for one in not_as_locked(lock)] == [("aiohttp", "99")]


def test_everything_named_is_locked_and_what_stays_is_relevant() -> None:
    locked = set(re.findall(r'^name = "(\S+)"$', (ROOT / "uv.lock").read_text(), re.M))
    assert RELEVANT - locked == set()
    assert set(HELD) - RELEVANT == set()


def test_the_guide_says_the_same_of_what_stays() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", page, re.M))
    assert told == HELD
