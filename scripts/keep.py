"""Keeps processes up: starts each, starts it again when it ends, ends all together.

A process that ends is started again at once; after a pause that grows when it keeps ending soon
after its start. One may be put in another's place while that goes on: it begins beside it. A child
dies with this process, also when this one is killed (on Linux), so that no half of the product is
left over that a new start would stumble on.
"""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A process that ran so long was up; what ended it was something new.
UP_SECONDS = 10.0
# Longer than any of them takes to end what it has begun.
ENDING_SECONDS = 18.0
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)  # found here: little may be done between fork and exec


@dataclass(frozen=True, eq=False)
class Process:
    """What is to be kept up.

    Attributes:
        name: shown before each line that it prints.
        command: module and arguments for Python.
        descriptors: open files it inherits.
        environment: of its own, over that of all.
    """

    name: str
    command: Sequence[str]
    descriptors: Sequence[int] = field(default=())
    environment: Mapping[str, str] = field(default_factory=dict)


class Keeper:
    """Keeps processes up until it is told to stop.

    Args:
        processes: what is started.
        environment: of all of them.
    """

    def __init__(self, processes: Sequence[Process], environment: Mapping[str, str]) -> None:
        self._processes, self._environment = processes, dict(environment)
        self._ending = threading.Event()
        self._children: dict[Process, subprocess.Popen[bytes]] = {}
        self._ends: Counter[Process] = Counter()
        self._retired: set[Process] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._width = max(len(one.name) for one in processes)

    def run(self) -> None:
        """Starts everything; returns when it was told to stop and all of it has ended."""
        for one in self._processes:
            self.begin(one)
        # A signal is handled while this waits. What begins meanwhile is waited for as well.
        for thread in self._threads:
            thread.join()

    def begin(self, process: Process) -> None:
        """Starts a process more, and keeps it up."""
        thread = threading.Thread(target=self._keep, args=(process,), name=process.name)
        self._threads.append(thread)
        thread.start()

    def retire(self, process: Process) -> None:
        """Has a process end, and not start again; returns when it has ended."""
        self._retired.add(process)
        self.renew(process)

    def renew(self, process: Process) -> None:
        """Has a process end, and returns when it has; it is started again at once."""
        self._end([child] if (child := self._child(process)) else [])

    def ends(self, process: Process) -> int:
        """How often it has ended: who looks now and then sees no gap between two starts."""
        return self._ends[process]

    def _child(self, process: Process) -> subprocess.Popen[bytes] | None:
        with self._lock:
            return self._children.get(process)

    def stop(self) -> None:
        """Has everything end. May be called from a signal handler, and more than once."""
        self._ending.set()
        threading.Thread(target=self._end_all, daemon=True).start()

    def _end_all(self) -> None:
        with self._lock:
            children = list(self._children.values())
        self._end(children)

    def _end(self, children: Sequence[subprocess.Popen[bytes]]) -> None:
        for child in children:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        until = time.monotonic() + ENDING_SECONDS
        while time.monotonic() < until and any(child.poll() is None for child in children):
            time.sleep(0.1)
        for child in children:
            if child.poll() is None:
                child.kill()

    def _keep(self, process: Process) -> None:
        pause = 0.0
        while not self._is_over(process):
            started = time.monotonic()
            try:
                code = str(self._run_once(process))
            except (OSError, ValueError) as error:  # as where there is no memory left just now
                code = str(error)
            self._ends[process] += 1
            if self._is_over(process):
                return
            ran = time.monotonic() - started
            if ran > UP_SECONDS:
                pause = 0.0
            self._say(process.name, f"ended ({code}); starting it again")
            self._ending.wait(pause)
            pause = min(max(pause * 2, SHORTEST_PAUSE), LONGEST_PAUSE)

    def _run_once(self, process: Process) -> int:
        with self._lock:
            if self._is_over(process):
                return 0
            child = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", *process.command],
                env={**self._environment, **process.environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=tuple(process.descriptors),
                preexec_fn=die_with_parent,
            )
            self._children[process] = child
        assert child.stdout is not None
        self._copy(process.name, child.stdout)
        return child.wait()

    def _is_over(self, process: Process) -> bool:
        return self._ending.is_set() or process in self._retired

    def _copy(self, name: str, output: IO[bytes]) -> None:
        """Prints what a process prints, until it ends."""
        for line in output:
            self._say(name, line.decode(errors="replace").rstrip())

    def _say(self, name: str, line: str) -> None:
        print(f"{name:<{self._width}} | {line}", flush=True)


def die_with_parent() -> None:
    """In the child: has the system end it when its parent ends; and leaves Ctrl-C to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
