"""Door, brain and worker, each a process of its own, beside a stand-in for Twilio."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
from sqlalchemy import text as sql

from channels.sms.texts import say
from clinic.settings import ROOT
from clinic.storage import Database
from sandbox.twilio import Text, TwilioStandIn
from tests.integration.conftest import SECRET
from tests.integration.webchat.harness import wait_until
from tests.ports import free_port

ACCOUNT, CLINIC = "AC" + "0" * 32, "+14145550142"
START_SECONDS = 240
MODULES = {
    "door": "tests.integration.door.full_door",
    "brain": "tests.integration.door.brain",
    "worker": "worker",
}


class House:
    """The processes, kept up by the product's own keeper.

    Args:
        var: VAR_DIR, with a migrated database unless `DATABASE_URL` names another.
        settings: beside those that lead to the stand-in.
    """

    def __init__(self, var: Path, **settings: str) -> None:
        self.var, self.port = var, free_port()
        self.twilio = TwilioStandIn(free_port(), ACCOUNT, secrets.token_hex(16))
        self.twilio.tries = 2
        self.twilio.start()
        self.front = f"http://127.0.0.1:{self.port}"
        self.settings = {
            "VAR_DIR": str(var),
            "SECRET_KEY": SECRET,
            "PORT": str(self.port),
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": self.twilio.token,
            "TWILIO_FROM": CLINIC,
            "TWILIO_API_URL": self.twilio.url,
            "WEB_CONVERSATIONS_PER_MINUTE_PER_ADDRESS": "1000",
            **settings,
        }
        self.log_file = var / "house.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> House:
        """Starts everything and waits until it answers."""
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.integration.door.supervisor"],
                cwd=ROOT,
                env={**os.environ, **self.settings},
                stdout=log,
                stderr=log,
            )
        wait_until(self._is_up, START_SECONDS)
        return self

    def _is_up(self) -> bool:
        if "The brain is awake." not in self.log():
            return False
        try:
            return httpx.get(f"{self.front}/webhooks/webchat/health", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def is_down(self) -> bool:
        """Whether nobody listens any more."""
        try:
            httpx.get(f"{self.front}/widget.js", timeout=5)
        except httpx.TransportError:
            return True
        return False

    def log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def pid(self, name: str) -> int:
        """The process that plays a part now."""
        assert self.process is not None
        found: list[int] = []

        def look() -> bool:
            for child in psutil.Process(self.process.pid).children() if self.process else []:
                with suppress(psutil.Error):
                    if MODULES[name] in child.cmdline():
                        found.append(child.pid)
            return bool(found)

        wait_until(look, START_SECONDS)
        return found[0]

    def kill(self, name: str) -> None:
        """Ends a process as `kill -9` does; the keeper starts it again."""
        os.kill(self.pid(name), signal.SIGKILL)

    def restart(self, name: str) -> None:
        """Ends a process as an update does, and waits for the next one."""
        before = self.pid(name)
        os.kill(before, signal.SIGTERM)
        wait_until(lambda: self.pid(name) != before, START_SECONDS)

    def empty_disk(self) -> None:
        """Makes room again for the door, which had none (`FULL_DISK=door`)."""
        (self.var / "roomy").touch()
        self.restart("door")
        wait_until(self._is_up, START_SECONDS)

    def let_time_pass_for_texts(self, seconds: float) -> None:
        """Has everything that was texted so far lie so far back."""
        for texts in (self.twilio.written, self.twilio.sent):
            texts[:] = [self.twilio.earlier(text, seconds) for text in texts]

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.twilio.stop()

    @property
    def database(self) -> Database:
        url = self.settings.get("DATABASE_URL") or f"sqlite:///{self.var}/assistant.db"
        return Database(url)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(sql(query))]

    # patients who text

    def text(self, number: str, body: str, sid: str | None = None) -> int:
        """A patient's text; the status of the webhook's answer, 0 when there was none."""
        sid = sid or f"SM{uuid.uuid4().hex}"
        webhook = f"{self.front}/webhooks/sms/webhook"
        try:
            return self.twilio.text(webhook, number, CLINIC, body, MessageSid=sid).status_code
        except httpx.TransportError:
            return 0

    def texts_to(self, number: str) -> list[Text]:
        """The answers sent to a number. The introduction goes before the first one, once, as a text
        of its own where both don't fit into one: after hours the answer is longer."""
        introduction = say("introduction")
        texts = [text for text in self.twilio.sent if text.to == number]
        assert sum(introduction in text.body for text in texts) <= 1, "introduced twice"
        return [text for text in texts if text.body != introduction]

    def send_all(self, numbers: Iterable[str], per_second: float) -> list[int]:
        """One text from each number, so many a second, none waiting for another."""
        begun = time.monotonic()
        with ThreadPoolExecutor(64) as pool:
            sent = []
            for place, number in enumerate(numbers):
                time.sleep(max(begun + place / per_second - time.monotonic(), 0))
                sent.append(pool.submit(self.text, number, f"word {number}"))
            return [one.result() for one in sent]

    def wait_until_all_is_quiet(self, count: int, seconds: float = 90) -> None:
        """Waits until so many texts are stored, all are answered, and nothing is to be sent."""
        stored = "SELECT COUNT(*) FROM inbound_messages"
        waiting = "SELECT COUNT(*) FROM inbound_messages WHERE answered_at IS NULL"
        queued = "SELECT COUNT(*) FROM outbox WHERE state = 'queued'"

        def quiet() -> bool:
            with suppress(Exception):
                return self.rows(stored)[0][0] == count and not any(
                    self.rows(query)[0][0] for query in (waiting, queued)
                )
            return False

        try:
            wait_until(quiet, seconds)
        except AssertionError:
            raise AssertionError(self.log()[-4000:]) from None


def numbers(count: int) -> list[str]:
    """Phone numbers that may be texted, none like another."""
    return [f"+1414555{place:04d}" for place in range(1000, 1000 + count)]
