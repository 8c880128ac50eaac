"""The action server is killed: emergencies are still answered, everything else is said plainly."""

import os
import signal
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from clinic.reading import safety
from tests.conftest import Product
from tests.integration.webchat.harness import wait_until


@pytest.fixture(scope="module")
def crippled(start_product: Callable[..., Product]) -> Iterator[Product]:
    """A product whose action server was killed with -9, and is not back yet."""
    product = start_product(TURN_TIMEOUT_SECONDS="4")
    port = product.actions.rsplit(":", 1)[1]
    listing = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True)
    lines = [line.split(None, 1) for line in listing.stdout.splitlines()]
    ours = [(int(pid), command) for pid, command in lines[1:] if _is_of(pid, port)]
    assert product.process
    keeper = product.process.pid
    server = next(pid for pid, command in ours if command.endswith("-m actions"))
    # Held still, so that it does not start the server again while the test looks.
    os.kill(keeper, signal.SIGSTOP)
    os.kill(server, signal.SIGKILL)
    yield product
    recover(product)


def recover(product: Product) -> None:
    """Lets the server be started again."""
    assert product.process
    os.kill(product.process.pid, signal.SIGCONT)


def _is_of(pid: str, port: str) -> bool:
    try:
        return f"ACTIONS_PORT={port}" in Path(f"/proc/{pid}/environ").read_text()
    except OSError:
        return False


@contextmanager
def conversation(product: Product) -> Iterator[Callable[[str], list[dict[str, Any]]]]:
    """A new one: says a message, and gives what is answered to it."""
    with httpx.Client(base_url=f"{product.front}/webhooks/webchat", timeout=60) as client:
        token = client.post("/conversations", json={}).json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        after = 1

        def say(text: str) -> list[dict[str, Any]]:
            nonlocal after
            client.post("/messages", json={"client_id": str(uuid.uuid4()), "text": text})
            for _ in range(10):
                page = client.get("/messages", params={"after": after, "wait": 10}).json()
                after = max((one["seq"] for one in page["messages"]), default=after)
                said = [one for one in page["messages"] if one["from"] == "assistant"]
                if said:
                    return said
            pytest.fail("no answer came")

        yield say


def answer(product: Product, text: str) -> dict[str, Any]:
    with conversation(product) as say:
        return say(text)[0]


def test_an_emergency_is_answered_by_the_channel_itself(crippled: Product) -> None:
    message = answer(crippled, "I can't pee and my legs are numb")
    assert message["text"] == safety.reply("E")
    assert message["banner"] == "E"


def test_anything_else_is_said_plainly_with_the_clinics_number(crippled: Product) -> None:
    assert "(414) 555-0142" in answer(crippled, "what is sciatica")["text"]


def is_up(server: str) -> bool:
    try:
        return httpx.get(f"{server}/health").status_code == 200
    except httpx.TransportError:
        return False


def test_an_emergency_is_not_forgotten_when_the_actions_are_back(crippled: Product) -> None:
    with conversation(crippled) as say:
        say("I can't pee and my legs are numb")
        recover(crippled)
        wait_until(lambda: is_up(crippled.actions), seconds=60)
        words = " ".join(one["text"] for one in say("I want to book a screening"))
    assert "911" in words or "emergency room" in words
    assert "Which time works" not in words
