"""Two real Rasa processes on one database: a booking that changes from one to the other."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from clinic.settings import ROOT
from scripts.train import model_path
from tests.conftest import Product
from tests.integration.webchat.harness import START_SECONDS, Server, Visitor
from tests.ports import free_port


class Engine(Server):
    """A Rasa process of the product, in the place of the scripted server."""

    def log(self) -> str:
        return "see the product's own log"


@pytest.fixture(scope="module")
def engines(start_product: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    """The product's Rasa server and a second one beside it, on the same database."""
    product: Product = start_product()
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
    both = [
        Engine(Path(product.var), port=int(url.rpartition(":")[2]))
        for url in (product.rasa, f"http://127.0.0.1:{port}")
    ]
    wait_until_ready(both[1], second, log)
    yield both
    second.terminate()
    second.wait(timeout=30)
    product.stop()


def wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{server.url}/health", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"The second Rasa server did not start:\n{log.read_text()[-2000:]}")


class Wanderer:
    """A visitor whose every request is taken by the other process."""

    def __init__(self, engines: list[Server]) -> None:
        first = Visitor(engines[0])
        self.at = [first, first.at(engines[1])]
        self.turn = self.known = 0

    def next(self) -> Visitor:
        self.turn += 1
        return self.at[self.turn % 2]

    def say(self, text: str) -> dict[str, Any]:
        assert self.next().send(text).status_code == 202
        return self._answer()

    def press(self, choice: dict[str, Any]) -> dict[str, Any]:
        assert self.next().choose(choice["token"]).status_code == 202
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        """The newest answer, read from the process that did not take the message."""
        visitor = self.next()
        self.known = len(visitor.wait_for_answers(self.known + 1))
        return visitor.messages[-1]


def test_a_booking_goes_on_whichever_process_takes_the_next_request(
    engines: list[Server],
) -> None:
    visitor = Wanderer(engines)
    visitor.say("book a screening")
    visitor.say("Dana Whitfield")
    offer = visitor.say("414-555-0171")
    question = visitor.press(offer["choices"][0])
    summary = visitor.press(next(c for c in question["choices"] if "None" in c["label"]))
    booked = visitor.press(next(c for c in summary["choices"] if "Yes" in c["label"]))
    assert booked["card"]["type"] == "screening"
    said = visitor.at[0].poll(after=0)["messages"]
    assert said == visitor.at[1].poll(after=0)["messages"]
    assert [one["seq"] for one in said] == list(range(1, len(said) + 1))
