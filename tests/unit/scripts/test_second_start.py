"""Of two starts on the same data or ports one runs, and the other says why it does not."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.publishing import switching
from clinic.settings import ROOT, get_settings
from scripts.run import check_ports
from tests.ports import free_port


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A VAR_DIR of its own, and ports nobody has."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    for name in ("PORT", "DESK_PORT", "RASA_PORT", "ACTIONS_PORT"):
        monkeypatch.setenv(name, str(free_port()))
    get_settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    get_settings.cache_clear()


def start() -> subprocess.CompletedProcess[str]:
    """What `make run` becomes once everything is prepared."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "scripts.up"],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_second_start_on_the_same_data_is_refused_before_it_learns_anything(var: Path) -> None:
    check_ports(get_settings())
    with switching.keeping(), pytest.raises(SystemExit, match=f"runs already.*{var}"):
        check_ports(get_settings())


def test_of_two_starts_at_once_on_the_same_data_the_second_says_so(var: Path) -> None:
    with switching.keeping():
        ended = start()
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"[run] The assistant runs already, with its data in {var}.")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("name", ["PORT", "DESK_PORT", "RASA_PORT"])
def test_of_two_starts_at_once_on_the_same_ports_the_second_says_so(name: str) -> None:
    port = int(os.environ[name])
    with socket.create_server(("127.0.0.1", port)):
        ended = start()
    assert ended.returncode == 1
    assert ended.stderr == (
        f"[run] Port {port} is taken. Stop what uses it, or choose another:\n"
        f"  {name}={port + 1000} make run\n"
    )


def test_who_only_asks_whether_somebody_keeps_it_up_stops_no_start(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = (var / switching.KEEPER).open("wb")
    fcntl.flock(asking, fcntl.LOCK_SH)
    monkeypatch.setattr("time.sleep", lambda _: asking.close())
    with switching.keeping():
        assert switching.is_kept()
