"""Who this process is, and whether another one is still alive.

A process that was killed leaves its leases behind. They run out by themselves; on the same
machine they need not be waited for, because one can see that the process is gone.
"""

from __future__ import annotations

import os
import uuid
from functools import lru_cache
from pathlib import Path

_PROC = Path("/proc")


def this_process() -> str:
    """A name no other process has had: machine and process namespace, id, time of start."""
    return f"{_namespace()}:{os.getpid()}:{_started(os.getpid())}"


def is_gone(holder: str) -> bool:
    """Whether a named process is known to have ended; false also when that can't be known
    (another machine, another container, no /proc)."""
    namespace, _, rest = holder.partition(":")
    pid, _, started = rest.partition(":")
    return namespace == _namespace() and pid.isdigit() and _started(int(pid)) != started


@lru_cache(maxsize=1)
def _namespace() -> str:
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot[:8]}-{os.stat(_PROC / 'self/ns/pid').st_ino}"
    except OSError:
        return uuid.uuid4().hex


def _started(pid: int) -> str:
    try:
        # After the command's closing bracket: state is field 3, the start time field 22 (proc(5)).
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
