"""Libraries that the server leaves out: importable, empty, and honest when called."""

from __future__ import annotations

import subprocess
import sys

from clinic.settings import ROOT

PROGRAM = """
import sys
from engine.unused_imports import LibraryLeftOut, leave_out
leave_out(["boto3", "botocore"])
{body}
"""


def run(body: str) -> str:
    """Runs a program of its own, since imports are for a whole process."""
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM.format(body=body)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_names_can_be_imported_subclassed_and_caught() -> None:
    assert (
        run(
            """
from boto3.dynamodb.conditions import Key
from botocore.exceptions import BotoCoreError
class Mine(Key):
    pass
Mine()
try:
    raise KeyError("another")
except BotoCoreError:
    print("wrong")
except KeyError:
    print("right")
"""
        )
        == "right"
    )


def test_calling_one_says_where_it_was_left_out() -> None:
    said = run(
        """
import boto3
try:
    boto3.resource("dynamodb")
except LibraryLeftOut as error:
    print(error)
"""
    )
    assert "boto3.resource is called" in said
    assert "engine/unused_imports.py" in said


def test_a_library_that_is_imported_already_stays() -> None:
    body = """
import json.decoder
leave_out(["json"])
import json
print(json.dumps([1]))
"""
    assert run(body) == "[1]"


def test_the_server_has_what_it_needs_without_them() -> None:
    body = """
from engine.unused_imports import LIBRARIES
leave_out(LIBRARIES)
import rasa.core.run, rasa.core.agent, engine.stored_messages, engine.tracker_store, engine.warm_up
real = [name for name in LIBRARIES if getattr(sys.modules.get(name), "__file__", None)]
print(real)
"""
    assert run(body) == "[]"
