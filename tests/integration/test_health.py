"""/healthz tells the truth about each part; a carrier's trouble is on the desk and in the log."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from channels.sms import Sms
from clinic import clock, staff
from clinic.health import keep_noting, note, parts
from clinic.health.life import signs
from clinic.health.tables import signs_of_life
from clinic.messages import Arrival, enqueue, open_thread, receive
from clinic.messages.tables import inbound, outbox
from clinic.settings import get_settings
from clinic.storage import Database, get_database
from frontdesk.app import create_app
from worker.loop import Worker

PROCESSES = ("brain", "actions", "worker")


@pytest.fixture
def web(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[TestClient]:
    """The front desk, with every process alive and well."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    get_settings.cache_clear()
    get_database.cache_clear()
    (tmp_path / "var").mkdir(exist_ok=True)
    with database.begin() as connection:
        for part in PROCESSES:
            note(connection, part)
    with TestClient(create_app(), follow_redirects=False) as client:
        yield client
    get_database().engine.dispose()
    get_database.cache_clear()


def trouble(web: TestClient) -> list[str]:
    """The parts /healthz says have trouble; the status says whether any has."""
    answer = web.get("/healthz")
    found = [name for name, state in answer.json().items() if state != "ok"]
    assert answer.status_code == (503 if found else 200)
    return found


def desk(web: TestClient, database: Database) -> str:
    """The desk's first page, read by somebody who logs in."""
    password = "a long and quiet river"
    if not staff.has_accounts(database):
        staff.add_account(database, "kim", password)
        token = web.get("/desk/login").text.partition('name="csrf" value="')[2].partition('"')[0]
        fields = {"csrf": token, "name": "kim", "password": password}
        assert web.post("/desk/login", data=fields).status_code == 303
    return str(web.get("/desk").text)


def test_every_part_is_named(web: TestClient) -> None:
    wanted = ["database", "disk", *PROCESSES, "queue"]
    assert list(web.get("/healthz").json()) == wanted
    assert trouble(web) == []


@pytest.mark.parametrize("part", PROCESSES)
def test_a_process_that_is_gone_is_named(web: TestClient, database: Database, part: str) -> None:
    with database.begin() as connection:
        long_ago = clock.now() - timedelta(minutes=2)
        connection.execute(
            update(signs_of_life).where(signs_of_life.c.part == part).values(at=long_ago)
        )
    assert trouble(web) == [part]
    assert "Nothing was heard of it since" in desk(web, database)


def test_a_process_that_never_started_is_named(web: TestClient, database: Database) -> None:
    with database.begin() as connection:
        connection.execute(signs_of_life.delete().where(signs_of_life.c.part == "actions"))
    assert trouble(web) == ["actions"]


def test_a_database_that_is_away_is_named_and_nothing_else_claimed(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: Database) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(Database, "read", away)
    assert trouble(web) == ["database", *PROCESSES, "queue"]


def test_a_full_disk_is_named(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert trouble(web) == ["disk"]


def test_a_disk_that_is_not_mounted_is_named(tmp_path: Path, migrated_sqlite_url: str) -> None:
    shutil.rmtree(tmp_path / "var", ignore_errors=True)
    (disk,) = [part for part in parts(Database(migrated_sqlite_url)) if part.name == "disk"]
    assert "mounted" in str(disk.trouble)


def test_messages_that_wait_too_long_are_named(web: TestClient, database: Database) -> None:
    long_ago = clock.now() - timedelta(minutes=5)
    with database.begin() as connection:
        open_thread(connection, "web-1", "web")
        receive(
            connection, Arrival(channel="web", conversation="web-1", external_id="1", text="hello")
        )
    assert trouble(web) == []
    with database.begin() as connection:
        connection.execute(update(inbound).values(received_at=long_ago))
    assert trouble(web) == ["queue"]
    assert "1 message waits for an answer" in desk(web, database)


def test_texts_that_wait_too_long_are_named(web: TestClient, database: Database) -> None:
    queue_text(database)
    with database.begin() as connection:
        connection.execute(update(outbox).values(due_at=clock.now() - timedelta(minutes=5)))
    assert trouble(web) == ["queue"]
    assert "1 reply waits to be sent" in desk(web, database)


def test_a_process_notes_that_it_is_alive_and_what_troubles_it(database: Database) -> None:
    stop = keep_noting(database, "brain", lambda: "The model can't be loaded.")
    until = time.monotonic() + 10
    found = None
    while found is None and time.monotonic() < until:
        time.sleep(0.02)
        with database.read() as connection:
            found = signs(connection).get("brain")
    stop()
    assert found is not None
    assert found.trouble == "The model can't be loaded."


# --- the carrier


class Carrier(ThreadingHTTPServer):
    """Answers each request as it is told to."""

    def __init__(self) -> None:
        self.status, self.code, self.asked = 201, 0, 0
        super().__init__(("127.0.0.1", 0), _Answers)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answers(BaseHTTPRequestHandler):
    server: Carrier

    def do_POST(self) -> None:
        self.server.asked += 1
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        self._say(self.server.status)

    def do_GET(self) -> None:
        self._say(200 if self.server.status == 201 else self.server.status)

    def _say(self, status: int) -> None:
        body = b'{"sid": "SM1", "code": %d, "message": "m"}' % self.server.code
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    carrier = Carrier()
    thread = threading.Thread(target=carrier.serve_forever)
    thread.start()
    yield carrier
    carrier.shutdown()
    thread.join()
    carrier.server_close()


def queue_text(database: Database, key: str = "answer:1") -> None:
    with database.begin() as connection:
        enqueue(
            connection,
            channel="sms",
            to="+14145550142",
            conversation=None,
            reply={"text": "Hello."},
            key=key,
        )


@pytest.fixture
def working(
    web: TestClient, database: Database, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Worker]:
    """The worker at its rounds, with this carrier."""
    for name, value in (
        ("TWILIO_ACCOUNT_SID", "AC" + "0" * 32),
        ("TWILIO_AUTH_TOKEN", "token"),
        ("TWILIO_FROM", "+14145550100"),
        ("TWILIO_API_URL", carrier.url),
    ):
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    monkeypatch.setattr("worker.loop.CARRIER_SECONDS", 0.2)
    worker = Worker(database, [Sms(get_settings(), database)])
    thread = threading.Thread(target=worker.run)
    thread.start()
    yield worker
    worker.stop()
    thread.join()


def wait_until(true: Callable[[], bool], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.1)


@pytest.mark.parametrize(
    "answer",
    [
        (401, 20003, "refuses our credentials"),
        (403, 20005, "refuses our account"),
        (500, 20500, "takes no messages right now"),
        (503, 20503, "takes no messages right now"),
    ],
)
@pytest.mark.usefixtures("working")
def test_trouble_with_the_carrier_is_on_the_desk_and_in_the_log_until_it_is_over(
    web: TestClient,
    database: Database,
    carrier: Carrier,
    caplog: pytest.LogCaptureFixture,
    answer: tuple[int, int, str],
) -> None:
    desk(web, database)
    carrier.status, carrier.code, words = answer
    with caplog.at_level(logging.WARNING):
        queue_text(database)
        wait_until(lambda: words in web.get("/desk").text)
        assert "sms" in trouble(web)
        assert caplog.text.count(words) == 1  # said once, not every round
        carrier.status = 201
        wait_until(lambda: words not in web.get("/desk").text)
    assert "takes messages again" in caplog.text


@pytest.mark.usefixtures("working")
def test_a_carrier_that_is_not_there_is_trouble(
    web: TestClient, database: Database, carrier: Carrier
) -> None:
    desk(web, database)
    carrier.shutdown()
    carrier.server_close()
    queue_text(database)
    wait_until(lambda: "be reached" in web.get("/desk").text)


@pytest.mark.usefixtures("working")
def test_a_message_the_carrier_refuses_is_no_trouble_of_the_carriers(
    web: TestClient, database: Database, carrier: Carrier
) -> None:
    carrier.status, carrier.code = 400, 21211
    queue_text(database)
    wait_until(lambda: carrier.asked > 0)
    time.sleep(0.5)
    assert "sms" not in web.get("/healthz").json()
