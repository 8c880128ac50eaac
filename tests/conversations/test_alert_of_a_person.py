"""After an alarm the staff know whom to call, over the channels a test and a patient use."""

from __future__ import annotations

import sqlite3
import time
import uuid
from typing import Any

import httpx
import pytest

from clinic import attention
from clinic.attention import Task
from clinic.storage import Database
from tests.conftest import Chat, Product

ALARM = "i cant pee and my groin is numb"


@pytest.fixture(autouse=True)
def _products_secret(product: Product, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reads what the product has encrypted."""
    from clinic.settings import get_settings

    monkeypatch.setenv("VAR_DIR", str(product.var))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def alert(product: Product, conversation: str) -> Task:
    database = Database(f"sqlite:///{product.var / 'assistant.db'}")
    with database.read() as connection:
        found = [
            task for task in attention.open_tasks(connection) if task.conversation == conversation
        ]
    database.engine.dispose()
    (card,) = [task for task in found if task.kind == "safety_alert"]
    return card


@pytest.mark.parametrize("order", ["before", "after", "beside"])
def test_name_and_number_are_on_the_alert_in_any_order(
    product: Product, chat: Chat, order: str
) -> None:
    person = ["my name is Rosa Field", "my number is 414-555-0175"]
    said = {
        "before": [*person, ALARM],
        "after": [ALARM, *person],
        "beside": [f"{ALARM}, {', '.join(person)}"],
    }
    for text in said[order]:
        chat.say(text)
    card = alert(product, chat.sender)
    assert (card.name, card.reach) == ("Rosa Field", "+14145550175")


def test_what_a_form_asked_for_is_on_the_alert(product: Product, chat: Chat) -> None:
    chat.say("book a screening tomorrow")
    chat.say("414-555-0175")
    chat.say(ALARM)
    assert alert(product, chat.sender).reach == "+14145550175"


def test_on_the_page_too(product: Product) -> None:
    with httpx.Client(base_url=f"{product.front}/webhooks/webchat", timeout=60) as web:
        token = web.post("/conversations", json={}).json()["token"]
        web.headers["Authorization"] = f"Bearer {token}"
        for text in ("my name is Rosa Field", ALARM, "you can reach me at 414 555 0175"):
            web.post("/messages", json={"client_id": str(uuid.uuid4()), "text": text})
        until = time.monotonic() + 30
        waiting = "SELECT count(*) FROM inbound_messages WHERE answered_at IS NULL"
        with sqlite3.connect(product.var / "assistant.db") as connection:
            while connection.execute(waiting).fetchone()[0] and time.monotonic() < until:
                time.sleep(0.2)
            name = "SELECT conversation FROM message_threads ORDER BY created_at DESC LIMIT 1"
            conversation = connection.execute(name).fetchone()[0]
    card = alert(product, conversation)
    assert (card.name, card.reach) == ("Rosa Field", "+14145550175")
