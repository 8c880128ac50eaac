"""What the whole product takes to start, and while nobody uses it: `python -m benchmarks.whole`.

Clones the repository as it was last committed, has the packages in the caches of uv and pip,
and starts everything twice by `make run`: the first start installs and trains. With `--here` the
folder at hand is started instead, with the model it has, and no first start is measured. Writes
docs/benchmarks/whole.md. Memory is the proportional share (PSS): what processes have in common is
counted once. Seconds are the machine's.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks import bars, pages
from benchmarks.door import converse, memory
from clinic.settings import ROOT
from evaluation.readme import put

REPORT = ROOT / "docs" / "benchmarks" / "whole.md"
PORTS = {"PORT": 19700, "DESK_PORT": 19701, "RASA_PORT": 19702, "ACTIONS_PORT": 19703}
# Modules, and what they are called in the documentation.
PARTS = {
    "scripts.up": "supervisor",
    "door": "door",
    "engine.server": "brain",
    "actions": "actions",
    "frontdesk": "desk",
    "worker": "worker",
}


# The bars: the first start of a fresh clone and the next, seconds; everything after so many
# conversations, MB; all of it at rest, percent of a core.
FIRST_START, SECOND_START, MEGABYTES, PERCENT = 90, 7, 600, 0.5


@dataclass(frozen=True)
class Found:
    """What was measured.

    Attributes:
        first: seconds of a fresh clone's first start; None: not measured.
        second: seconds of the next start.
        fresh, used: MB of each part after the start and after the conversations.
        busy: processor time of each part at rest, in percent of a core.
    """

    first: float | None
    second: float
    fresh: dict[str, float]
    used: dict[str, float]
    busy: dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.whole", description=__doc__)
    parser.add_argument("--conversations", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=60, help="how long it is watched")
    parser.add_argument("--here", action="store_true", help="start this folder, not a fresh clone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        product = ROOT if options.here else fresh_clone(Path(made) / "clone")
        say("first start")
        with running(product, made) as (first, _):
            pass
        say("second start")
        with running(product, made) as (second, pid):
            fresh = memories(pid)
            say(f"{options.conversations} conversations")
            for _ in range(options.conversations):
                converse(f"http://127.0.0.1:{PORTS['PORT']}", 1)
            say(f"{options.seconds} seconds of rest")
            busy = watched(parts_of(pid), options.seconds)
            found = Found(None if options.here else first, second, fresh, memories(pid), busy)
    rows = held_to_bars(found, options.conversations)
    text = report(found, options.conversations, rows)
    print(text)
    pages.write(REPORT, text)
    put("bench PART=whole", "\n".join(rows))


def fresh_clone(folder: Path) -> Path:
    """What somebody has who has just cloned the repository and has had its packages before."""
    say("cloning, and fetching the packages")
    run(["git", "clone", "--quiet", str(ROOT), str(folder)])
    run(["make", "setup"], folder)
    for installed in (".venv", ".uv"):
        shutil.rmtree(folder / installed)
    return folder


def run(command: Sequence[str], folder: Path = ROOT) -> None:
    """Raises:
    SystemExit: the command fails; what it says stands above.
    """
    if subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False).returncode:
        sys.exit(f"[bench] `{' '.join(command)}` failed.")


@contextmanager
def running(product: Path, var: str) -> Iterator[tuple[float, int]]:
    """The whole product with its data in `var`; the seconds until it was ready, and the process
    id of `make`. It is stopped afterwards.

    Raises:
        SystemExit: it did not get ready.
    """
    settings = {**{name: str(port) for name, port in PORTS.items()}, "VAR_DIR": var}
    began = time.monotonic()
    make = subprocess.Popen(
        ["make", "run"],
        cwd=product,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert make.stdout is not None
        said = []
        for line in make.stdout:
            said.append(line)
            if "Ready" in line:
                break
        else:
            sys.exit("".join(said[-20:]) + "[bench] The product did not get ready.")
        yield time.monotonic() - began, make.pid
    finally:
        supervisor = parts_of(make.pid).get("supervisor")
        (supervisor or make).terminate()
        make.communicate(timeout=60)


def memories(pid: int) -> dict[str, float]:
    """MB of each part, its share."""
    return {part: memory(process.pid)[1] for part, process in parts_of(pid).items()}


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


def held_to_bars(found: Found, conversations: int) -> list[str]:
    """The table of what has a bar."""
    used, busy = sum(found.used.values()), sum(found.busy.values())
    told = f"memory of all processes after {conversations} conversations, MB"
    first = "`make run` in a fresh clone, packages cached, until everything answers, s"
    return [
        *bars.head("the whole product"),
        *([bars.row(first, found.first, FIRST_START, digits=0)] if found.first else []),
        bars.row("`make run` again, s", found.second, SECOND_START, digits=0),
        bars.row(told, used, MEGABYTES, digits=0),
        bars.row("processor time of all of them at rest, % of a core", busy, PERCENT),
    ]


def report(found: Found, conversations: int, rows: Sequence[str]) -> str:
    """The page: what has a bar first, then part by part."""
    machine = f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores"
    fresh, used, busy = (sum(one.values()) for one in (found.fresh, found.used, found.busy))
    lines = [
        "# The whole product: how soon it is there, and what it takes at rest",
        "",
        f"`python -m benchmarks.whole{'' if found.first else ' --here'}` on {machine}, load "
        f"{psutil.getloadavg()[0]:.1f}. Memory is the proportional share (PSS).",
        "",
        *rows,
        "",
        f"| process | MB after the start | MB after {conversations} conversations "
        "| % of a core at rest |",
        "|---|---:|---:|---:|",
        *(
            f"| {part} | {found.fresh[part]:.0f} | {found.used[part]:.0f} "
            f"| {found.busy[part]:.2f} |"
            for part in PARTS.values()
        ),
        f"| **all** | **{fresh:.0f}** | **{used:.0f}** | **{busy:.2f}** |",
    ]
    return "\n".join(lines) + "\n"


def say(text: str) -> None:
    print(f"[bench] {text}", flush=True)


if __name__ == "__main__":
    main()
