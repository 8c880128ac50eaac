"""Runs a program that ends, with all that it began, when whoever wants it ends.

`python -m scripts.together PROGRAM ARGUMENTS`, with a pipe as its input that the other end never
writes to. When that end is closed, also because its process was killed, or when this process is
told to end, the program and the group it leads are ended: first so that they may go by themselves.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

from scripts.keep import ENDING_SECONDS, die_with_parent

# What shells give out for a program that a signal ended, less the signal's number.
SIGNALLED = 128


def main() -> None:
    command = sys.argv[1:]
    try:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=die_with_parent
        )
    except (OSError, ValueError) as error:
        sys.exit(str(error))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever wants it decides what Ctrl-C ends
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    threading.Thread(target=_end_when_left, args=(child,), daemon=True).start()
    try:
        code = child.wait()
    finally:
        end_all_of(child)
    sys.exit(code if code >= 0 else SIGNALLED - code)


def _end_when_left(child: subprocess.Popen[bytes]) -> None:
    """Ends it when nobody holds the other end of the input any more."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    end_all_of(child)


def end_all_of(child: subprocess.Popen[bytes]) -> None:
    """Ends a process that leads a group, and all of that, which may go by itself first."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            child.wait(ENDING_SECONDS)
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


if __name__ == "__main__":
    main()
