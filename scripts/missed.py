"""Makes tests of what staff marked as judged wrongly at the desk: `make missed`.

Shows each message that should have raised an alarm, or should not have, and asks for it in other
words and for its signs. What is answered is a line of tests/safety/missed/, which a test reads: it
fails until the reading is mended, and both are committed together. The patient's own words are
kept nowhere.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from clinic.attention import heard
from clinic.learning import ExampleRefused, reworded
from clinic.learning.nearness import alike, plain
from clinic.reading.safety.examples import load_examples
from clinic.reading.spanish import is_spanish
from clinic.settings import ROOT
from clinic.staff import audit
from clinic.storage import get_database
from scripts.plainly import plainly

FOLDER = ROOT / "tests" / "safety" / "missed"
# By the name of a file its language is known (`clinic.reading.safety.examples`).
ENGLISH, SPANISH = "missed.tsv", "spanish_missed.tsv"
BY = "make missed"
MARKED = {"missed": "Should have raised the alarm", "false": "Should not have raised the alarm"}
SIGNS = """\
Signs: a group of content/safety.yml with + there now, - denied, < long past, ? asked about,
~ a figure of speech; several with commas; none. "saddle+", "crisis~", "none"."""


class Unlike(ValueError):
    """The signs are not those of such a mark."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.missed", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of the lines")
    folder: Path = parser.parse_args().folder
    with get_database().read() as connection:
        incidents = heard.open_incidents(connection)
    if not incidents:
        print("Nothing waits that was marked at the desk.")
        return
    print(SIGNS)
    patients = [one.text for one in incidents]
    kept = sum(_ask(incident, patients, folder) for incident in incidents)
    if kept:
        print(f"{kept} lines more. `make test T=tests/safety/test_missed.py` says what they meet.")


def _ask(incident: heard.Incident, patients: list[str], folder: Path) -> bool:
    """Asks until a line is kept; false where it is left for another time."""
    print(f"\n{MARKED[incident.mark]}: {incident.text}")
    print(f"  heard: {incident.heard.why if incident.heard else 'nothing'}")
    while text := _answer("In other words, nothing about the person (empty: later): "):
        signs = _answer("Signs: ")
        try:
            line = checked(text, signs, incident.mark, patients, folder)
        except (ExampleRefused, ValueError) as error:
            print(error)
            continue
        keep(line, folder)
        with get_database().begin() as connection:
            heard.settle(connection, incident.id, BY)
            audit(connection, BY, "settled an incident", str(incident.id))
        return True
    return False


def checked(text: str, signs: str, mark: heard.Mark, patients: list[str], folder: Path) -> str:
    """The line of a test.

    Args:
        text: the message, reworded.
        signs: as in data/safety/.
        mark: what the staff say of it.
        patients: their words, of which none may be nearly kept.
        folder: of the lines there are.

    Raises:
        ExampleRefused: it is not reworded, or may say who wrote it.
        ValueError: it is no line of signs, a double, or (`Unlike`) says otherwise than the mark.
    """
    text = reworded(text, patients)
    line = f"{signs}\t{text}"
    with tempfile.TemporaryDirectory() as alone:
        (Path(alone) / ENGLISH).write_text(f"{line}\n", encoding="utf-8")
        (example,) = load_examples(Path(alone))
    if bool(example.present) != (mark == "missed"):
        raise Unlike(
            "What should have raised the alarm has a sign with +, what should not has none."
        )
    if plain(text) in (plain(one.text) for one in load_examples(folder)):
        raise ValueError("This stands there already.")
    if any(alike(text, one.text) for one in load_examples()):
        raise ValueError("This is nearly what is learned from, so it would test nothing.")
    return line


def keep(line: str, folder: Path) -> None:
    """Writes a line under those of its language."""
    file = folder / (SPANISH if is_spanish(line.partition("\t")[2]) else ENGLISH)
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{line}\n")


def _answer(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        sys.exit("\nThe rest waits.")


if __name__ == "__main__":
    plainly(main)
