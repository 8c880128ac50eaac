"""Says what goes on while somebody waits: nothing is silent for longer than a few seconds.

Imports nothing but the standard library's smallest: what only waits uses it, too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY_SECONDS = 8.0


@contextmanager
def telling(say: Callable[[str], None], doing: str) -> Iterator[None]:
    """While the block runs, says every few seconds that it still does, and for how long.

    Args:
        say: prints a line.
        doing: what goes on, as in "still training, 16 s so far".
    """
    began, over = time.monotonic(), threading.Event()

    def tell() -> None:
        while not over.wait(EVERY_SECONDS):
            say(f"  ... still {doing}, {time.monotonic() - began:.0f} s so far")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


class Steps:
    """Numbered steps, each with the time since the first.

    Args:
        say: prints a line.
        total: how many there are.
        began: `time.time()` at the beginning, where another process has done the first of them.
        done: how many it has done.
    """

    def __init__(
        self, say: Callable[[str], None], total: int, began: float | None = None, done: int = 0
    ) -> None:
        self._say, self._total, self._done = say, total, done
        self.began = time.time() if began is None else began

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return max(0.0, time.time() - self.began)

    def next(self, what: str) -> None:
        """Says that a step begins."""
        self._done += 1
        self._say(f"{self._done}/{self._total} {what} ({self.seconds:.0f} s)")
