"""A conversation seen from outside: in figures, in the log, and by its trace - and nobody in it."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from starlette.testclient import TestClient

from clinic import attention, clock
from clinic.attention.tasks import ALARM
from clinic.messages import Arrival, Inbound, claim, complete, enqueue, open_thread, receive
from clinic.messages.outbox import claim_due, mark_failed, mark_sent, record_delivery
from clinic.messages.tables import inbound
from clinic.settings import ROOT, Settings, get_settings
from clinic.storage import Database
from clinic.telemetry import events, logs
from clinic.telemetry.metrics import Waiting
from clinic.telemetry.path import UnknownMessage, path_in_log, path_of
from clinic.telemetry.serving import serve
from door.app import create_app
from tests.ports import free_port

NAME, NUMBER, WORDS = "Wilhelmina Zachariassen", "+14145550142", "numb between my legs"
PERSONAL = (NAME, "Wilhelmina", NUMBER, NUMBER[1:], "4145550142", WORDS, "numb", "conversation-1")
OPEN = "application/openmetrics-text; version=1.0.0"
Scrape = Callable[[], str]
# The parser has no types of its own.
families_in: Callable[[str], Iterable[Metric]] = text_string_to_metric_families


@pytest.fixture
def scrape(database: Database, monkeypatch: pytest.MonkeyPatch) -> Scrape:
    """Asks a process for its figures."""
    monkeypatch.setattr(events, "_listeners", [])
    settings, port = Settings(), free_port()
    handlers = list(logging.getLogger().handlers)
    assert serve(settings, port, database, CollectorRegistry())
    monkeypatch.setattr(logging.getLogger(), "handlers", handlers)

    def ask() -> str:
        request = urllib.request.Request(f"http://127.0.0.1:{port}/metrics")
        request.add_header("Accept", OPEN)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(answer.read().decode())

    return ask


def value(text: str, name: str, **labels: str) -> float | None:
    """A sample of an exposition that a strict reader has read; None: it is not there."""
    for family in families_in(text):
        for sample in family.samples:
            if sample.name == name and sample.labels.items() >= labels.items():
                return float(sample.value)
    return None


def texts(connection: Connection, external_id: str, text: str) -> None:
    """Somebody texts."""
    receive(
        connection,
        Arrival(channel="sms", conversation="conversation-1", external_id=external_id, text=text),
    )


def alarm(
    connection: Connection,
    message: str,
    detail: str,
    reach: str | None = None,
    name: str | None = None,
) -> None:
    """The alarm of a message, as an answer to it raises it; one that is begun once more as well."""
    attention.raise_task(
        connection,
        attention.Occasion(
            kind="safety_alert",
            key=f"{ALARM}{message}",
            detail=detail,
            channel="sms",
            conversation="conversation-1",
            tier="E",
            reach=reach,
            name=name,
        ),
    )


def converse(database: Database) -> str:
    """An emergency by text, said with a name and a number, answered and sent; its id."""
    with database.begin() as connection:
        open_thread(connection, "conversation-1", "sms", reach=NUMBER)
        texts(connection, "SM1", f"{NAME} here, {NUMBER}, I am {WORDS}")
    with database.begin() as connection:
        message = claim(connection, "conversation-1", "brain")
        assert isinstance(message, Inbound)
        alarm(connection, message.message_id, message.text, reach=NUMBER, name=NAME)
        enqueue(
            connection,
            channel="sms",
            to=NUMBER,
            conversation="conversation-1",
            reply={"text": f"{NAME}, call 911"},
            key=f"answer:{message.message_id}:1",
        )
        assert complete(connection, message, "brain", "turn")
    with database.begin() as connection:
        (item,) = claim_due(connection, clock.now())
        mark_failed(connection, item, "30003")
    with database.begin() as connection:
        later = clock.now() + timedelta(minutes=5)
        (item,) = claim_due(connection, later)
        mark_sent(connection, item, "SM2")
    with database.begin() as connection:
        record_delivery(connection, "SM2", "delivered")
    return message.message_id


def test_what_happened_is_counted(database: Database, scrape: Scrape) -> None:
    converse(database)
    text = scrape()
    assert text.endswith("# EOF\n")
    assert value(text, "assistant_messages_stored_total", channel="sms") == 1
    assert value(text, "assistant_answer_wait_seconds_count", channel="sms", outcome="turn") == 1
    assert value(text, "assistant_alarms_total", tier="E", channel="sms") == 1
    assert value(text, "assistant_sendings_total", channel="sms", result="failed") == 1
    assert value(text, "assistant_sendings_total", channel="sms", result="sent") == 1
    assert value(text, "assistant_delivery_reports_total", result="delivered") == 1
    assert value(text, "assistant_unseen_alerts", tier="E") == 1
    assert value(text, "assistant_part_up", part="database") == 1
    assert value(text, "assistant_part_up", part="brain") == 0


def test_what_waits_is_told_as_it_is(
    database: Database, scrape: Scrape, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as connection:
        open_thread(connection, "conversation-1", "sms", reach=NUMBER)
        for place in range(3):
            receive(
                connection,
                Arrival(
                    channel="sms",
                    conversation="conversation-1",
                    external_id=f"SM{place}",
                    text=f"{WORDS} {place}",
                ),
            )
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(seconds=90))
    text = scrape()
    labels = {"queue": "inbox", "channel": "sms"}
    assert value(text, "assistant_queue_messages", **labels) == 3
    assert 85 < value(text, "assistant_queue_oldest_seconds", **labels) < 120
    assert value(text, "assistant_queue_messages", queue="outbox", channel="sms") is None


def test_nobody_can_be_found_in_the_figures(database: Database, scrape: Scrape) -> None:
    message = converse(database)
    text = scrape()
    assert [word for word in (*PERSONAL, message, "SM1", "SM2") if word in text] == []


def test_figures_are_there_while_the_database_is_away(tmp_path: Path) -> None:
    gone = Waiting(Database(f"sqlite:///{tmp_path}/nowhere/gone.db"))
    (up,) = gone.collect()
    assert {sample.labels["part"]: sample.value for sample in up.samples}["database"] == 0


def test_whoever_has_no_token_gets_none(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_listeners", [])
    port, token = free_port(), "t" * 32
    handlers = list(logging.getLogger().handlers)
    serve(Settings(metrics_token=token), port, database, CollectorRegistry())
    monkeypatch.setattr(logging.getLogger(), "handlers", handlers)
    address = f"http://127.0.0.1:{port}/metrics"
    for given in ({}, {"Authorization": "Bearer " + "u" * 32}, {"Authorization": token}):
        request = urllib.request.Request(address, headers=given)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        assert refused.value.code == 401
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


def test_the_public_door_has_no_figures(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("METRICS_PORT", str(free_port()))
    get_settings.cache_clear()
    client = TestClient(create_app())
    for path in ("/metrics", "/metrics/", "/static/../metrics", "/webhooks/metrics"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "assistant_" not in answer.text
    assert "metrics" not in (ROOT / "deploy" / "nginx.conf").read_text()


def test_the_door_counts_its_answers(
    database: Database, scrape: Scrape, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(create_app())
    client.get("/nothing")
    assert value(scrape(), "assistant_requests_total", status="refused") == 1


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], str]:
    """The log of this process, in JSON, as it is written."""
    root, file = logging.getLogger(), tmp_path / "log"
    handler = logging.FileHandler(file)
    monkeypatch.setattr(root, "handlers", [handler])
    monkeypatch.setattr(events.logger, "level", events.logger.level)
    logs.begin(Settings(log_format="json"), "test")
    return file.read_text


def test_one_id_leads_from_the_door_to_the_carrier(
    database: Database, log: Callable[[], str]
) -> None:
    message = converse(database)
    lines = [json.loads(line) for line in log().splitlines()]
    steps = [line["event"] for line in lines if line.get("message") == message]
    assert steps == ["stored", "begun", "alarm", "answered", "sent", "sent", "delivery"]
    assert [word for word in PERSONAL if word in log()] == []


def test_a_trace_shows_the_path_and_no_word(database: Database, log: Callable[[], str]) -> None:
    message = converse(database)
    with database.read() as connection:
        steps = path_of(connection, message)
    assert [step.what for step in steps] == ["stored", "alarm", "queued", "answered", "sent"]
    assert "external_id SM2" in steps[-1].details
    assert "delivery delivered" in steps[-1].details
    steps += path_in_log(["not of ours", *log().splitlines()], message)
    assert len(steps) == 12
    shown = " ".join(f"{step.what} {step.details}" for step in steps)
    assert [word for word in PERSONAL if word in shown] == []


def test_a_line_without_a_time_has_no_place_on_the_path() -> None:
    at = "2026-11-30T16:00:00+00:00"
    no_times: list[object] = ["soon", "", None, 7, []]
    written = [
        {"message": "sms-1", "at": at, "event": "answered", "seconds": 2},
        {"message": "sms-1", "at": at},
        {"message": "sms-1", "event": "no time"},
        *({"message": "sms-1", "event": "x", "at": none} for none in no_times),
        {"message": "sms-1", "event": "of no zone", "at": at[:19]},
    ]
    steps = list(path_in_log(map(json.dumps, written), "sms-1"))
    assert [(step.what, step.details) for step in steps] == [
        ("log: answered", "seconds 2"),
        ("log:", ""),
    ]


def test_an_alarm_is_counted_once_and_a_second_one_is_seen(
    database: Database, scrape: Scrape
) -> None:
    first = converse(database)
    with database.begin() as connection:
        texts(connection, "SM7", "and my chest hurts")
        second = f"sms-{connection.execute(select(func.max(inbound.c.id))).scalar_one()}"
    for message in (first, second, second):
        with database.begin() as connection:
            alarm(connection, message, "and my chest hurts")
    assert value(scrape(), "assistant_alarms_total", tier="E", channel="sms") == 2
    with database.read() as connection:
        assert "alarm again" in [step.what for step in path_of(connection, second)]


@pytest.mark.parametrize("name", ["sms-99", "web-1", "outbox-99", "sms", "sms-", "+14145550142"])
def test_what_there_is_not_is_said(database: Database, name: str) -> None:
    converse(database)
    with database.read() as connection, pytest.raises(UnknownMessage):
        path_of(connection, name)


def test_the_command_shows_it(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = converse(database)
    monkeypatch.setenv("DATABASE_URL", database_url)
    command = [sys.executable, "-W", "ignore", "-m", "scripts.trace"]
    done = subprocess.run(
        [*command, message], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "answered" in done.stdout
    assert "tried 2 times" in done.stdout
    assert [word for word in PERSONAL if word in done.stdout] == []
    done = subprocess.run(
        [*command, "sms-99"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("[trace] There is no message")
