"""What tests share: the whole product, started as `make run` starts it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from clinic.settings import ROOT
from scripts.train import train
from tests.ports import free_port

READY_SECONDS = 180
LINES_SHOWN = 80
# Where another website stands that may use the widget, for the tests that need one.
SITE_PORT = free_port()


@dataclass
class Product:
    """The running product.

    Attributes:
        front: URL of the door: the demo page and everything else patients reach.
        desk: URL of the front desk.
        rasa: URL of the Rasa server.
        var: its VAR_DIR, with the database in it.
        environment: what it was started with.
        log: what it printed so far, a line an item.
    """

    front: str
    desk: str
    rasa: str
    actions: str
    var: Path
    environment: dict[str, str]
    process: subprocess.Popen[str] | None = None
    log: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Starts every process and waits until all of them answer."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scripts.run"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        ready = threading.Event()
        threading.Thread(target=self._read, args=(self.process, ready), daemon=True).start()
        until = time.monotonic() + READY_SECONDS
        while not ready.wait(0.2):
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                pytest.fail("The product did not start:\n" + "\n".join(self.log[-40:]))

    def stop(self) -> None:
        """Stops it as Ctrl-C does."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def _read(self, process: subprocess.Popen[str], ready: threading.Event) -> None:
        for line in process.stdout or ():
            self.log.append(line.rstrip())
            if "[run] Ready." in line:
                ready.set()

    def chat(self) -> Chat:
        """A new conversation through the REST channel."""
        return Chat(self.rasa, f"test-{uuid.uuid4().hex}")


@dataclass
class Chat:
    """One conversation over REST: `say` returns the replies of a turn."""

    rasa: str
    sender: str
    replies: list[dict[str, Any]] = field(default_factory=list)

    def say(self, text: Any) -> str:
        """Sends a message; the texts of all replies, joined by blank lines."""
        response = httpx.post(
            f"{self.rasa}/webhooks/rest/webhook",
            json={"sender": self.sender, "message": text},
            timeout=60,
        )
        response.raise_for_status()
        self.replies = response.json()
        return "\n\n".join(reply["text"] for reply in self.replies if reply.get("text"))

    @property
    def buttons(self) -> dict[str, str]:
        """The choices of the last replies: label to payload."""
        return {
            button["title"]: button["payload"]
            for reply in self.replies
            for button in reply.get("buttons", [])
        }

    def press(self, label: str) -> str:
        """Presses a button of the last replies."""
        return self.say(self.buttons[label])

    def tracker(self) -> dict[str, Any]:
        """The conversation as Rasa's tracker API shows it."""
        response = httpx.get(f"{self.rasa}/conversations/{self.sender}/tracker", timeout=30)
        response.raise_for_status()
        return dict(response.json())

    @property
    def intent(self) -> str:
        """The intent of the last message."""
        return str(self.tracker()["latest_message"]["intent"]["name"])

    @property
    def slots(self) -> dict[str, Any]:
        """The slots that others than the dialogue read."""
        return dict(self.tracker()["slots"])

    @property
    def flow(self) -> str | None:
        """What is under way: book, move, call_off, look_up, call_back."""
        flow: str | None = self.slots["flow"]
        return flow

    @property
    def asked(self) -> str | None:
        """What waits for an answer, in a flow."""
        asked: str | None = self.slots["requested_slot"]
        return asked

    @property
    def state(self) -> dict[str, Any]:
        """The dialogue's state, as it is kept; what the reading is told of it as well."""
        kept = dict(self.slots["dialogue"])
        return {**kept.pop("context", {}), **kept}

    @property
    def times(self) -> list[str]:
        """The times on offer."""
        return [label for label, payload in self.buttons.items() if "slot:" in payload]

    def book_up_to(self, asked: str, number: str, name: str = "Dana Whitfield") -> str:
        """Books the first free time until `asked` is asked for; the last reply."""
        answers: dict[str, Callable[[], str]] = {
            "time": lambda: self.press(self.times[0]),
            "name": lambda: self.say(name),
            "phone": lambda: self.say(number),
            "signs": lambda: self.press("None of these"),
            "confirm": lambda: self.press("Yes, book it"),
        }
        reply = self.say("book a screening")
        for step, answer in answers.items():
            if step == asked:
                break
            reply = answer()
        return reply


@pytest.fixture(scope="session")
def trained(request: pytest.FixtureRequest) -> Path:
    """The model of the present sources; where there is none, it is shown that it is made."""
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        return train()


@contextmanager
def products(folders: pytest.TempPathFactory) -> Iterator[Callable[..., Product]]:
    """Starts products, and stops them all at the end: one that goes on takes of what there is."""
    started: list[Product] = []

    def start(**settings: str) -> Product:
        var = folders.mktemp("var")
        port, desk_port = free_port(), free_port()
        rasa_port, actions_port = free_port(), free_port()
        environment = {
            **os.environ,
            "PORT": str(port),
            "DESK_PORT": str(desk_port),
            "RASA_PORT": str(rasa_port),
            "ACTIONS_PORT": str(actions_port),
            "VAR_DIR": str(var),
            # On a busy machine a brain that a test kills may be away for long, and a turn take as
            # long as no patient would wait.
            "STAND_IN_SECONDS": "120",
            "TURN_TIMEOUT_SECONDS": "60",
            # What staff add is written to a copy.
            "TRAINING_DIR": str(shutil.copytree(ROOT / "data" / "nlu", var / "nlu")),
            **settings,
        }
        product = Product(
            front=f"http://127.0.0.1:{port}",
            desk=f"http://127.0.0.1:{desk_port}",
            rasa=f"http://127.0.0.1:{rasa_port}",
            actions=f"http://127.0.0.1:{actions_port}",
            var=var,
            environment=environment,
        )
        started.append(product)
        product.start()
        return product

    try:
        yield start
    finally:
        for product in started:
            product.stop()


@pytest.fixture(scope="module")
def start_product(
    tmp_path_factory: pytest.TempPathFactory, trained: Path
) -> Iterator[Callable[..., Product]]:
    """Starts a product of its own, with other settings where wanted: `start_product(KEY="…")`; it
    stops after the module's tests."""
    with products(tmp_path_factory) as start:
        yield start


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, trained: Path) -> Iterator[Product]:
    """The whole product as `make run` starts it, shared by the tests of a session."""
    with products(tmp_path_factory) as start:
        yield start(SITE_ORIGINS=f"http://127.0.0.1:{SITE_PORT}")


@pytest.fixture()
def chat(product: Product) -> Chat:
    """A new conversation with the shared product."""
    return product.chat()


class ToldAtOnce:
    """Shows what failed when it fails: a run that is ended from outside shows no summary."""

    def __init__(self, config: pytest.Config) -> None:
        self._terminal: Any = config.pluginmanager.get_plugin("terminalreporter")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._terminal.write_line(f"\n{report.nodeid} ({report.when})\n{report.longreprtext}")


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):  # whoever gathers the reports of all processes
        session.config.pluginmanager.register(ToldAtOnce(session.config))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Shows what the products of a failed test said last: why a page failed stands there only."""
    report = yield
    if report.failed:
        for name, given in getattr(item, "funcargs", {}).items():
            if isinstance(given, Product):
                said = "\n".join(given.log[-LINES_SHOWN:])
                report.sections.append((f"what the {name} said last", said))
    return report
