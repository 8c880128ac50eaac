"""Keeps one process of `make run` up: `python -m scripts.keep MODULE [ARGUMENT ...]`.

A process that ends is started again, after a pause that grows while it keeps ending at once.
Ctrl-C, and the end of `make run`, end both.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# A process that ran so long was up; what ended it was something new.
UP_SECONDS = 30.0


def main() -> None:
    child: subprocess.Popen[bytes] | None = None
    ending = False

    def end(number: int, _: object) -> None:
        nonlocal ending
        ending = True
        if child and child.poll() is None:
            child.send_signal(number)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    pause = SHORTEST_PAUSE
    while not ending:
        started = time.monotonic()
        child = subprocess.Popen([sys.executable, "-W", "ignore", "-m", *sys.argv[1:]])
        code = child.wait()
        if ending:
            sys.exit(code)
        pause = SHORTEST_PAUSE if time.monotonic() - started > UP_SECONDS else pause
        print(f"{sys.argv[1]} ended ({code}); starting it again in {pause:.0f} s", flush=True)
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


if __name__ == "__main__":
    main()
