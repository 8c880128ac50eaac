"""The drill (`python -m benchmarks.failover`), small and with scripted brains: everything is
killed, PostgreSQL and Redis too, and each question is answered once, in order."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

import pytest

from benchmarks.drill_house import house, servers
from benchmarks.failover import Crowd, Outcome, blows_of, drill, fault, report

CROWD = Crowd(chatting=14, texting=6, pause=(1, 4), patience=80)
SECONDS_BETWEEN = 2


def test_nobody_notices_more_than_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    # Longer than nginx leaves a door alone that did not answer.
    monkeypatch.setattr("benchmarks.failover.LOOK_SECONDS", 1.2)
    with servers() as (server, redis), house(server, redis, scripted=True) as opened:
        blows = blows_of(opened, server, redis)
        outcome = asyncio.run(drill(opened, blows, CROWD, SECONDS_BETWEEN))
        logs = "\n".join(log.read_text()[-1500:] for log in opened.folder.glob("*.log"))
    assert outcome.people > CROWD.chatting + CROWD.texting
    assert outcome.is_clean, f"{outcome.faults} {outcome.stuck}\n{logs}"
    assert len(outcome.struck) == len(blows)


@pytest.mark.parametrize(
    ("heard", "what"),
    [
        (["a", "b"], None),
        (["a", "b", "a"], "twice"),
        (["b", "a"], "out of order"),
        (["a"], "lost"),
        (["a", "a"], "lost"),
        (["a", "c"], "other words"),
        (["a", "b", "c"], "other words"),
    ],
)
def test_what_somebody_would_notice_is_seen(heard: Sequence[str], what: str | None) -> None:
    assert fault(heard, ["a", "b"]) == what


def test_the_report_says_what_befell_people_and_how_long_they_waited() -> None:
    waits = [(100.0, 1.0), (111.0, 7.5), (150.0, 30.0)]
    struck = [("a brain killed", 110.0, 112.0)]
    page = report(Outcome(3, Counter({"twice": 2}), 0, waits, struck), 2)
    assert "| people who were told something twice | 2 |" in page
    assert "| the longest wait | 30.0 s |" in page
    assert "| a brain killed | 2.0 s | 7.5 s |" in page
    assert not Outcome(3, Counter(), 1, waits, struck).is_clean
