"""What was measured is kept beside what was published, and a loss is told until it is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import counts


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "figures.json"
    monkeypatch.setattr(counts, "KEPT", path)
    return path


def measured(alarm: int, in_vain: int = 10) -> counts.Json:
    return {"alarm": [alarm, 1000], "in_vain": [in_vain, 1000]}


def test_what_was_measured_first_is_published() -> None:
    assert counts.write({"signs_en": measured(940)}) == []
    assert counts.read()["signs_en"]["published"] == measured(940)


@pytest.mark.parametrize(("alarm", "in_vain", "worse"), [(934, 10, 0), (933, 10, 1), (940, 17, 1)])
def test_half_a_point_and_one_message_may_be_lost(alarm: int, in_vain: int, worse: int) -> None:
    counts.write({"signs_en": measured(940)})
    told = counts.write({"signs_en": measured(alarm, in_vain)})
    assert len(told) == worse
    assert all("half a point and one message" in line for line in told)


def test_a_loss_is_told_again_until_it_is_published() -> None:
    counts.write({"signs_en": measured(940)})
    assert counts.write({"signs_en": measured(900)})
    assert counts.write({"signs_en": measured(900)})
    assert counts.read()["signs_en"]["alarm"] == [900, 1000]
    assert counts.write({"signs_en": measured(900)}, publish=True) == []
    assert counts.write({"signs_en": measured(900)}) == []


def test_small_losses_add_up() -> None:
    counts.write({"signs_en": measured(940)})
    assert counts.write({"signs_en": measured(936)}) == []
    assert counts.write({"signs_en": measured(932)})


def test_whole_conversations_may_lose_what_their_interval_allows() -> None:
    def held(whole: int) -> counts.Json:
        return {"unread": {"whole": [whole, 100]}}

    counts.write({"conversations": held(80)})
    assert counts.write({"conversations": held(72)}) == []
    (told,) = counts.write({"conversations": held(70)})
    assert told.startswith("conversations, unread whole")
    assert "its interval (0.711-" in told


def test_another_language_is_held_by_its_floors_only() -> None:
    counts.write({"signs_es": measured(940)})
    assert counts.write({"signs_es": measured(700)}) == []


def test_what_was_not_measured_stays_and_can_be_told() -> None:
    counts.write({"outside": {"answer": [9, 10]}})
    counts.write({"signs_en": measured(940), "outside": {}})
    assert "answer 0.900 (0.60-0.98), 9 of 10" in counts.told("outside")
    assert counts.told("journeys") == ""
