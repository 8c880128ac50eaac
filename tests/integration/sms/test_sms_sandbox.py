"""`make sms-sandbox`: a phone in the terminal, without an account anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from clinic.settings import ROOT
from tests.ports import free_port


def test_anyone_can_text_with_the_assistant_from_the_terminal_and_again_another_day(
    tmp_path: Path,
) -> None:
    port = str(free_port())
    environment = {
        **os.environ,
        "PORT": port,
        "RASA_PORT": str(free_port()),
        "ACTIONS_PORT": str(free_port()),
        "VAR_DIR": str(tmp_path),
        "PUBLIC_URL": "https://clinic.example",  # the phone is on this machine all the same
    }

    def text(lines: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "sandbox"],
            cwd=ROOT,
            env=environment,
            input=lines,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    first = text("hello\n3\n")
    assert "You are +1" in first
    assert "[2 segments]\nINVIVO Wellness automated assistant" in first
    assert "Which time works for you" in first
    second = text("the first one\n")
    assert "automated assistant" not in second
    assert "What is your name?" in second
