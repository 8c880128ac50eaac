"""What the safety gate costs a message, over messages of all lengths."""

from __future__ import annotations

import random
import time

from benchmarks.measure import Spread, spread
from benchmarks.questions import joined_to, messages_of_all_lengths

# A page that somebody pasted into the chat.
PAGE, PAGES = 2_000, 20
WARM = 20


def measure() -> dict[str, Spread]:
    """Milliseconds of the gate for a message, the message before it being known.

    Returns:
        "gate" over messages of all lengths, "gate_page" over pasted pages.
    """
    dice = random.Random(PAGE)
    pages = [joined_to(PAGE, dice) for _ in range(PAGES)]
    times = _times(messages_of_all_lengths() + pages)
    return {"gate": spread(times[WARM:-PAGES]), "gate_page": spread(times[-PAGES:])}


def _times(texts: list[str]) -> list[float]:
    from clinic.reading.safety import Context, judge_by_gate

    times, earlier = [], Context()
    for text in texts:
        started = time.perf_counter()
        judge_by_gate(text, earlier)
        times.append((time.perf_counter() - started) * 1000)
        earlier = Context(text, 1.0)
    return times
