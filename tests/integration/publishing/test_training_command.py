"""A program that trains in place of Rasa may print what it likes, and hang; it ends with all it
began."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import psutil
import pytest

from clinic.settings import ROOT
from scripts import train
from scripts.publish import LONGEST_REASON, _reason
from scripts.train import TrainingFailed

CHILD = "import subprocess, sys; print(subprocess.Popen(['sleep', '600']).pid, flush=True); "


def run(tmp_path: Path, script: str) -> str:
    """What is said of one that fails."""
    stage = tmp_path / "stage"
    stage.mkdir()
    with pytest.raises(TrainingFailed) as failed:
        train.learn_by([sys.executable, "-c", script], stage, tmp_path / "model")
    assert [one.name for one in tmp_path.iterdir()] == ["stage"]
    return str(failed.value)


def is_gone(process: int) -> bool:
    """Whether it ended; whoever has to may not have noticed yet."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            if psutil.Process(process).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_of_what_it_prints_the_last_lines_are_kept(tmp_path: Path) -> None:
    script = (
        "import sys\nfor _ in range(400): print('much ' * 10000)\n"
        "print('one'); print('two\\0'); sys.exit('no disk')"
    )
    tracemalloc.start()
    said = run(tmp_path, script)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said == "one / two / no disk"
    assert most < 2_000_000  # of the 20 MB


def test_a_long_line_leaves_room_for_what_stands_before_it(tmp_path: Path) -> None:
    said = run(tmp_path, "import sys; sys.exit('x' * 100000 + ' at the end')")
    reason = _reason(TrainingFailed(said))
    assert len(reason) == LONGEST_REASON
    assert reason.endswith("at the end")


def test_one_that_fails_leaves_nothing_running(tmp_path: Path) -> None:
    assert is_gone(int(run(tmp_path, CHILD + "sys.exit(1)")))


def test_one_that_hangs_is_ended_with_all_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "LONGEST_TRAINING_SECONDS", 2.0)
    noted = tmp_path / "stage" / "child"
    hangs = f"sys.stdout = open({str(noted)!r}, 'w'); "
    hang = "import time; time.sleep(600)"
    said = run(tmp_path, "import sys; " + hangs + CHILD + hang)
    assert said.startswith("TRAINING_COMMAND took longer than")
    assert is_gone(int(noted.read_text()))


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_one_whose_publishing_is_killed_ends_with_all_it_began(
    tmp_path: Path, ending: signal.Signals
) -> None:
    begun = CHILD + "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    noted, stage = tmp_path / "begun", tmp_path / "stage"
    stage.mkdir()
    begun = f"import sys; sys.stdout = open({str(noted)!r}, 'w'); {begun}"
    command, model = [sys.executable, "-c", begun], tmp_path / "model"
    publishing = subprocess.Popen(
        [
            sys.executable, "-c",
            "from pathlib import Path; from scripts.train import learn_by; "
            f"learn_by({command!r}, Path({str(stage)!r}), Path({str(model)!r}))",
        ],
        cwd=ROOT,
    )  # fmt: skip
    until = time.monotonic() + 30
    while time.monotonic() < until and len(pids := read_numbers(noted)) < 2:
        time.sleep(0.05)
    assert [psutil.pid_exists(one) for one in pids] == [True, True]
    os.kill(publishing.pid, ending)
    publishing.wait()
    assert [is_gone(one) for one in pids] == [True, True]


def read_numbers(file: Path) -> list[int]:
    """The numbers of the lines that stand in a file so far."""
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []
