"""The product as deploy/compose.yml runs it, for drills: two doors behind nginx, brains, actions,
two workers, on one PostgreSQL and Redis; each process is kept up, and can be killed.

Needs what the tests need: PostgreSQL, Redis and nginx are started by their code.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from clinic.settings import ROOT
from sandbox.twilio import TwilioStandIn
from scripts.keep import die_with_parent
from scripts.train import model_path, train
from tests.integration.nginx import NginxServer
from tests.integration.servers import PostgresServer, RedisServer
from tests.integration.webchat import nursery
from tests.ports import free_port

ACCOUNT, CLINIC = "AC" + "0" * 32, "+14145550142"
SCRIPTED, AWAKE = "tests.integration.door.brain", "The brain is awake."
READY_SECONDS, AGAIN_SECONDS = 300, 0.2


class Forked:
    """A process that was forked, where it takes seconds to start one; used as the others are."""

    def __init__(self, process: BaseProcess) -> None:
        self._process, self.pid = process, process.pid or 0
        self.kill, self.terminate = process.kill, process.terminate

    def wait(self, timeout: float | None = None) -> None:
        """Waits until it has ended.

        Raises:
            subprocess.TimeoutExpired: not in that time.
        """
        self._process.join(timeout)
        if self._process.is_alive():
            raise subprocess.TimeoutExpired(SCRIPTED, timeout or 0)


class Kept:
    """A process that is started again whenever it ends.

    Args:
        module: of ours, started with `python -m`.
        settings: added to this process's environment.
        log: where it writes.
        port: where it listens once it is ready; None: it is ready when it says `AWAKE`, or at once.
    """

    def __init__(
        self, module: str, settings: dict[str, str], log: Path, port: int | None = None
    ) -> None:
        self._module, self._log, self._port = module, log, port
        self._environment = {**os.environ, **settings}
        self._ending = False
        self.process = self._start()
        threading.Thread(target=self._keep, daemon=True).start()

    def change(self, **settings: str) -> None:
        """Has the next start be with other settings."""
        self._environment.update(settings)

    def kill(self) -> None:
        """Ends it as `kill -9` does; it is started again."""
        self.process.kill()

    def renew(self) -> None:
        """Ends it as an update does, and waits until the next one is ready."""
        before = self.process.pid
        self.process.terminate()
        until(lambda: self.process.pid != before and self.is_ready())

    def is_ready(self) -> bool:
        """Whether it does its work."""
        if self._port is None:
            return self._module != SCRIPTED or (
                self._log.exists() and AWAKE in self._log.read_text(errors="replace")
            )
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0

    def stop(self) -> None:
        """Ends it for good."""
        self._ending = True
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _start(self) -> subprocess.Popen[bytes] | Forked:
        if self._log.exists():  # each life has a log of its own
            self._log.rename(self._log.with_suffix(f".{time.time():.0f}.log"))
        if self._module == SCRIPTED:
            return Forked(nursery.start(self._module, 0, self._environment, self._log))
        with self._log.open("wb") as log:
            command = [sys.executable, "-W", "ignore", "-m", self._module]
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )

    def _keep(self) -> None:
        while True:
            self.process.wait()
            if self._ending:
                return
            time.sleep(AGAIN_SECONDS)
            self.process = self._start()


class DrillHouse:
    """Everything, on a database of its own.

    Args:
        folder: for logs and VAR_DIR.
        url: of a migrated PostgreSQL database.
        redis: URL of a Redis server.
        brains: how many.
        scripted: they say one line each and need no actions, so that a test has them in a moment.

    Attributes:
        front: where patients and the carrier come in.
        twilio: the carrier.
    """

    def __init__(
        self, folder: Path, url: str, redis: str, brains: int = 2, *, scripted: bool = False
    ) -> None:
        self.folder, self.url = folder, url
        ports = [free_port(), free_port()]
        self.nginx = NginxServer(ports)
        self.front = self.nginx.url
        # The stand-in's requests and the people's trust nginx's certificate by it.
        os.environ["SSL_CERT_FILE"] = str(self.nginx.certificate)
        self.twilio = TwilioStandIn(free_port(), ACCOUNT, secrets.token_hex(16))
        self.twilio.tries = 2
        self.twilio.start()
        self.settings = {
            "VAR_DIR": str(folder),
            "DATABASE_URL": url,
            "REDIS_URL": redis,
            "LOCK_STORE": "postgresql",
            "PUBLIC_URL": self.front,
            "TRUST_PROXY_HEADERS": "true",
            "RASA_MODEL": str(model_path() if scripted else train()),
            "MALLOC_ARENA_MAX": "1",
            # What is looked at is what becomes of each question: nobody answers in a brain's place.
            "STAND_IN_SECONDS": "600",
            # All of them come from one address.
            "WEB_CONVERSATIONS_PER_MINUTE_PER_ADDRESS": "100000",
            "WEB_MESSAGES_PER_MINUTE_PER_ADDRESS": "100000",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": self.twilio.token,
            "TWILIO_FROM": CLINIC,
            "TWILIO_API_URL": self.twilio.url,
        }
        self.doors = [self._kept("door", port, PORT=str(port)) for port in ports]
        self.actions = None if scripted else self.new_actions()
        self.brains = [self._brain(scripted) for _ in range(brains)]
        self.workers = [self._kept("worker") for _ in range(2)]

    def new_actions(self) -> Kept:
        """Starts an action server, to which brains are led that are started from now on."""
        port = self.settings["ACTIONS_PORT"] = str(free_port())
        return self._kept("actions", int(port))

    def _brain(self, scripted: bool) -> Kept:
        port = free_port()
        if scripted:  # not warmed up as the real one is
            return self._kept(SCRIPTED, TURN_TIMEOUT_SECONDS="60")
        return self._kept("engine.server", port, RASA_PORT=str(port))

    def _kept(self, module: str, port: int | None = None, **more: str) -> Kept:
        number = len(list(self.folder.glob("*.log")))
        log = self.folder / f"{module}-{number}.log"
        return Kept(module, {**self.settings, **more}, log, port)

    @property
    def everything(self) -> list[Kept]:
        """All of its processes."""
        actions = [self.actions] if self.actions else []
        return [*actions, *self.brains, *self.doors, *self.workers]

    def start(self) -> DrillHouse:
        """Waits until every process does its work, and opens."""
        until(lambda: all(part.is_ready() for part in self.everything))
        self.nginx.start()
        return self

    def stop(self) -> None:
        """Ends everything."""
        for part in self.everything:
            part.stop()
        self.twilio.stop()
        with suppress(AttributeError):  # it was not started
            self.nginx.stop()
        os.environ.pop("SSL_CERT_FILE", None)


@contextmanager
def servers() -> Iterator[tuple[PostgresServer, RedisServer]]:
    """A PostgreSQL and a Redis of a drill's own, and a secret for what is kept in them."""
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
    database, redis = PostgresServer(), RedisServer()
    try:
        yield database.start(), redis.start()
    finally:
        redis.stop()
        database.stop()


def migrated(server: PostgresServer) -> str:
    """The URL of a new database at the newest schema."""
    url = server.url(server.create_database())
    command = [sys.executable, "-W", "ignore", "-m", "alembic", "upgrade", "head"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, check=True)
    return url


@contextmanager
def house(
    server: PostgresServer, redis: RedisServer, brains: int = 2, *, scripted: bool = False
) -> Iterator[DrillHouse]:
    """Everything, started, and stopped in the end."""
    with TemporaryDirectory(prefix="drill-") as folder:
        opened = DrillHouse(Path(folder), migrated(server), redis.url, brains, scripted=scripted)
        try:
            yield opened.start()
        finally:
            opened.stop()


def until(true: Callable[[], bool], seconds: float = READY_SECONDS) -> None:
    """Waits until something is so.

    Raises:
        TimeoutError: it did not become so.
    """
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited for {seconds:.0f} s in vain")
        time.sleep(0.1)


def at(ordered: Sequence[float], share: float) -> float:
    """The value that so large a share of ordered ones does not exceed."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
