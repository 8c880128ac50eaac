"""Looks whether the logs are as they were written: `make verify-log`.

Names the first broken line, then the others. `ANCHORS=file` compares with anchors kept elsewhere.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import channels.sms.tables  # noqa: F401 - declares its tables
from clinic.privacy import everything  # noqa: F401 - declares all others
from clinic.privacy.verify import read_anchors, verify
from clinic.secret import stop_unless_right
from clinic.settings import get_settings
from clinic.storage import get_database
from scripts.plainly import plainly

SHOWN = 20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.verify_log")
    parser.add_argument("--anchors", type=Path, help="a file of anchors that is kept elsewhere")
    given = parser.parse_args().anchors
    if given and not given.is_file():
        # Compared with none, everything would look as it was written.
        sys.exit(f"There is no file of anchors at {given}.")
    path = given or get_settings().anchor_file
    database = get_database()
    stop_unless_right(database)
    try:
        anchors = read_anchors(path)
    except ValueError:
        sys.exit(
            f"{path} is no file of anchors: each line is a time, a line's number and its mark."
        )
    if given and not anchors:
        sys.exit(f"There are no anchors in {given}.")
    with database.read() as connection:
        broken = verify(connection, anchors)
    for one in broken[:SHOWN]:
        print(f"{one.line or '-'}: {one.what}")
    if len(broken) > SHOWN:
        print(f"and {len(broken) - SHOWN} more")
    if broken:
        sys.exit(1)
    print(f"Everything is as it was written; compared with {len(anchors)} anchors in {path}.")


if __name__ == "__main__":
    plainly(main)
