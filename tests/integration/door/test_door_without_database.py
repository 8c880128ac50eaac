"""The database is away, locked or full: what was sent is not lost, and an emergency is answered."""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid
from collections.abc import Callable

import httpx
import pytest

from clinic.content import get_content
from clinic.reading import safety
from tests.integration.door.house import House, numbers
from tests.integration.servers import PostgresServer

EMERGENCY = "I can't pee and both my legs are numb"
TEXTS, PER_SECOND = 24, 2.0


def assert_each_is_answered_once(house: House, patients: list[str]) -> None:
    """By the brain; on a machine where the database was away longer than Twilio waits, by the
    clinic's number over the open request, and then by nothing else."""
    house.let_time_pass_for_texts(60)
    house.wait_until_all_is_quiet(len(patients), 180)
    by_brain = 0
    for patient in patients:
        [answer] = house.texts_to(patient)
        if answer.direction == "outbound-reply":
            assert phone() in answer.body
        else:
            by_brain += f"word {patient}" in answer.body
    assert by_brain >= len(patients) // 2


def phone() -> str:
    shown = get_content().clinic.phone_shown
    assert shown
    return shown


def test_texts_wait_while_postgresql_is_away_for_eight_seconds(
    open_house: Callable[..., House],
) -> None:
    server = PostgresServer().start()
    try:
        house = open_house(
            DATABASE_URL=server.url(server.create_database()), STAND_IN_SECONDS="60"
        ).start()

        def away() -> None:
            time.sleep(2)
            server.kill()
            time.sleep(8)
            server.start_again()

        stopping = threading.Thread(target=away)
        stopping.start()
        patients = numbers(TEXTS)
        statuses = house.send_all(patients, PER_SECOND)
        stopping.join()
        assert set(statuses) == {200}
        assert_each_is_answered_once(house, patients)
        house.stop()
    finally:
        server.stop()


def test_texts_wait_while_the_sqlite_file_is_locked_for_ten_seconds(
    open_house: Callable[..., House],
) -> None:
    house = open_house(STAND_IN_SECONDS="60").start()

    def lock() -> None:
        with sqlite3.connect(house.var / "assistant.db", isolation_level=None) as connection:
            time.sleep(2)
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(10)
            connection.execute("ROLLBACK")

    locking = threading.Thread(target=lock)
    locking.start()
    patients = numbers(TEXTS)
    statuses = house.send_all(patients, PER_SECOND)
    locking.join()
    assert set(statuses) == {200}
    assert_each_is_answered_once(house, patients)


@pytest.fixture()
def full(open_house: Callable[..., House]) -> House:
    """A house whose door can write nothing more: the largest file of its process is too small."""
    house = open_house(STAND_IN_SECONDS="60", FULL_DISK="door")
    return house.start()


def test_on_a_full_disk_an_emergency_text_gets_its_words_and_the_staff_are_told_later(
    full: House,
) -> None:
    emergency, question, stop = numbers(3)
    assert full.text(emergency, EMERGENCY) == 200
    assert full.text(question, "what is sciatica") == 200
    assert full.text(stop, "STOP") == 200
    [said] = full.texts_to(emergency)
    assert (said.body, said.direction) == (safety.reply("E"), "outbound-reply")
    assert phone() in full.texts_to(question)[0].body
    assert full.texts_to(stop) == []

    full.empty_disk()
    full.let_time_pass_for_texts(60)
    full.restart("worker")  # it looks at once for what was missed
    full.wait_until_all_is_quiet(3)
    assert len(full.texts_to(emergency)) == len(full.texts_to(question)) == 1
    assert "opted out" in full.texts_to(stop)[0].body
    [(kind, tier)] = full.rows("SELECT kind, tier FROM staff_tasks")
    assert (kind, tier) == ("safety_alert", "E")


def test_on_a_full_disk_the_page_gets_the_words_and_its_message_is_taken_later(
    full: House,
) -> None:
    with httpx.Client(base_url=f"{full.front}/webhooks/webchat", timeout=60) as web:
        token = web.post("/conversations", json={}).json()["token"]
        web.headers["Authorization"] = f"Bearer {token}"
        body = {"client_id": str(uuid.uuid4()), "text": EMERGENCY}
        refused = web.post("/messages", json=body)
        assert refused.status_code == 503
        error = refused.json()["error"]
        assert (error["message"], error["banner"]) == (safety.reply("E"), "E")
        assert refused.headers["retry-after"]

        full.empty_disk()
        assert web.post("/messages", json=body).status_code == 202
        said: list[str] = []
        until = time.monotonic() + 60
        while len(said) < 2 and time.monotonic() < until:
            page = web.get("/messages", params={"after": 0, "wait": 10}).json()
            said = [one["text"] for one in page["messages"]]
        assert said == [EMERGENCY, f"You said: {EMERGENCY}"]
