"""The door holds nothing of the engine when it starts, and nothing it can do without until later.

A time limit would measure the machine. What takes the time are the modules that are loaded before
the door listens, so these are counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinic.settings import ROOT

ENGINE = (
    "rasa",
    "sanic",
    "spacy",
    "onnxruntime",
    "tokenizers",
    "tensorflow",
    "numpy",
    "dateparser",
)
# Needed by single requests only.
LATER = (
    "holidays",
    "jinja2",
    "phonenumbers",
    "redis",
    "ruamel.yaml",
    "symspellpy",
    "throttled",
    "twilio.rest",
    "clinic.content",
    "clinic.reading",
    "clinic.screenings",
)
# What the door can't do without, and all that may be loaded beside it: its own modules.
FRAMES = "import sqlalchemy.orm, starlette.staticfiles, uvicorn, pydantic, cryptography.fernet"
MOST_MODULES_MORE = 200
Loaded = Callable[[str], set[str]]


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    """The modules that are there after some code."""

    def of(code: str) -> set[str]:
        result = subprocess.run(
            [
                sys.executable,
                "-W",
                "ignore",
                "-c",
                f"import json, sys; {code}; print(json.dumps(list(sys.modules)))",
            ],
            cwd=ROOT,
            env={
                "VAR_DIR": str(tmp_path),
                "SECRET_KEY": "x" * 40,
                "PATH": "",
                "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
                "TWILIO_AUTH_TOKEN": "x" * 32,
            },
            capture_output=True,
            text=True,
            check=True,
        )
        return set(json.loads(result.stdout.splitlines()[-1]))

    return of


START = "import door.__main__; from door.app import create_app; create_app(); import uvicorn.server"


def test_the_door_starts_without_the_engine_the_encoder_and_all_that_reads(loaded: Loaded) -> None:
    assert [name for name in ENGINE if name in loaded(START)] == []


def test_what_only_some_requests_need_is_not_loaded_before_the_door_listens(loaded: Loaded) -> None:
    assert [name for name in LATER if name in loaded(START)] == []


def test_the_door_loads_little_beside_its_frameworks(loaded: Loaded) -> None:
    assert len(loaded(START) - loaded(FRAMES)) < MOST_MODULES_MORE
