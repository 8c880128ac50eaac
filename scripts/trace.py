"""Shows the path of one message, without its words: `make trace ID=sms-12`.

From the database; with `LOG=file` (a log in JSON, `-` for the standard input) with its lines as
well. The ids stand in the log of every process, and at the desk nowhere.
"""

from __future__ import annotations

import argparse
import sys

import channels.sms.tables  # noqa: F401 - declares its tables
from clinic.secret import stop_unless_right
from clinic.storage import get_database
from clinic.telemetry.path import Step, UnknownMessage, path_in_log, path_of
from scripts.plainly import plainly


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.trace", description=__doc__)
    parser.add_argument("message", help="such as sms-12")
    parser.add_argument("--log", help="a log in JSON; -: the standard input")
    options = parser.parse_args()
    database = get_database()
    stop_unless_right(database)
    try:
        with database.read() as connection:
            steps = path_of(connection, options.message)
    except UnknownMessage as error:
        sys.exit(f"[trace] {error}")
    if options.log:
        steps += _of_log(options.log, options.message)
    print(shown(steps))


def shown(steps: list[Step]) -> str:
    """A line for each step, oldest first, with the seconds since the first."""
    ordered = sorted(steps, key=lambda step: step.at)
    since = ordered[0].at
    return "\n".join(
        f"{step.at:%Y-%m-%d %H:%M:%S}  +{(step.at - since).total_seconds():8.2f} s  "
        f"{step.what:22}  {step.details}".rstrip()
        for step in ordered
    )


def _of_log(name: str, message: str) -> list[Step]:
    if name == "-":
        return list(path_in_log(sys.stdin, message))
    with open(name, encoding="utf-8", errors="replace") as lines:
        return list(path_in_log(lines, message))


if __name__ == "__main__":
    plainly(main)
