"""A full calendar: the waiting list, from joining it to the visit that came free."""

import shutil
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest
from ruamel.yaml import YAML

from clinic.content.facts import WEEKDAYS
from clinic.settings import ROOT
from tests.conftest import Chat, Product


def midday_zone() -> str:
    """A zone in which it is about eleven in the morning now: nobody is written to at night."""
    ahead = 11 - datetime.now(timezone.utc).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


@pytest.fixture(scope="module")
def small_clinic(
    start_product: Callable[..., Product], tmp_path_factory: pytest.TempPathFactory
) -> Product:
    """A product whose clinic has one time a day, and takes bookings for today and tomorrow."""
    content = tmp_path_factory.mktemp("content") / "content"
    shutil.copytree(ROOT / "content", content)
    yaml = YAML()
    facts = yaml.load((content / "clinic.yml").read_text(encoding="utf-8"))
    facts["zone"] = midday_zone()
    facts["hours"] = {day: ["16:00-16:20"] for day in WEEKDAYS}
    facts["holidays"] = None
    facts["therapists"] = [{"id": "alex", "name": "Alex Example, PT"}]
    facts["screening"]["ahead_days"] = 1
    facts["screening"]["notice_hours"] = 0
    with (content / "clinic.yml").open("w", encoding="utf-8") as file:
        yaml.dump(facts, file)
    return start_product(CONTENT_DIR=str(content))


def say_all(chat: Chat, *messages: str) -> str:
    return [chat.say(message) for message in messages][-1]


def one(product: Product, query: str, *values: str) -> Any:
    with sqlite3.connect(product.var / "assistant.db") as connection:
        return connection.execute(query, values).fetchone()


def book(product: Product, number: int) -> Chat:
    chat = product.chat()
    assert "You're booked!" in chat.book_up_to("", f"414-555-01{number}")
    return chat


def test_a_freed_time_is_offered_to_who_waits_and_booked_without_asking_again(
    small_clinic: Product,
) -> None:
    booked = [book(small_clinic, number) for number in (51, 52)]
    waiting = small_clinic.chat()
    waiting.say("book a screening")
    waiting.press("Join the waiting list")
    assert "on the waiting list" in say_all(waiting, "Rosa Field", "414-555-0153")
    assert waiting.flow is None

    say_all(booked[1], "cancel my appointment", "yes")
    offered = "SELECT 1 FROM screening_waiting WHERE state = 'offered'"
    until = time.monotonic() + 60
    while not one(small_clinic, offered) and time.monotonic() < until:
        time.sleep(0.5)
    # Over REST, where nobody can be written to first, the staff are asked to call.
    assert one(small_clinic, "SELECT 1 FROM staff_tasks WHERE kind = 'call_back'")

    stranger = small_clinic.chat()
    stranger.say("book a screening")
    assert "Join the waiting list" in stranger.buttons

    waiting.say("/book_screening")
    assert waiting.asked == "signs"
    summary = waiting.press("None of these")
    assert "Rosa Field" in summary
    assert "(414) 555-0153" in summary
    assert "You're booked!" in waiting.press("Yes, book it")
    assert one(small_clinic, "SELECT state FROM screening_waiting") == ("booked",)


def test_nobody_is_put_on_the_list_who_does_not_want_to(small_clinic: Product) -> None:
    chat = small_clinic.chat()
    chat.say("book a screening")
    assert "Join the waiting list" in chat.buttons
    chat.say("no")
    assert chat.flow is None
    assert one(small_clinic, "SELECT count(*) FROM screening_waiting") == (1,)
