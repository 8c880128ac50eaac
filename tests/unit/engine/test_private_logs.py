"""No line of the log holds a patient's words, at any level and in any program."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from rasa.utils.endpoints import ClientResponseError

from clinic.settings import ROOT
from engine import adjustments, private_logs

adjustments.apply()

LINES = """
import structlog
from engine import private_logs
private_logs.apply()
private_logs.apply()
log = structlog.get_logger()
log.debug("processor.message.parse", parse_data_text="my secret pain", rasa_events=[1])
log.error("rest.message.failed", text="my secret pain", action_name="action_answer")
"""
AS_THE_SERVER = """
from rasa.utils.log_utils import configure_structlog
configure_structlog(None)
"""


def printed(program: str, level: str = "INFO") -> str:
    """What a program of its own prints, since logging is set up once for a whole process."""
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=ROOT,
        env={**os.environ, "LOG_LEVEL": level},
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout + result.stderr


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
@pytest.mark.parametrize("first", ["", AS_THE_SERVER], ids=["unconfigured", "as the server"])
def test_a_line_says_what_happened_and_not_what_was_said(first: str, level: str) -> None:
    said = printed(first + LINES, level)
    assert "secret" not in said
    assert "rest.message.failed" in said
    assert "action_answer" in said
    assert private_logs.LEFT_OUT in said
    assert ("processor.message.parse" in said) == (level == "DEBUG")


def test_a_logger_that_wrote_before_keeps_words_out_as_well() -> None:
    first = "log = __import__('structlog').get_logger()\nlog.error('first', text='harmless')\n"
    later = LINES.replace("log = structlog.get_logger()\n", "")
    said = printed(AS_THE_SERVER + first + later)
    assert "harmless" in said
    assert "rest.message.failed" in said
    assert "secret" not in said


def test_a_failed_action_is_an_error_without_the_call_in_it() -> None:
    error = ClientResponseError(500, "Internal Server Error", '{"request_body": "my secret pain"}')
    assert str(error) == "500, Internal Server Error"
    assert "secret" in error.text  # a rejected action is still read from it


def test_the_evaluation_prints_nothing_of_the_messages_it_reads() -> None:
    said = printed(
        "from evaluation.product import Product\n"
        "from scripts.train import train\n"
        "print('read', len(Product(train()).read(['my secret pain'])))"
    )
    assert "read 1" in said
    assert "secret" not in said
    assert "warm up" not in said
