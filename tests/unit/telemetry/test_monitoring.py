"""Rules and board ask for figures there are; promtool has nothing to say against them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from ruamel.yaml import YAML

from clinic.settings import ROOT, Settings
from clinic.telemetry.events import KINDS, happened
from clinic.telemetry.metrics import GAUGES, PREFIX, Counts
from clinic.telemetry.start import PARTS

FOLDER = ROOT / "deploy" / "monitoring"
BOARD = json.loads((FOLDER / "board.json").read_text(encoding="utf-8"))
QUERIES = [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]


def promtool(*arguments: str, folder: Path = FOLDER) -> None:
    """Runs it; the test fails with what it says."""
    program = shutil.which("promtool")
    if program is None:
        pytest.fail("promtool is needed by this test: sudo apt-get install prometheus")
    done = subprocess.run(
        [program, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_rules_can_be_read_and_do_what_their_cases_say() -> None:
    promtool("check", "rules", "alerts.yml")
    promtool("test", "rules", "alerts_test.yml")
    promtool("check", "config", "prometheus.yml")


def test_every_rule_that_calls_somebody_says_what_to_do() -> None:
    (group,) = YAML(typ="safe").load(FOLDER / "alerts.yml")["groups"]
    assert all(rule["annotations"]["what_to_do"] for rule in group["rules"])
    assert {rule["labels"]["severity"] for rule in group["rules"]} == {"page", "look"}


def test_the_boards_queries_can_be_read(tmp_path: Path) -> None:
    rules = [{"record": f"query:{place}", "expr": query} for place, query in enumerate(QUERIES)]
    YAML().dump({"groups": [{"name": "board", "rules": rules}]}, tmp_path / "board.yml")
    promtool("check", "rules", "board.yml", folder=tmp_path)


def figures_there_are() -> set[str]:
    """The names of all series that any of our processes tells."""
    registry = CollectorRegistry()
    counts = Counts(registry)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clinic.telemetry.events._listeners", [counts])
        for name, kind in KINDS.items():
            # Some label or other by name, which no type tells from the other arguments.
            labels: dict[str, Any] = dict.fromkeys(kind.labels, "web")
            happened(name, **labels)
    lines = generate_latest(registry).decode().splitlines()
    return {PREFIX + name for name in GAUGES} | {
        re.split(r"[{ ]", line)[0] for line in lines if not line.startswith("#")
    }


@pytest.mark.parametrize("text", [*QUERIES, (FOLDER / "alerts.yml").read_text(encoding="utf-8")])
def test_only_figures_there_are_are_asked_for(text: str) -> None:
    assert set(re.findall(r"\bassistant_\w+", text)) <= figures_there_are()


def test_every_figure_of_ours_is_on_the_board() -> None:
    shown = " ".join(QUERIES)
    missing = {
        kind.name
        for kind in KINDS.values()
        if f"assistant_{kind.name}" not in shown and kind.name != "messages_begun"
    }
    assert not missing


def test_every_process_is_asked_where_it_is() -> None:
    config = YAML(typ="safe").load(FOLDER / "prometheus.yml")
    (job,) = config["scrape_configs"]
    asked = [(one["labels"]["process"], one["targets"]) for one in job["static_configs"]]
    units = (ROOT / "deploy" / "systemd" / "sciatica-assistant@.service").read_text()
    first = int(re.search(r"METRICS_PORT=(\d+)", units).group(1))
    assert asked == [(part, [f"127.0.0.1:{first + place}"]) for place, part in enumerate(PARTS)]


@pytest.mark.parametrize(
    "given",
    [
        {"metrics_port": 9400, "metrics_host": "0.0.0.0"},
        {"metrics_port": 9400, "metrics_host": "10.0.0.4"},
        {"metrics_port": 9400, "metrics_host": "0.0.0.0", "metrics_token": "short"},
    ],
)
def test_beyond_this_machine_figures_need_a_token(given: dict[str, int | str]) -> None:
    with pytest.raises(ValueError, match="metrics_token"):
        Settings(**given)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_they_do_not(host: str) -> None:
    assert Settings(metrics_port=9400, metrics_host=host).metrics_port == 9400
    assert Settings(metrics_port=9400, metrics_host="0.0.0.0", metrics_token="x" * 32)
