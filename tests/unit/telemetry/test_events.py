"""What happens is told once: declared, committed, and without anything a person wrote."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from clinic.settings import Settings
from clinic.storage import Database
from clinic.telemetry import events, logs
from clinic.telemetry.events import Event, happened


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """Every event from now on."""
    heard: list[Event] = []
    monkeypatch.setattr(events, "_listeners", [heard.append])
    return heard


@pytest.fixture
def database() -> Database:
    return Database("sqlite://")


def test_in_a_unit_of_work_it_is_told_when_that_is_committed(
    told: list[Event], database: Database
) -> None:
    with database.begin() as connection:
        happened("stored", connection, message="web-1", channel="web")
        assert not told
    assert told == [Event("stored", ("web",), "web-1")]


def test_what_is_rolled_back_is_not_told(told: list[Event], database: Database) -> None:
    def work() -> None:
        with database.begin() as connection:
            happened("stored", connection, channel="web")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    assert not told


@pytest.mark.parametrize(
    "value", ["+14145550142", "14145550142", "Maria Lopez", "maria@example.org", "my leg hurts", ""]
)
def test_what_a_person_may_have_written_is_no_label(told: list[Event], value: str) -> None:
    happened("stored", channel=value)
    assert told[0].labels == (events.OTHER,)


@pytest.mark.parametrize("value", ["web", "sms", "no_engine", "E", "30003", "given_up"])
def test_words_of_ours_and_codes_of_carriers_are(told: list[Event], value: str) -> None:
    happened("stored", channel=value)
    assert told[0].labels == (value,)


def test_a_label_more_or_less_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="channel"):
        happened("stored", chanel="web")
    with pytest.raises(ValueError, match="channel"):
        happened("stored", channel="web", conversation="c1")


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Begins the log of a process that has none yet; all is put back afterwards."""
    root = logging.getLogger()

    def call(settings: Settings, part: str, level: int = logging.WARNING) -> None:
        monkeypatch.setattr(root, "handlers", [])
        monkeypatch.setattr(root, "level", root.level)
        monkeypatch.setattr(events.logger, "level", events.logger.level)
        logs.begin(settings, part, level)

    return call


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_in_json_a_line_has_the_id_of_its_message(
    begin: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    begin(Settings(log_format="json"), "worker")
    happened("sent", message="sms-12", noted={"attempt": 2}, channel="sms", result="sent")
    (line,) = lines(capsys)
    expected = {
        "part": "worker",
        "event": "sent",
        "message": "sms-12",
        "channel": "sms",
        "result": "sent",
        "attempt": 2,
    }
    assert line.items() >= expected.items()


def test_in_json_an_error_is_one_line(
    begin: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    begin(Settings(log_format="json"), "door")
    try:
        raise RuntimeError("first\nsecond")
    except RuntimeError:
        logging.getLogger("door").exception("It failed")
    (line,) = lines(capsys)
    assert line["event"] == "It failed"
    assert "first\nsecond" in line["exception"]


def test_a_terminal_is_spared_the_path_of_every_message(
    begin: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    begin(Settings(), "worker", logging.INFO)
    happened("sent", message="sms-12", channel="sms", result="sent")
    logging.getLogger("worker").info("Hello")
    assert capsys.readouterr().err == "INFO worker: Hello\n"
