"""The two that are compared: Rasa as it comes, and this product."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import httpx
import psutil

from benchmarks import baseline_project
from benchmarks.copies import CopiedTurns
from clinic.settings import ROOT

BUILD = ROOT / "build" / "benchmarks"
LISTEN_SECONDS = 600
MEGABYTE = 1024**2


@dataclass
class System:
    """One server with its action server.

    Attributes:
        name: "default" or "ours".
        folder: where its commands run.
        environment: added to the environment of its processes.
        train: command that trains it.
        server: command of the Rasa server.
        actions: command of the action server.
        port: of the Rasa server.
        door: command of the door, where there is one.
        door_port: of the door.
        copy_turns: adds so many copied turns to a conversation; None: every turn is walked.
    """

    name: str
    folder: Path
    environment: dict[str, str]
    train: list[str]
    server: list[str]
    actions: list[str]
    port: int
    action_port: int
    copy_turns: Callable[[str, int], None] | None = None
    door: list[str] = field(default_factory=list)
    door_port: int = 0
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The Rasa server's URL."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def front(self) -> str:
        """The door's URL."""
        return f"http://127.0.0.1:{self.door_port}"

    def train_seconds(self) -> float:
        """Trains it and says how long that took, the program's own start included."""
        started = time.monotonic()
        self._run(self.train, wait=True)
        return time.monotonic() - started

    def start(self) -> float:
        """Starts the servers; the seconds until the Rasa server listens."""
        if self.door:
            self.start_door()
        self._run(self.actions)
        _until_open(self.action_port)
        started = time.monotonic()
        self._run(self.server)
        _until_open(self.port)
        return time.monotonic() - started

    def start_door(self) -> float:
        """Starts the door; the seconds until it listens."""
        started = time.monotonic()
        self._run(self.door)
        _until_listening(self.door_port)
        return time.monotonic() - started

    def memory(self) -> float:
        """Resident memory of the Rasa server, in MB."""
        return float(psutil.Process(self.running[-1].pid).memory_info().rss / MEGABYTE)

    def stop(self) -> None:
        """Stops the servers."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()

    def _run(self, command: list[str], wait: bool = False) -> None:
        BUILD.mkdir(parents=True, exist_ok=True)
        with open(BUILD / f"{self.name}.log", "ab") as log:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
            )
        if not wait:
            self.running.append(process)
        elif process.wait() != 0:
            sys.exit(f"[bench] {self.name} could not be trained; see {log.name}")


def default(epochs: int = baseline_project.EPOCHS) -> System:
    """Rasa's default pipeline in an environment and a project of its own."""
    folder = BUILD / "default"
    python = str(_baseline_environment() / "bin" / "python")
    baseline_project.write(folder, epochs)
    conversations = folder / "conversations.db"
    conversations.unlink(missing_ok=True)
    port, action_port = _free_port(), _free_port()
    rasa = [python, "-W", "ignore", "-m", "rasa"]
    return System(
        name="default",
        folder=folder,
        environment={
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "ACTIONS_URL": f"http://127.0.0.1:{action_port}/webhook",
        },
        train=[*rasa, "train", "--fixed-model-name", "default", "--force", "--skip-validation"],
        server=[*rasa, "run", "--enable-api", "-i", "127.0.0.1", "-p", str(port)],
        actions=[python, "-m", "rasa_sdk", "--actions", "actions", "--port", str(action_port)],
        port=port,
        action_port=action_port,
        copy_turns=CopiedTurns(conversations).add,
    )


def ours() -> System:
    """This product's door, brain and action server, with a database of their own."""
    from scripts.train import train

    # A copy: training it again in the meantime deletes old models.
    BUILD.mkdir(parents=True, exist_ok=True)
    model = shutil.copy(train(), BUILD / "ours.tar.gz")
    var = BUILD / "var"
    shutil.rmtree(var, ignore_errors=True)
    port, action_port, door_port = _free_port(), _free_port(), _free_port()
    python = [sys.executable, "-W", "ignore", "-m"]
    environment = {
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "VAR_DIR": str(var),
        "DATABASE_URL": "",
        "PORT": str(door_port),
        "RASA_PORT": str(port),
        "ACTIONS_PORT": str(action_port),
        "RASA_MODEL": str(model),
    }
    migrate = [*python, "alembic", "upgrade", "head"]
    subprocess.run(
        migrate, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True
    )
    return System(
        name="ours",
        folder=ROOT,
        environment=environment,
        train=[*python, "scripts.train", "--force"],
        server=[*python, "engine.server", "--rest"],
        door=[*python, "door"],
        door_port=door_port,
        actions=[*python, "rasa_sdk", "--actions", "actions", "--port", str(action_port)],
        port=port,
        action_port=action_port,
    )


def disk(system: System) -> float:
    """Size of what its environment needs to run, in MB; development tools aside."""
    if system.name == "default":
        return _folder_size(_baseline_environment() / "lib")
    wanted = _runtime_packages()
    size = 0
    for distribution in metadata.distributions():
        if _folded(distribution.metadata["Name"]) in wanted:
            paths = [Path(str(file.locate())) for file in distribution.files or ()]
            size += sum(path.stat().st_size for path in paths if path.exists())
    return size / MEGABYTE


def _baseline_environment() -> Path:
    """The baseline's virtual environment, installed by uv when it is not there yet."""
    chosen = os.environ.get("BASELINE_VENV")
    environment = Path(chosen) if chosen else BUILD / "default-venv"
    if not (environment / "bin" / "rasa").exists():
        print("[bench] Installing Rasa with TensorFlow (2.6 GB, once) ...", flush=True)
        subprocess.run(
            [_uv(), "sync", "--frozen", "--python", sys.executable],
            cwd=baseline_project.SOURCES,
            env={**os.environ, "UV_PROJECT_ENVIRONMENT": str(environment), "VIRTUAL_ENV": ""},
            check=True,
        )
    return environment


def _runtime_packages() -> set[str]:
    exported = subprocess.run(
        [_uv(), "export", "--frozen", "--no-dev", "--no-hashes", "--no-annotate"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = re.findall(r"^([A-Za-z0-9._-]+)==", exported, re.MULTILINE)
    return {_folded(name) for name in [*names, "tensorflow"]}


def _uv() -> str:
    own = ROOT / ".uv" / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    return found or sys.exit("[bench] uv is missing; run `make setup` first.")


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _folder_size(folder: Path) -> float:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    sizes = (path.stat().st_size for path in files if path.suffix != ".pyc")
    return sum(sizes) / MEGABYTE


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_listening(port: int) -> None:
    """Waits until a connection is taken; whoever listens need not have answered anything yet."""
    until = time.monotonic() + LISTEN_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
            return
        except OSError:
            time.sleep(0.005)
    sys.exit(f"[bench] Nothing listens on port {port}; see the logs in {BUILD}")


def _until_open(port: int) -> None:
    until = time.monotonic() + LISTEN_SECONDS
    while time.monotonic() < until:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=2)
            return
        except httpx.HTTPError:
            time.sleep(0.02)
    sys.exit(f"[bench] Nothing listens on port {port}; see the logs in {BUILD}")
