"""What the whole product takes while nobody uses it: `python -m benchmarks.whole`.

Starts everything as `make run` does, twice, on a database of its own, and writes
docs/benchmarks/whole.md. Memory is the proportional share (PSS): what processes have in common is
counted once. Seconds are the machine's.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from benchmarks.door import converse, memory
from clinic.settings import ROOT

REPORT = ROOT / "docs" / "benchmarks" / "whole.md"
PORTS = {"PORT": 19700, "DESK_PORT": 19701, "RASA_PORT": 19702, "ACTIONS_PORT": 19703}
READY_SECONDS = 900  # the first start may have to train
# Modules, and what they are called in the documentation.
PARTS = {
    "scripts.up": "supervisor",
    "door": "door",
    "engine.server": "brain",
    "actions": "actions",
    "frontdesk": "desk",
    "worker": "worker",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.whole", description=__doc__)
    parser.add_argument("--conversations", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=60, help="how long it is watched")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with running(folder):
            pass
        with running(folder) as (started, pid):
            fresh = {part: memory(process.pid)[1] for part, process in parts_of(pid).items()}
            for _ in range(options.conversations):
                converse(f"http://127.0.0.1:{PORTS['PORT']}", 1)
            busy = watched(parts_of(pid), options.seconds)
            used = {part: memory(process.pid)[1] for part, process in parts_of(pid).items()}
    REPORT.write_text(report(started, fresh, used, busy, options), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


@contextmanager
def running(folder: str) -> Iterator[tuple[float, int]]:
    """The whole product on a database in `folder`; the seconds until it was ready, and the
    supervisor's process id. It is stopped afterwards.

    Raises:
        SystemExit: it did not get ready.
    """
    settings = {**{name: str(port) for name, port in PORTS.items()}, "VAR_DIR": folder}
    began = time.monotonic()
    product = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "scripts.run"],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert product.stdout is not None
        if not any("Ready." in line for line in product.stdout):
            sys.exit("[bench] The product did not get ready.")
        yield time.monotonic() - began, product.pid
    finally:
        product.terminate()
        product.communicate(timeout=60)


def parts_of(pid: int) -> dict[str, psutil.Process]:
    """The processes by what they are called."""
    supervisor = psutil.Process(pid)
    found = {}
    for process in [supervisor, *supervisor.children(recursive=True)]:
        line = process.cmdline()
        if "-m" in line and (part := PARTS.get(line[line.index("-m") + 1])):
            found[part] = process
    return found


def watched(parts: dict[str, psutil.Process], seconds: float) -> dict[str, float]:
    """Processor time of each part while nobody does anything, in percent of a core."""
    before = {part: sum(process.cpu_times()[:2]) for part, process in parts.items()}
    time.sleep(seconds)
    after = {part: sum(process.cpu_times()[:2]) for part, process in parts.items()}
    return {part: (after[part] - before[part]) / seconds * 100 for part in parts}


def report(
    started: float,
    fresh: dict[str, float],
    used: dict[str, float],
    busy: dict[str, float],
    options: argparse.Namespace,
) -> str:
    """The table, with what it was measured on."""
    machine = f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores"
    lines = [
        "# The whole product, at rest",
        "",
        f"`python -m benchmarks.whole` on {machine}, load {psutil.getloadavg()[0]:.1f}. Memory is "
        "the proportional share (PSS).",
        "",
        f"| process | MB after the start | MB after {options.conversations} conversations "
        "| % of a core, idle |",
        "|---|---:|---:|---:|",
        *(
            f"| {part} | {fresh[part]:.0f} | {used[part]:.0f} | {busy[part]:.2f} |"
            for part in PARTS.values()
        ),
        f"| **all** | **{sum(fresh.values()):.0f}** | **{sum(used.values()):.0f}** "
        f"| **{sum(busy.values()):.2f}** |",
        "",
        f"A second start took {started:.0f} seconds until everything answered.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
