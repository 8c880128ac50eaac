"""Starts web channel servers and talks to them as the widget does."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import httpx

from clinic import conversations
from clinic.settings import ROOT
from clinic.storage import Database
from tests.integration.webchat import nursery
from tests.ports import free_port

START_SECONDS = 60
SECRET = "the servers' secret in these tests"


@dataclass
class Server:
    """One server process.

    Attributes:
        var: its VAR_DIR; several servers may share one, and with it the database.
        settings: its environment beside that.
        module: what is started; serves the web channel among others.
    """

    var: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: BaseProcess | None = None
    module: str = "tests.integration.webchat.server"

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "VAR_DIR": str(self.var), "SECRET_KEY": SECRET, **self.settings}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks/webchat"

    @property
    def log_file(self) -> Path:
        return self.var / f"server-{self.port}.log"

    def start(self) -> Server:
        self.process = nursery.start(self.module, self.port, self.environment, self.log_file)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.is_alive():
            try:
                if httpx.get(f"{self.url}/health", timeout=5).status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"The server did not start:\n{self.log()[-3000:]}")

    def log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def crash_at(self, step: str) -> None:
        """Has the process die as if by `kill -9` when it reaches a step."""
        (self.var / "crash").write_text(step)

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.is_alive()

    def wait_until_dead(self) -> None:
        assert self.process is not None
        self.process.join(timeout=20)
        assert self.process.exitcode == -signal.SIGKILL, self.log()[-3000:]

    def run_beside(self, script: str) -> None:
        """Runs Python in another process, on the same database."""
        command = [sys.executable, "-c", script]
        subprocess.run(command, check=True, cwd=ROOT, env=self.environment, timeout=60)

    def turns(self, conversation: str) -> list[str]:
        """The ids of the messages the engine began a turn for, in order."""
        file = self.var / "turns"
        begun = [line.split() for line in file.read_text().splitlines()] if file.exists() else []
        return [message for sender, message in begun if sender == conversation]

    def database(self) -> Database:
        """The servers' database, to look into."""
        return Database(self.settings.get("DATABASE_URL") or f"sqlite:///{self.var}/assistant.db")

    def remembers(self, conversation: str) -> bool:
        """Whether the engine keeps anything of a conversation."""
        with self.database().read() as connection:
            return conversations.exists(connection, conversation)

    def wait_for_turn(self, conversation: str) -> None:
        wait_until(lambda: bool(self.turns(conversation)))

    def wait_for_log(self, words: str) -> None:
        wait_until(lambda: words in self.log())

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process and self.process.is_alive():
            assert self.process.pid is not None
            os.kill(self.process.pid, how)
            self.process.join(timeout=15)
            if self.process.is_alive():
                self.process.kill()
                self.process.join()


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Waits for something that comes about by itself."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)


class Visitor:
    """A widget: one conversation, known by its token."""

    def __init__(self, server: Server, token: str | None = None) -> None:
        self.server = server
        self.http = httpx.Client(timeout=40)
        if token is None:
            opened = self.http.post(f"{server.url}/conversations")
            assert opened.status_code == 201, opened.text
            token = opened.json()["token"]
        self.token = token
        self.seen = 0
        self.messages: list[dict[str, Any]] = []

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def at(self, server: Server) -> Visitor:
        """The same visitor, answered by another server process."""
        return Visitor(server, self.token)

    def post(self, body: Any) -> httpx.Response:
        return self.http.post(f"{self.server.url}/messages", json=body, headers=self.headers)

    def send(self, text: str, client_id: str | None = None) -> httpx.Response:
        return self.post({"client_id": client_id or str(uuid.uuid4()), "text": text})

    def choose(self, token: str) -> httpx.Response:
        return self.post({"client_id": str(uuid.uuid4()), "choice": token})

    def clear(self) -> httpx.Response:
        return self.http.delete(f"{self.server.url}/conversation", headers=self.headers)

    @property
    def conversation(self) -> str:
        """The id in the token; it is signed, not secret."""
        payload = self.token.split(".")[0]
        return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))[0])

    def poll(self, wait: float = 0, after: int | None = None) -> dict[str, Any]:
        """Asks for what is new and keeps it."""
        response = self.http.get(
            f"{self.server.url}/messages",
            params={"after": self.seen if after is None else after, "wait": wait},
            headers=self.headers,
        )
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        if after is None and body["messages"]:
            self.messages += body["messages"]
            self.seen = body["messages"][-1]["seq"]
        return body

    def wait_for_answers(self, count: int, seconds: float = 30) -> list[str]:
        """Polls until so many messages of the assistant are there and nothing is on its way;
        the texts of all of them."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            body = self.poll(wait=0.3)
            if len(self.answers) >= count and not body["typing"] and not body["messages"]:
                return self.answers
        log = self.server.log()[-3000:]
        raise AssertionError(f"{len(self.answers)} of {count} answers:\n{log}")

    def wait_for_words(self, text: str, seconds: float = 20) -> dict[str, Any]:
        """Polls until the assistant has said this; the page it came with."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            body = self.poll(wait=0.3)
            if text in self.answers:
                return body
        raise AssertionError(f"{text!r} was not said:\n{self.server.log()[-3000:]}")

    def ask(self, text: str) -> dict[str, Any]:
        """Sends a message and returns the newest answer to it."""
        count = len(self.answers)
        assert self.send(text).status_code == 202
        self.wait_for_answers(count + 1)
        return self.messages[-1]

    @property
    def answers(self) -> list[str]:
        return [message["text"] for message in self.messages if message["from"] == "assistant"]

    @property
    def said(self) -> list[str]:
        return [message["text"] for message in self.messages if message["from"] == "patient"]
