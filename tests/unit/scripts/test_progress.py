"""Whoever starts the product, or chats in the terminal, is told what goes on and for how long."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from clinic.settings import Settings
from scripts import chat, progress, setup, up

PATIENCE_SECONDS = 20


def test_whoever_waits_is_told_again_and_again_until_it_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.01)
    said, enough, running = list[str](), threading.Event(), threading.active_count()

    def say(line: str) -> None:
        said.append(line)
        if len(said) == 3:
            enough.set()

    with progress.telling(say, "training"):
        assert enough.wait(PATIENCE_SECONDS)
    assert threading.active_count() == running  # nobody is left who would tell more
    assert all(line.startswith("  ... still training, 0 s") for line in said)
    assert progress.EVERY_SECONDS < 10


def test_steps_are_numbered_through_both_programs_of_a_start() -> None:
    said: list[str] = []
    first = progress.Steps(said.append, up.STEPS)
    for what in ("one", "two", "three"):
        first.next(what)
    second = progress.Steps(said.append, up.STEPS, began=first.began - 65, done=up.STEPS - 1)
    second.next("four")
    assert [line.split()[:2] for line in said] == [
        ["1/4", "one"],
        ["2/4", "two"],
        ["3/4", "three"],
        ["4/4", "four"],
    ]
    assert said[-1].endswith("(65 s)")


def test_what_is_waited_for_is_named_until_it_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: dict[str, int] = {}

    def answers(url: str) -> bool:
        asked[url] = asked.get(url, 0) + 1
        return "5005" not in url or asked[url] > 2

    monkeypatch.setattr(up, "answers", answers)
    monkeypatch.setattr(up, "TOLD_SECONDS", 0)
    up.announce(Settings(), "http://127.0.0.1:8001/desk/setup/x", progress.Steps(up.say, up.STEPS))
    lines = capsys.readouterr().out.splitlines()
    assert "still waiting for brain," in lines[0]
    assert lines[2].startswith("[run] Ready. It took 0 s.") or "1 s." in lines[2]
    assert any("What to try first" in line for line in lines[-2:])


def program(path: Path, text: str) -> str:
    """A program in Python's place, which does `text` whatever it is asked to do."""
    path.write_text(f"#!{sys.executable}\n{text}")
    path.chmod(0o700)
    return str(path)


def test_a_start_for_the_terminal_shows_how_far_it_is_and_why_it_ended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = (
        "import time\n"
        "for line in ('[run] 1/4 Looking', 'brain | noise', '[train] still training'):\n"
        "    print(line, flush=True)\n"
        "time.sleep(1)\n"
        "print('the reason')\n"
        "raise SystemExit(3)\n"
    )
    monkeypatch.setattr(sys, "executable", program(tmp_path / "python", text))
    with pytest.raises(SystemExit, match="the reason"):
        chat.start("http://127.0.0.1:9")
    shown = capsys.readouterr().out
    assert "[run] 1/4 Looking\n[train] still training\n" in shown
    assert "noise" not in shown


def test_a_long_installation_says_that_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "TOLD_SECONDS", 0.05)
    slow = "import time; time.sleep(0.5); raise SystemExit(3)"
    assert setup.call([sys.executable, "-c", slow]) == 3
    assert "... still installing" in capsys.readouterr().out
