"""The units for one machine: systemd finds nothing wrong, and they start what the product is."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from clinic.settings import ROOT, Settings

UNITS = ROOT / "deploy" / "systemd"
INSTALLED = "/opt/sciatica-assistant"
FILES = sorted(path.name for path in UNITS.iterdir())
TARGET = (UNITS / "sciatica-assistant.target").read_text(encoding="utf-8")
WANTED = re.findall(r"^Wants=(\S+)$", TARGET, re.MULTILINE)
# Read by libraries, not by the product's settings.
OF_LIBRARIES = {
    "MALLOC_ARENA_MAX",
    "PYTHONUNBUFFERED",
    "SETUPTOOLS_USE_DISTUTILS",
    "SQLALCHEMY_SILENCE_UBER_WARNING",
}


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    """What systemd says of every unit in a folder, with the product where it is here."""
    for name in FILES:
        unit = (UNITS / name).read_text(encoding="utf-8")
        (folder / name).write_text(unit.replace(INSTALLED, str(ROOT)), encoding="utf-8")
    names = [name for name in FILES if "@" not in name] + [n for n in WANTED if "@" in n]
    analyze = shutil.which("systemd-analyze")
    assert analyze, "systemd-analyze is needed by this test: sudo apt-get install systemd"
    return subprocess.run(
        [analyze, "verify", "--man=no", *names],
        cwd=folder,
        env={"SYSTEMD_UNIT_PATH": f"{folder}:"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    said = verify(tmp_path)
    assert (said.returncode, said.stderr) == (0, "")


def commands(name: str) -> list[str]:
    unit = (UNITS / name).read_text(encoding="utf-8")
    return re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)


def test_every_process_of_the_guide_is_started() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    processes = set(re.findall(r"^\| `python -m ([\w.]+)` \|", guide, re.MULTILINE))
    instances = set(re.findall(r"^Wants=sciatica-assistant@(.+)\.service$", TARGET, re.MULTILINE))
    assert instances | {"door"} == processes
    assert "sciatica-assistant-door.service" in WANTED
    assert commands("sciatica-assistant@.service") == [
        f"{INSTALLED}/.venv/bin/python -W ignore -m %i"  # above all: no --rest
    ]


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".service")])
def test_what_is_started_is_ours(name: str) -> None:
    for command in commands(name):
        python, _, module = command.partition(" -W ignore -m ")
        assert python == f"{INSTALLED}/.venv/bin/python"
        assert module == "%i" or importlib.util.find_spec(module.split()[0])


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".service")])
def test_the_settings_are_settings(name: str) -> None:
    unit = (UNITS / name).read_text(encoding="utf-8")
    lines = re.findall(r"^Environment=(.*)$", unit, re.MULTILINE)
    given = {pair.partition("=")[0] for line in lines for pair in line.split()}
    assert given <= {field.upper() for field in Settings.__fields__} | OF_LIBRARIES


def test_patients_requests_wait_where_the_door_would_listen() -> None:
    socket = (UNITS / "sciatica-assistant-door.socket").read_text(encoding="utf-8")
    port = Settings.__fields__["port"].default
    assert f"\nListenStream=127.0.0.1:{port}\n" in socket
    assert commands("sciatica-assistant-door.service")[0].endswith(" -m door --fd 3")
