"""Writes what staff have taught into the training examples, and commits it: `make taught`.

Shows each line and asks. What was written and could not be committed is taken back, so that
nothing is ever trained on that is not in the history.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from clinic.learning import (
    ExampleRefused,
    Taught,
    UnknownIntent,
    accept,
    committed,
    waiting_examples,
)
from clinic.settings import get_settings
from clinic.storage import get_database


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.taught", description=__doc__)
    parser.add_argument("--yes", action="store_true", help="ask nothing")
    yes = parser.parse_args().yes
    folder = get_settings().training_dir
    with get_database().read() as connection:
        waiting = waiting_examples(connection)
    if not waiting:
        print("Nothing waits that was taught at the desk.")
        return
    if _git(folder, "status", "--porcelain", "--", ".").strip():
        sys.exit(f"{folder} has changes that are not committed; commit or take them back first.")
    for line in waiting:
        print(f"  {line.intent}: {line.text}   ({line.staff}, {line.at:%Y-%m-%d})")
    if not yes and input("Write and commit these? [y/N] ").strip().lower() not in ("y", "yes"):
        sys.exit("Nothing was changed.")
    written, refused = _write(waiting, folder)
    for line, reason in refused:
        print(f"Left out: {line.text!r}: {reason}")
    if written:
        _commit(folder, len(written))
    with get_database().begin() as connection:
        committed(connection, [line.id for line in (*written, *(line for line, _ in refused))])
    print(f"{len(written)} lines are committed; `make train` learns them.")


def _write(waiting: list[Taught], folder: Path) -> tuple[list[Taught], list[tuple[Taught, str]]]:
    """The lines that were written, and those that can't be learned any more, with the reason."""
    written: list[Taught] = []
    refused: list[tuple[Taught, str]] = []
    for line in waiting:
        try:
            accept(line.text, line.intent, folder)
            written.append(line)
        except (ExampleRefused, UnknownIntent) as error:
            refused.append((line, str(error)))
    return written, refused


def _commit(folder: Path, count: int) -> None:
    message = f"Learn {count} example{'s' if count > 1 else ''} that staff accepted at the desk"
    try:
        _git(folder, "commit", "--quiet", "-m", message, "--", ".")
    except subprocess.CalledProcessError as error:
        _git(folder, "checkout", "--", ".")
        sys.exit(f"git could not commit, so nothing was changed:\n{error.stderr}")


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 and arguments[0] == "status":
        sys.exit(f"{folder} is in no git repository, so what is written there can't be committed.")
    done.check_returncode()
    return done.stdout


if __name__ == "__main__":
    main()
