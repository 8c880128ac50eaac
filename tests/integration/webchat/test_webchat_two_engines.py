"""Two real brains on one database: a booking that changes from one to the other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from clinic.settings import ROOT
from scripts.train import model_path
from tests.conftest import Product
from tests.integration.webchat.harness import START_SECONDS, Server, Visitor
from tests.ports import free_port


class Door(Server):
    """The product's own door, in the place of the scripted server."""

    def log(self) -> str:
        return "see the product's own log"


class Brains:
    """The product's brain and a second one: one of them is held still in turns."""

    def __init__(self, product: Product, second: int) -> None:
        assert product.process is not None
        children = psutil.Process(product.process.pid).children(recursive=True)
        first = next(one.pid for one in children if "engine.server" in one.cmdline())
        self._pids = [first, second]
        self._turn = 0
        os.kill(second, signal.SIGSTOP)

    def change(self) -> None:
        """Lets the other one go on alone."""
        os.kill(self._pids[self._turn], signal.SIGSTOP)
        self._turn = 1 - self._turn
        os.kill(self._pids[self._turn], signal.SIGCONT)

    def let_both_go_on(self) -> None:
        for pid in self._pids:
            os.kill(pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def product(start_product: Callable[..., Product]) -> Iterator[Product]:
    product: Product = start_product(STAND_IN_SECONDS="60")
    yield product
    product.stop()


@pytest.fixture(scope="module")
def brains(product: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brains]:
    """The product's brain and a second one beside it, on the same database."""
    port = free_port()
    log = tmp_path_factory.mktemp("second") / "log"
    environment = {**product.environment, "RASA_PORT": str(port), "RASA_MODEL": str(model_path())}
    with log.open("wb") as file:
        second = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "engine.server"],
            cwd=ROOT,
            env=environment,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    wait_until_ready(port, second, log)
    brains = Brains(product, second.pid)
    yield brains
    brains.let_both_go_on()
    second.terminate()
    second.wait(timeout=30)


def wait_until_ready(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"The second brain did not start:\n{log.read_text()[-2000:]}")


class Wanderer(Visitor):
    """A visitor whose every message is answered by the other brain."""

    def __init__(self, door: Server, brains: Brains) -> None:
        super().__init__(door)
        self.brains = brains

    def say(self, text: str) -> dict[str, Any]:
        self.brains.change()
        return self.ask(text)

    def press(self, choice: dict[str, Any]) -> dict[str, Any]:
        self.brains.change()
        known = len(self.answers)
        assert self.choose(choice["token"]).status_code == 202
        self.wait_for_answers(known + 1)
        return self.messages[-1]


def test_a_booking_goes_on_whichever_brain_takes_the_next_message(
    product: Product, brains: Brains
) -> None:
    door = Door(Path(product.var), port=int(product.front.rpartition(":")[2]))
    visitor = Wanderer(door, brains)
    offer = visitor.say("book a screening")
    visitor.press(offer["choices"][0])
    visitor.say("Dana Whitfield")
    question = visitor.say("414-555-0171")
    summary = visitor.press(next(c for c in question["choices"] if "None" in c["label"]))
    booked = visitor.press(next(c for c in summary["choices"] if "Yes" in c["label"]))
    assert booked["card"]["type"] == "screening"
    said = visitor.poll(after=0)["messages"]
    assert [one["seq"] for one in said] == list(range(1, len(said) + 1))


def test_both_together_answer_each_message_once_and_in_order(
    product: Product, brains: Brains
) -> None:
    brains.let_both_go_on()
    door = Door(Path(product.var), port=int(product.front.rpartition(":")[2]))
    visitors = [Visitor(door) for _ in range(6)]
    for _ in range(3):
        for visitor in visitors:
            assert visitor.send("hello").status_code == 202
    for visitor in visitors:
        assert len(visitor.wait_for_answers(3)) == 3
