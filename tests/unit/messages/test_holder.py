"""A process that ended is known to have ended; one that may live is never taken for dead."""

from __future__ import annotations

import os
import subprocess
import sys

from clinic.messages.holder import is_gone, this_process


def test_this_process_is_alive() -> None:
    assert not is_gone(this_process())


def test_a_process_that_was_killed_is_gone() -> None:
    script = (
        "from clinic.messages.holder import this_process; print(this_process(), flush=1); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    name = process.stdout.readline().strip()
    assert not is_gone(name)
    process.kill()
    process.wait()
    assert is_gone(name)


def test_a_number_used_again_by_a_later_process_is_not_taken_for_the_former() -> None:
    namespace, pid, _ = this_process().split(":")
    assert pid == str(os.getpid())
    assert is_gone(f"{namespace}:{pid}:1")


def test_nothing_is_said_about_processes_of_other_machines() -> None:
    assert not is_gone("another-machine:1:1")
    assert not is_gone("")
