"""The running product while its database is locked, gone, or older: said plainly, then it goes on.

A full disk is in test_tracker_store_failures.py: it can't be made for a whole product.
"""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from clinic.content import get_content
from tests.conftest import Product
from tests.integration.servers import PostgresServer

SECONDS = 40


def phone() -> str:
    """The clinic's number as patients are told it."""
    shown = get_content().clinic.phone_shown
    assert shown
    return shown


class Patient:
    """A conversation on the website."""

    def __init__(self, product: Product) -> None:
        self._http = httpx.Client(base_url=f"{product.front}/webhooks/webchat", timeout=60)
        token = self._http.post("/conversations", json={}).json()["token"]
        self._http.headers["Authorization"] = f"Bearer {token}"
        self._seen = 0

    def send(self, text: str) -> httpx.Response:
        """Sends a message; the channel's receipt, or why it took none."""
        body = {"client_id": str(uuid.uuid4()), "text": text}
        return self._http.post("/messages", json=body)

    def answer(self) -> str:
        """The next answer."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            page = self._http.get("/messages", params={"after": self._seen, "wait": 10}).json()
            for message in page.get("messages", []):
                self._seen = message["seq"]
                if message["from"] == "assistant":
                    return str(message["text"])
        pytest.fail("no answer came")

    def ask(self, text: str) -> str:
        """A message that is taken, and its answer."""
        sent = self.send(text)
        assert sent.status_code == 202, sent.text
        return self.answer()


def refusal(response: httpx.Response) -> str:
    """What the widget is told to show in place of an answer."""
    assert response.status_code == 503, response.text
    return str(response.json()["error"]["message"])


def wait_for_log(product: Product, words: str) -> None:
    """Waits until the product has said something."""
    until = time.monotonic() + SECONDS
    while not any(words in line for line in product.log):
        assert time.monotonic() < until, "\n".join(product.log[-40:])
        time.sleep(0.1)


def until_it_is_back(ask: Callable[[], str]) -> str:
    """An answer, as soon as the product has noticed that its database is there again."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            return ask()
        except (AssertionError, httpx.HTTPError):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


@pytest.fixture(scope="module")
def on_sqlite(start_product: Callable[..., Product]) -> Product:
    """A product of its own on SQLite."""
    return start_product(TURN_TIMEOUT_SECONDS="3")


@pytest.fixture()
def file(on_sqlite: Product) -> Path:
    """Its database file."""
    return on_sqlite.var / "assistant.db"


@contextmanager
def changed(file: Path, change: str, back: str) -> Iterator[None]:
    """A statement in the database while the block runs, and one after it."""
    with sqlite3.connect(file, isolation_level=None) as connection:
        connection.execute(change)
        try:
            yield
        finally:
            connection.execute(back)


def test_while_it_is_locked_the_message_is_refused_with_the_clinics_number(
    on_sqlite: Product, file: Path
) -> None:
    patient = Patient(on_sqlite)
    assert patient.ask("hello")
    with changed(file, "BEGIN IMMEDIATE", "ROLLBACK"):
        assert phone() in refusal(patient.send("what is sciatica"))
    wait_for_log(on_sqlite, "database is locked")
    assert "leg" in patient.ask("what is sciatica")


def test_under_an_older_schema_the_patient_gets_the_number_and_the_log_the_remedy(
    on_sqlite: Product, file: Path
) -> None:
    patient = Patient(on_sqlite)
    patient.ask("book a screening")
    older = "ALTER TABLE conversation_turns RENAME TO turns_elsewhere"
    newer = "ALTER TABLE turns_elsewhere RENAME TO conversation_turns"
    with changed(file, older, newer):
        assert phone() in patient.ask("the first one")
    wait_for_log(on_sqlite, "make migrate")
    # The booking that was open goes on where it was.
    assert "name" in patient.ask("the first one")


def test_a_file_that_is_gone_for_a_while_loses_nothing(on_sqlite: Product, file: Path) -> None:
    patient = Patient(on_sqlite)
    patient.ask("book a screening")
    # The folder goes as a disk would that is no longer mounted: with all that belongs to the file.
    away = file.parent.with_suffix(".away")
    file.parent.rename(away)
    try:
        assert phone() in refusal(patient.send("the first one"))
    finally:
        away.rename(file.parent)
    assert "name" in until_it_is_back(lambda: patient.ask("the first one"))


def test_no_word_of_a_patient_stands_in_the_log_of_a_failure(on_sqlite: Product) -> None:
    said = "\n".join(on_sqlite.log)
    assert "Traceback" in said
    assert "what is sciatica" not in said


def test_a_postgresql_that_was_killed_and_started_again_goes_on(
    start_product: Callable[..., Product],
) -> None:
    server = PostgresServer().start()
    try:
        url = server.url(server.create_database())
        product = start_product(DATABASE_URL=url, TURN_TIMEOUT_SECONDS="3")
        patient = Patient(product)
        patient.ask("book a screening")
        server.kill()
        assert phone() in refusal(patient.send("the first one"))
        wait_for_log(product, "onnection")
        server.start_again()
        assert "name" in until_it_is_back(lambda: patient.ask("the first one"))
        product.stop()
    finally:
        server.stop()
