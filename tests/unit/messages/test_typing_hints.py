"""Who is typing is known for seconds, and telling it holds nothing up."""

from __future__ import annotations

import threading

import pytest

from clinic import signals
from clinic.messages import typing_hints
from clinic.messages.typing_hints import Beat, Kind, TypingHints

PATIENT, SENT = '[false, "web-1", "patient", ""]', '[true, "web-1", "patient", ""]'
ANSWER = '[false, "web-1", "answer", "kim"]'
BEAT = Beat("web-1", "patient")


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hints(clock: Clock) -> TypingHints:
    return TypingHints(lambda: None, clock)  # type: ignore[arg-type,return-value]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is announced to the other processes."""
    told: list[str] = []
    monkeypatch.setattr(signals, "announce", lambda _engine, _topic, what: told.append(what))
    return told


def settle(hints: TypingHints) -> None:
    """Waits until everything is told; nothing is after that."""
    hints._thread.shutdown(wait=True)


def kinds(hints: TypingHints, conversation: str = "web-1") -> list[Kind]:
    return [beat.kind for beat in hints.now(conversation)]


def test_a_beat_lasts_some_seconds_and_the_next_one_goes_on(
    hints: TypingHints, clock: Clock
) -> None:
    assert hints.heard(PATIENT) == ("web-1", True)
    clock.at += 3
    assert hints.heard(PATIENT) == ("web-1", False)
    clock.at += typing_hints.LASTS_SECONDS - 0.1
    assert kinds(hints) == ["patient"]
    clock.at += 0.2
    assert kinds(hints) == []
    assert hints.heard(PATIENT) == ("web-1", True)


def test_each_who_types_is_known_and_only_there(hints: TypingHints) -> None:
    hints.heard(PATIENT)
    assert not hints.is_answering("web-1")
    hints.heard('[false, "web-1", "note", "lee"]')
    assert not hints.is_answering("web-1")
    hints.heard(ANSWER)
    assert hints.is_answering("web-1")
    assert kinds(hints) == ["patient", "note", "answer"]
    assert kinds(hints, "web-2") == []


def test_what_was_sent_is_typed_no_more(hints: TypingHints) -> None:
    hints.heard(ANSWER)
    hints.heard(PATIENT)
    assert hints.heard(SENT) == ("web-1", True)
    assert kinds(hints) == ["answer"]
    assert hints.heard(SENT) == ("web-1", False)
    assert hints.heard(SENT.replace("web-1", "web-2")) == ("web-2", False)


def test_a_beat_is_told_again_after_a_while_only(
    hints: TypingHints, clock: Clock, told: list[str]
) -> None:
    hints.typing(BEAT)
    hints.heard(PATIENT)
    hints.typing(BEAT)
    hints.typing(Beat("web-1", "answer", "kim"))
    clock.at += typing_hints.GAP_SECONDS
    hints.typing(BEAT)
    settle(hints)
    assert told == [PATIENT, ANSWER, PATIENT]


def test_that_something_was_sent_is_told_where_it_was_typed(
    hints: TypingHints, told: list[str]
) -> None:
    hints.stopped("web-1")
    hints.heard(PATIENT)
    hints.heard(ANSWER)
    hints.stopped("web-1", "lee")
    hints.stopped("web-2")
    hints.stopped("web-1")
    settle(hints)
    assert told == [SENT]


def test_however_many_type_nothing_is_remembered_for_long(hints: TypingHints, clock: Clock) -> None:
    for number in range(10_000):
        hints.heard(f'[false, "web-{number}", "patient", ""]')
        clock.at += 0.01
    assert len(hints._heard) <= typing_hints.LASTS_SECONDS / 0.01 + 1


@pytest.mark.parametrize(
    "told", [None, "", "{", "null", "[]", '["web-1"]', '"web-1"', "7", "[" * 9_000]
)
def test_what_is_no_beat_tells_nothing(hints: TypingHints, told: str | None) -> None:
    assert hints.heard(told) == ("", False)


def test_nobody_waits_for_a_beat_and_too_many_are_dropped(
    hints: TypingHints, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    hangs, over = threading.Event(), threading.Event()

    def announce(_engine: object, _topic: str, what: str) -> None:
        hangs.set()
        over.wait(20)
        told.append(what)

    monkeypatch.setattr(signals, "announce", announce)
    for _ in range(typing_hints.MOST_WAITING * 2):
        hints.typing(BEAT)
    assert hangs.wait(20)
    assert told == []  # and yet here we are
    over.set()
    settle(hints)
    assert len(told) == typing_hints.MOST_WAITING


def test_a_database_that_is_away_fails_nobody(
    hints: TypingHints, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def announce(_engine: object, _topic: str, what: str) -> None:
        told.append(what)
        if len(told) == 1:
            raise OSError("away")

    monkeypatch.setattr(signals, "announce", announce)
    hints.typing(BEAT)
    hints.typing(BEAT)
    settle(hints)
    assert told == [PATIENT, PATIENT]
    hints.typing(BEAT)  # going down
    assert len(told) == 2
