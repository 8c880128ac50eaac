"""What the benchmark measures with: messages, copied turns, and the report's verdicts."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from benchmarks import baseline_project, desk, pages, report, whole, wide
from benchmarks.copies import CopiedTurns
from benchmarks.measure import Spread, spread
from benchmarks.questions import LONGEST, messages_of_all_lengths, questions


def texts(tracker: DialogueStateTracker | None) -> list[str]:
    """The patient's messages in a tracker."""
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


@pytest.fixture()
def file(tmp_path: Path) -> Path:
    """A database of Rasa's own store with three turns of "anna" and one of "ben"."""
    path = tmp_path / "conversations.db"
    for name, count in (("anna", 3), ("ben", 1)):
        tracker = DialogueStateTracker.from_events(name, [])
        tracker.update(ActionExecuted("action_session_start"))
        tracker.update(SessionStarted())
        for number in range(count):
            tracker.update(UserUttered(f"{name} {number}", {"name": "greet"}))
            tracker.update(BotUttered("an answer"))
            tracker.update(ActionExecuted("action_listen"))
        asyncio.run(store(path).save(tracker))
    return path


def store(path: Path) -> SQLTrackerStore:
    """Rasa's own store on a file."""
    return SQLTrackerStore(Domain.empty(), dialect="sqlite", db=str(path))


def test_copies_follow_the_turns_they_were_made_from(file: Path) -> None:
    CopiedTurns(file).add("anna", 8)
    tracker = asyncio.run(store(file).retrieve("anna"))
    walked = ["anna 0", "anna 1", "anna 2"]
    assert texts(tracker) == [*walked, *walked, *walked[1:], *walked]
    assert texts(asyncio.run(store(file).retrieve("ben"))) == ["ben 0"]


def test_a_lengthened_conversation_goes_on(file: Path) -> None:
    CopiedTurns(file).add("anna", 5)
    tracker = asyncio.run(store(file).retrieve("anna"))
    assert tracker is not None
    tracker.update(UserUttered("one more", {"name": "greet"}))
    asyncio.run(store(file).save(tracker))
    assert texts(asyncio.run(store(file).retrieve("anna")))[-2:] == ["anna 2", "one more"]


def test_a_conversation_that_was_not_walked_has_nothing_to_copy(file: Path) -> None:
    with pytest.raises(ValueError, match="no turn to copy"):
        CopiedTurns(file).add("carla", 1)


def test_no_question_is_asked_twice() -> None:
    asked = questions()
    assert len(asked) > 1000
    assert len(set(asked)) == len(asked)
    assert asked == questions()


def test_messages_are_of_all_lengths_a_patient_writes() -> None:
    lengths = sorted(len(text) for text in messages_of_all_lengths())
    assert lengths[0] < 10
    assert lengths[-1] == LONGEST
    for hundred in range(LONGEST // 100):
        assert any(hundred * 100 < length <= (hundred + 1) * 100 for length in lengths)


def test_the_baseline_is_rasas_default_with_our_intents_and_examples(tmp_path: Path) -> None:
    baseline_project.write(tmp_path)
    read = yaml.safe_load((tmp_path / "config.yml").read_text())
    assert read == yaml.safe_load((baseline_project.SOURCES / "config.yml").read_text())
    intents = yaml.safe_load((tmp_path / "domain.yml").read_text())["intents"]
    assert {"greet", "ask_causes", "book_screening"} <= set(intents)


def test_fewer_epochs_are_all_that_is_changed(tmp_path: Path) -> None:
    baseline_project.write(tmp_path, epochs=3)
    read = yaml.safe_load((tmp_path / "config.yml").read_text())
    diet = next(item for item in read["pipeline"] if item["name"] == "DIETClassifier")
    assert diet.pop("epochs") == 3
    expected = yaml.safe_load((baseline_project.SOURCES / "config.yml").read_text())
    next(item for item in expected["pipeline"] if item["name"] == "DIETClassifier").pop("epochs")
    assert read == expected


def test_a_spread_is_the_median_and_the_95th_percentile() -> None:
    assert spread([float(number) for number in range(1, 101)]) == Spread(50.5, 96.0)


OURS: dict[str, Any] = {
    "turn": Spread(10, 20),
    "turn_greeting": Spread(9, 18),
    "parse": Spread(5, 9),
    "gate": Spread(2, 8),
    "gate_page": Spread(30, 40),
    "long": {5: 10.0, 1000: 10.4},
    "memory_start": 300.0,
    "memory_100": 300.0,
    "memory_end": 310.0,
    "listen": 6.0,
    "train": 40.0,
    "throughput_1": 50.0,
    "throughput_8": 60.0,
    "throughput_32": 60.0,
    "disk": 900.0,
}
DEFAULT: dict[str, Any] = {
    **OURS,
    "turn": Spread(40, 80),
    "memory_end": 1200.0,
    "listen": 40.0,
    "train": 800.0,
    "throughput_8": 15.0,
}


def test_every_bar_of_the_issue_is_in_the_report_and_reached_here() -> None:
    lines = report._goals(OURS, DEFAULT)
    assert len(lines) == 2 + 8 + 3
    assert all(line.endswith("| reached |") for line in lines[2:])


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ({"turn": Spread(14.1, 20)}, "whole turn with a custom action, p50"),
        ({"turn": Spread(10, 40.1)}, "whole turn with a custom action, p95"),
        ({"long": {5: 10.0, 1000: 10.6}}, "last turn of a long conversation"),
        ({"memory_end": 316.0}, "memory at the end"),
        ({"listen": 6.1}, "until the server listens"),
        ({"train": 161.0}, "training"),
        ({"throughput_8": 59.0}, "turns a second with 8 clients"),
        ({"parse": Spread(10.1, 20)}, "whole parse"),
        ({"gate": Spread(2, 10.1)}, "safety gate"),
        ({"disk": 1301.0}, "environment on disk"),
    ],
)
def test_a_bar_that_is_missed_is_called_missed(change: dict[str, Any], row: str) -> None:
    missed = [line for line in report._goals({**OURS, **change}, DEFAULT) if "missed" in line]
    assert [row in line for line in missed] == [True]


def test_the_report_has_ratios_figures_plots_and_how_it_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "ROOT", tmp_path)
    stages = {"safety gate": 1.0, "spaCy": 2.0, "tracker store": 2.0}
    results = {"ours": OURS, "default": DEFAULT, "stages": stages, "epochs": 50}
    report.write(results, 2000, quick=True)
    folder = tmp_path / "build" / "benchmarks" / "quick"
    text = (folder / "README.md").read_text()
    assert "| turn 1000, ms | 10.4 | 10.4 | 1.00 |" in text
    assert "| memory after 2000 turns, MB | 310 | 1200 | 0.26 |" in text
    assert "| safety gate, messages of all lengths (1 to 500 characters) | 2.0 | 8.0 |" in text
    assert "50 of its 100 epochs" in text
    for plot in ("ratios", "long", "stages"):
        assert "<svg" in (folder / f"{plot}.svg").read_text()


def test_a_page_of_the_desk_over_its_bar_is_counted_on_each_database() -> None:
    pages = {"/desk": (10.0, 15.0), "search: a name": (10.0, 21.0)}
    results = {
        "SQLite": {"pages": pages, "memory": (100.0, 150.0), "first": 2.0},
        "PostgreSQL": {"pages": {**pages, "/desk": (10.0, 31.0)}, "memory": (1, 2), "first": 3.0},
    }
    options = argparse.Namespace(visits=10_000, messages=50_000, looks=30)
    text = desk.report(results, options)
    assert "times as long: 3 of 4. The most is **3.10**." in text
    assert "| /desk | 10.0 | 15.0 | 1.50 | 10.0 | 31.0 | 3.10 |" in text
    assert "2.0 s on SQLite, 3.0 s on PostgreSQL" in text


def test_the_sizing_has_a_brain_more_than_the_busiest_minute_takes() -> None:
    spent = {"doors": 10.0, "brains": 90.0}
    run = wide.Run(2, 100, 10.0, [0.1], spent, brain_memory=300, memory=1000)
    one, ten, hundred = wide.sizing(run)[-3:]
    assert one == "| 1 | 0.05 | 1 | 2 | 2 | 2 | 1000 |"
    assert ten == "| 10 | 0.50 | 1 | 2 | 2 | 2 | 1000 |"
    assert hundred == "| 100 | 5.00 | 1 | 2 | 2 | 2 | 1000 |"
    slow = wide.sizing(wide.Run(2, 100, 10.0, [0.1], {"brains": 500.0}, 300, 1000))[-1]
    assert slow == "| 100 | 5.00 | 5 | 6 | 2 | 2 | 2200 |"


@pytest.mark.parametrize(
    ("first", "second", "memory", "busy", "missed"),
    [
        (90.0, 7.0, 100.0, 0.08, []),
        (91.0, 7.0, 100.0, 0.08, ["fresh clone"]),
        (None, 8.0, 100.0, 0.08, ["`make run` again"]),
        (None, 7.0, 101.0, 0.09, ["memory of all", "at rest"]),
    ],
)
def test_the_whole_product_is_held_to_its_bars(
    first: float | None, second: float, memory: float, busy: float, missed: list[str]
) -> None:
    parts = dict.fromkeys(whole.PARTS.values(), memory)
    found = whole.Found(first, second, parts, parts, dict.fromkeys(parts, busy))
    rows = whole.held_to_bars(found, 100)
    over = [row for row in rows if row.endswith("| missed |")]
    assert [name in row for name, row in zip(missed, over, strict=True)] == [True] * len(over)
    assert f"| **all** | **{memory * 6:.0f}** |" in whole.report(found, 100, rows)


def test_a_page_that_is_written_anew_keeps_its_remarks(tmp_path: Path) -> None:
    page = tmp_path / "door.md"
    pages.write(page, "# The door\n\nfirst\n")
    remarks = f"\n{pages.BY_HAND}\n\nOn the first run: it was busy.\n"
    page.write_text(page.read_text() + remarks)
    for text in ("second", "third"):
        pages.write(page, f"# The door\n\n{text}\n")
        assert page.read_text() == f"# The door\n\n{text}\n{remarks}"
