"""What a channel is called stands in its own folder and nowhere else.

Programs that play a patient (evaluation, benchmarks, sandbox, tests) have to name theirs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels import registry
from clinic.settings import ROOT, get_settings
from clinic.storage import Database
from clinic.ways import Way, phone_ways, way, ways

PARTS = (
    *("actions", "channels", "clinic", "door", "engine", "frontdesk", "nlu", "scripts"),
    *("serving", "worker"),
)
NAMES = {name for one in ways() for name in (one.name, one.engine_name)}


def places(name: str) -> Iterator[str]:
    """Where code outside of a channel's folder says its name, documentation aside."""
    for part in PARTS:
        for path in (ROOT / part).rglob("*.py"):
            if path.is_relative_to(ROOT / "channels" / way(name).name):
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and node.value == name:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}"


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_code_says_a_channels_name(name: str) -> None:
    assert list(places(name)) == []


def test_each_channel_declares_itself_under_the_names_it_registers(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    made = registry.load(get_settings(), database)
    assert {(one.name, one.engine_name) for one in made} == {
        (one.name, one.engine_name) for one in ways()
    }


def test_a_channel_that_declares_nothing_only_answers() -> None:
    assert way("echo") == Way("echo", "echo")
    assert "echo" not in phone_ways()
