"""A command that can't go on says why, and shows no traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from clinic.settings import MissingSecret
from scripts.plainly import plainly


def opens_a_folder() -> None:
    Path("/").read_text()


def reads_bytes() -> None:
    b"\xff".decode()


def counts_too_far() -> None:
    (2**80).to_bytes(4, "big")


def is_left_alone() -> None:
    raise EOFError


def has_no_secret() -> None:
    raise MissingSecret("SECRET_KEY is not set")


def has_no_database() -> None:
    create_engine("nonsense")


def can_not_reach_it() -> None:
    create_engine("sqlite:////no/such/folder/assistant.db").connect()


@pytest.mark.parametrize(
    ("main", "said"),
    [
        (opens_a_folder, "Is a directory: '/'"),
        (reads_bytes, "UTF-8"),
        (counts_too_far, "too large"),
        (is_left_alone, "input ended"),
        (has_no_secret, "SECRET_KEY is not set"),
        (has_no_database, "no address of a database"),
        (can_not_reach_it, "can't be used: unable to open"),
    ],
)
def test_what_a_command_can_not_do_is_a_sentence(main: Callable[[], object], said: str) -> None:
    with pytest.raises(SystemExit, match=said):
        plainly(main)


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        plainly(lambda: 1 / 0)
