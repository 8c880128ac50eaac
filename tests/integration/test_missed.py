"""From a mark at the desk to a line of a test, by the command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from clinic.attention import heard
from clinic.reading.safety.examples import load_examples
from clinic.settings import ROOT
from clinic.storage import Database
from tests.integration.desk.conftest import Desk, account, desk, url

__all__ = ["account", "desk", "url"]  # fixtures
MISSED = "the faucet downstairs has been shut since noon"
FALSE = "that page of yours will be the end of me"
REWORDED = "nothing has left my body since lunch, though I drank a lot"


def command(database_url: str, folder: Path, *answers: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "scripts.missed", "--folder", str(folder)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url},
        input="".join(f"{answer}\n" for answer in answers),
        capture_output=True,
        text=True,
        check=False,
    )


def marked(database: Database) -> list[tuple[str, str]]:
    with database.read() as connection:
        return [(one.mark, one.text) for one in heard.open_incidents(connection)]


def test_what_is_marked_at_the_desk_is_a_line_once_it_is_reworded_and_the_rest_waits(
    desk: Desk, database: Database, database_url: str, tmp_path: Path
) -> None:
    for kind, text in (("missed", MISSED), ("false", FALSE)):
        desk.send("/desk/incidents", "/desk/incidents/mark", kind=kind, text=text)
    # The patient's own words, and a number, are refused and asked for again.
    answers = (MISSED, "bladder+", "call 414-555-0142", "bladder+", REWORDED, "bladder+", "")
    done = command(database_url, tmp_path, *answers)
    assert done.returncode == 0, done.stderr
    assert "words of your own" in done.stdout
    assert "nobody may be known" in done.stdout
    (example,) = load_examples(tmp_path)
    assert (example.text, example.present) == (REWORDED, {"bladder"})
    assert marked(database) == [("false", FALSE)]
    assert REWORDED not in desk.get("/desk/audit").text


def test_where_nothing_is_marked_nothing_is_asked(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    assert "Nothing waits" in command(database_url, tmp_path).stdout
    assert not list(tmp_path.glob("*.tsv"))
