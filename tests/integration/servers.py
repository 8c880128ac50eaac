"""Real servers that tests start for themselves: PostgreSQL and Redis, on ports of their own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.ports import free_port

READY_SECONDS = 60
# PostgreSQL refuses to run as root; as root the tests run it as the first of these that exists.
UNPRIVILEGED = ("postgres", "nobody")


def find_binary(name: str, package: str, folders: Sequence[str] = ()) -> str:
    """The path of a server's program; without one the test fails and says what to install."""
    for folder in folders:
        for found in sorted(Path("/").glob(folder.lstrip("/")), reverse=True):
            if (found / name).exists():
                return str(found / name)
    found_on_path = shutil.which(name)
    if found_on_path is None:
        pytest.fail(f"{name} is needed by this test: sudo apt-get install {package}")
    return str(found_on_path)


class PostgresServer:
    """A PostgreSQL cluster in a folder of its own, gone when it is stopped."""

    def __init__(self) -> None:
        folders = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")
        self._initdb = find_binary("initdb", "postgresql", folders)
        self._postgres = find_binary("postgres", "postgresql", folders)
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-test-"))
        self._names = 0
        self._as_user: list[str] = []
        if os.geteuid() == 0:
            user = next(name for name in UNPRIVILEGED if _exists(name))
            shutil.chown(self._folder, user)
            setpriv = find_binary("setpriv", "util-linux")
            self._as_user = [setpriv, f"--reuid={user}", "--clear-groups"]

    def start(self) -> PostgresServer:
        """Makes the cluster and waits until it answers."""
        data = self._folder / "data"
        self._run(self._initdb, "-D", str(data), "-U", "tests", "-A", "trust", "-E", "UTF8")
        return self.start_again()

    def start_again(self) -> PostgresServer:
        """Starts it on what is there, after a `kill`, and waits until it answers."""
        data = self._folder / "data"
        self._log = open(self._folder / "log", "ab")  # noqa: SIM115 - closed by stop()
        self._process = subprocess.Popen(
            [
                *self._as_user,
                *(self._postgres, "-D", str(data), "-p", str(self.port)),
                *("-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300"),
                *("-c", f"unix_socket_directories={self._folder}", "-c", "shared_buffers=64MB"),
            ],
            stdout=self._log,
            stderr=self._log,
            cwd=self._folder,
        )
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            try:
                self.sql("SELECT 1")
                return self
            except Exception:
                if self._process.poll() is not None:
                    break
                time.sleep(0.1)
        pytest.fail("PostgreSQL did not start:\n" + (self._folder / "log").read_text()[-2000:])

    @property
    def pid(self) -> int:
        """The number of its first process."""
        return self._process.pid

    def kill(self) -> None:
        """Ends it as `kill -9` does; its files stay."""
        self._process.kill()
        self._process.wait(timeout=30)
        self._log.close()

    def stop(self) -> None:
        """Stops it at once; its files are deleted."""
        process = getattr(self, "_process", None)
        if process is not None:
            process.send_signal(3)  # SIGQUIT: stop now, without writing anything back
            process.wait(timeout=30)
            self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql://tests@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str | None = None) -> str:
        """A new database, empty or a copy of `template`; returns its name."""
        self._names += 1
        name = f"test_{self._names}"
        self.sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return name

    def disconnect(self, name: str) -> None:
        """Ends every connection to a database, so that it can be copied."""
        self.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    def drop_database(self, name: str) -> None:
        """Drops a database, and every connection to it."""
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def sql(self, statement: str) -> None:
        """Runs a statement outside of any transaction."""
        import psycopg2

        connection = psycopg2.connect(self.url("postgres"), connect_timeout=2)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def _run(self, *command: str) -> None:
        result = subprocess.run(
            [*self._as_user, *command], capture_output=True, text=True, cwd=self._folder
        )
        if result.returncode != 0:
            pytest.fail(f"{command[0]} failed:\n{result.stderr[-2000:]}")


class PostgresReplica(PostgresServer):
    """A second PostgreSQL that follows another by streaming replication and can only be read, until
    it is promoted.

    Args:
        primary: whom it follows, started.
    """

    def __init__(self, primary: PostgresServer) -> None:
        super().__init__()
        self._basebackup = str(Path(self._postgres).with_name("pg_basebackup"))
        self._primary = primary

    def start(self) -> PostgresReplica:
        """Copies the other and follows it; from then on the other acknowledges no commit that is
        not on this one's disk."""
        place = ["-h", "127.0.0.1", "-p", str(self._primary.port), "-U", "tests"]
        # -R writes whom it follows into its own configuration.
        self._run(self._basebackup, *place, "-D", str(self._folder / "data"), "-R", "-X", "stream")
        self.start_again()
        self._primary.sql("ALTER SYSTEM SET synchronous_standby_names TO '*'")
        self._primary.sql("SELECT pg_reload_conf()")
        return self

    def promote(self) -> None:
        """Makes it the one that is written to."""
        self.sql("SELECT pg_promote(wait => true)")


class RedisServer:
    """A Redis server that keeps nothing on disk."""

    def __init__(self) -> None:
        self._binary = find_binary("redis-server", "redis-server")
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> RedisServer:
        """Starts it and waits until it answers."""
        self._process = subprocess.Popen(
            [self._binary, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            cwd=tempfile.gettempdir(),
        )
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        pytest.fail("Redis did not start")

    def stop(self) -> None:
        """Stops it at once."""
        self._process.kill()
        self._process.wait(timeout=30)


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
