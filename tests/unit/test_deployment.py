"""The deployment sketch names what there is: commands, settings, files, versions."""

import importlib.util
import re

import pytest
from ruamel.yaml import YAML

from clinic.settings import ROOT, Settings
from scripts.setup import UV_VERSION

DEPLOY = ROOT / "deploy"
# Docker puts the values of its own environment in first.
EXPANDED = re.sub(r"\$\{\w+[^}]*\}", "secret" * 6, (DEPLOY / "compose.yml").read_text())
COMPOSE = YAML(typ="safe").load(EXPANDED)
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
SETTINGS = {name.upper() for name in Settings.__fields__}
# Read by engine.server beside the settings.
OF_RASA = {"ACTIONS_URL"}


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_one_of_ours(name: str) -> None:
    words = OURS[name]["command"].split()
    assert words[:2] == ["python", "-m"]
    assert importlib.util.find_spec(words[2]), words
    assert words[3:] in ([], ["upgrade", "head"])  # above all: no --rest


def test_every_process_of_the_guide_is_started() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    processes = set(re.findall(r"^\| `python -m ([\w.]+)` \|", guide, re.MULTILINE))
    started = [service["command"].split()[2] for service in OURS.values()]
    assert processes | {"alembic"} == set(started)
    assert started.count("engine.server") == started.count("door") == 2


@pytest.mark.parametrize("name", OURS)
def test_the_settings_are_settings_and_can_be_read(name: str) -> None:
    given = OURS[name]["environment"]
    assert set(given) <= SETTINGS | OF_RASA
    read = Settings.parse_obj({key.lower(): given[key] for key in given if key in SETTINGS})
    assert read.lock_store == "postgresql"
    assert read.trust_proxy_headers
    assert read.database.startswith("postgresql://")


def test_what_the_clinic_fills_in_are_settings() -> None:
    example = (DEPLOY / "assistant.env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) <= SETTINGS


def test_only_nginx_can_be_reached_from_outside() -> None:
    published = {
        name: port
        for name, service in SERVICES.items()
        for port in service.get("ports", [])
        if not port.startswith("127.0.0.1:")
    }
    assert set(published) == {"nginx"}


def test_the_addresses_nginx_passes_on_to_are_services_on_their_ports() -> None:
    named = re.findall(r"^\s*server ([\w-]+):(\d+)", (DEPLOY / "nginx.conf").read_text(), re.M)
    ports = {"door": "port"}
    expected = {
        (name, str(Settings.__fields__[ports[service["command"].split()[2]]].default))
        for name, service in OURS.items()
        if service["command"].split()[2] in ports
    }
    assert set(named) == expected
    assert OURS["brain-1"]["environment"]["ACTIONS_URL"] == (
        f"http://actions:{Settings.__fields__['actions_port'].default}/webhook"
    )


def test_every_file_that_is_mounted_or_copied_is_there() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith(".") and source != "./tls":
                assert (DEPLOY / source).exists(), source
    for line in (DEPLOY / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY "):
            assert all((ROOT / source).exists() for source in line.split()[1:-1]), line


def test_the_image_has_the_pythons_and_uvs_version_that_are_used_here() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    assert f"uv=={UV_VERSION}" in text
    assert "FROM python:3.10-" in text
