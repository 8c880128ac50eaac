"""deploy/compose.yml without Docker: each service's own command with its own environment, as
processes of this machine. What a network of containers gives is replaced, and nothing else: names
of services become addresses here, and each process has ports of its own.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from benchmarks.drill_house import Kept, until
from clinic.settings import ROOT, Settings
from clinic.telemetry.start import PARTS
from scripts.train import train
from tests.integration.nginx import NginxServer
from tests.integration.servers import PostgresServer, find_binary
from tests.ports import free_port

DEPLOY = ROOT / "deploy"
# What whoever deploys it sets, in the shell and in deploy/assistant.env.
GIVEN = {"POSTGRES_PASSWORD": "a" * 20, "METRICS_TOKEN": "b" * 32}
FILLED_IN = {"SECRET_KEY": "c" * 48}
# Each program of ours: which part of the product it is, and the setting with its port.
PROGRAMS = {
    "door": ("door", "PORT"),
    "engine.server": ("brain", "RASA_PORT"),
    "actions": ("actions", "ACTIONS_PORT"),
    "frontdesk": ("desk", "DESK_PORT"),
    "worker": ("worker", ""),
}
ANYWHERE = ("HOST", "METRICS_HOST")  # 0.0.0.0 within a network of containers


class Composed:
    """The services of the file, started in its order.

    Args:
        folder: for logs, VAR_DIR and what Redis keeps.
        database: a PostgreSQL server.

    Attributes:
        ports: of each service, by its name, the port where it answers.
        metrics: likewise, where its figures are.
        url: where visitors come in, by nginx.
    """

    def __init__(self, folder: Path, database: PostgresServer) -> None:
        text = re.sub(r"\$\{(\w+)[^}]*\}", _given, (DEPLOY / "compose.yml").read_text())
        self.services: dict[str, Any] = YAML(typ="safe").load(text)["services"]
        self._folder, self._database = folder, database
        self.ports = {name: free_port() for name in self.services}
        self.ports["database"] = database.port
        self.metrics = {name: free_port() for name in self.services}
        self._stack = ExitStack()

    def start(self) -> None:
        """Starts everything, each when what it depends on is as it has to be."""
        self._prepare_database()
        waiting = {name: set(_needs(service)) for name, service in self.services.items()}
        while waiting:
            ready = [name for name, needs in waiting.items() if not needs & set(waiting)]
            assert ready, f"{sorted(waiting)} wait for each other"
            for name in ready:
                self._start(name)
                del waiting[name]

    def stop(self) -> None:
        """Ends everything."""
        self._stack.close()

    def _start(self, name: str) -> None:
        service = self.services[name]
        if "build" in service:
            self._start_ours(name, service)
        elif name == "nginx":
            self.nginx = NginxServer([self.ports["door-1"], self.ports["door-2"]])
            self.url = self.nginx.start().url
            self._stack.callback(self.nginx.stop)
        elif name == "database":
            until(lambda: self._is_healthy(service))
        else:
            self._start_redis(service)

    def _start_ours(self, name: str, service: Mapping[str, Any]) -> None:
        python, minus_m, module, *arguments = shlex.split(service["command"])
        assert (python, minus_m) == ("python", "-m")
        settings = self._settings(name, module, service)
        if service["restart"] == "no":
            command = [str(ROOT / ".venv" / "bin" / "python"), "-m", module, *arguments]
            subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True)
            return
        assert not arguments
        log = self._folder / f"{name}.log"
        self._stack.callback(Kept(module, settings, log, self.ports[name]).stop)

    def _settings(self, name: str, module: str, service: Mapping[str, Any]) -> dict[str, str]:
        """The environment of a container of ours, on this machine."""
        assert service["env_file"] == "assistant.env"
        settings = {**_example(), **FILLED_IN, **service["environment"]}
        for key in ANYWHERE:
            assert settings.pop(key) == "0.0.0.0"
        places = {
            "database/": f"127.0.0.1:{self.ports['database']}/",
            "redis:6379": f"127.0.0.1:{self.ports['redis']}",
            "actions:5055": f"127.0.0.1:{self.ports['actions']}",
        }
        for key, value in settings.items():
            for place, here in places.items():
                value = re.sub(rf"(?<=[@/]){place}", here, value)
            settings[key] = value
        if module in PROGRAMS:
            part, port = PROGRAMS[module]
            settings["METRICS_PORT"] = str(self.metrics[name] - PARTS.index(part))
            settings.update({port: str(self.ports[name])} if port else {})
        # The image has the model, and a folder of its own for what is written.
        return {**settings, "VAR_DIR": str(self._folder), "RASA_MODEL": str(train())}

    def _prepare_database(self) -> None:
        """What PostgreSQL's image does with its environment."""
        wanted = self.services["database"]["environment"]
        user, password = wanted["POSTGRES_USER"], wanted["POSTGRES_PASSWORD"]
        self._database.sql(f"CREATE ROLE {user} LOGIN PASSWORD '{password}'")
        self._database.sql(f"CREATE DATABASE {wanted['POSTGRES_DB']} OWNER {user}")

    def _is_healthy(self, service: Mapping[str, Any]) -> bool:
        program, *arguments = shlex.split(service["healthcheck"]["test"])
        folders = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")
        place = ["-h", "127.0.0.1", "-p", str(self._database.port)]
        command = [find_binary(program, "postgresql", folders), *arguments, *place]
        return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0

    def _start_redis(self, service: Mapping[str, Any]) -> None:
        program, *arguments = shlex.split(service["command"])
        here = ["--port", str(self.ports["redis"]), "--bind", "127.0.0.1"]
        command = [find_binary(program, program), *arguments, *here]
        redis = subprocess.Popen(command, cwd=self._folder, stdout=subprocess.DEVNULL)
        self._stack.callback(redis.wait, 20)
        self._stack.callback(redis.terminate)


def _given(found: re.Match[str]) -> str:
    return GIVEN[found[1]]


def _example() -> dict[str, str]:
    """deploy/assistant.env as its example has it, with what must be filled in left out."""
    lines = (DEPLOY / "assistant.env.example").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key: value for key, _, value in pairs if value}


def _needs(service: Mapping[str, Any]) -> list[str]:
    """The services it depends on."""
    return list(service.get("depends_on", []))


@contextmanager
def composed(folder: Path, database: PostgresServer) -> Iterator[Composed]:
    """All services, started, and stopped in the end. Settings that this process has of its own are
    none of theirs."""
    kept = {key: os.environ.pop(key, None) for key in map(str.upper, Settings.__fields__)}
    services = Composed(folder, database)
    try:
        services.start()
        yield services
    finally:
        services.stop()
        os.environ.update({key: value for key, value in kept.items() if value is not None})
