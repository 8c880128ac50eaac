"""The API keeps to its own description, whatever is sent to it: no 500, every answer described."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clinic.settings import ROOT
from tests.integration.webchat.conftest import StartServer
from tests.integration.webchat.harness import Server, Visitor

HERE = Path(__file__).parent / "schemathesis"
SECONDS = 300


def uv() -> str:
    """The project's own uv, or the machine's."""
    own = ROOT / ".uv" / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    if not found:
        pytest.fail("schemathesis is run by uv; `make setup-dev` installs it")
    return found


@pytest.fixture(scope="module")
def open_server(start_server: StartServer) -> Server:
    """A server that takes as many requests as it can get."""
    plenty = "1000000"
    return start_server(
        WEB_MESSAGES_PER_MINUTE=plenty,
        WEB_MESSAGES_PER_MINUTE_PER_ADDRESS=plenty,
        WEB_CONVERSATIONS_PER_MINUTE_PER_ADDRESS=plenty,
    )


@pytest.mark.parametrize(
    "operations",
    [
        pytest.param(("--exclude-operation-id", "clear"), id="all but clearing"),
        pytest.param(("--include-operation-id", "clear"), id="clearing"),
    ],
)
def test_the_api_keeps_to_its_description(
    open_server: Server, tmp_path: Path, operations: tuple[str, str]
) -> None:
    visitor = Visitor(open_server)
    visitor.ask("hello")
    run = [uv(), "run", "--quiet", "--locked", "--python", sys.executable, "--project", str(HERE)]
    test = ["schemathesis", "--config-file", str(HERE / "schemathesis.toml"), "run"]
    test += [f"{open_server.url}/openapi.json", "--no-color", "--max-examples", "40"]
    test += ["--header", f"Authorization: Bearer {visitor.token}", *operations]
    finished = subprocess.run(
        run + test,
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
