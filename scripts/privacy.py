"""One person's data, out or gone: `make privacy-export PERSON=…`, `make privacy-erase PERSON=…`.

PERSON is a phone number or the id of a conversation. Both say what they do, are safe to call
again, and stand in the audit log. An export is a folder with a page to read and the same as JSON,
for its owner's eyes only; hand it over on a safe way, then delete it.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

import channels.sms.tables  # noqa: F401 - declares its tables
from clinic import clock
from clinic.privacy.erasure import erase
from clinic.privacy.everything import check_declared
from clinic.privacy.export import as_files, everything_about
from clinic.privacy.ledger import ledger, write_ledger
from clinic.privacy.person import NobodyKnown, Person, find_person
from clinic.secret import stop_unless_right
from clinic.settings import get_settings
from clinic.staff import audit
from clinic.storage import Database, get_database
from scripts.plainly import plainly


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.privacy")
    parser.add_argument("what", choices=["export", "erase"])
    parser.add_argument("person", help="a phone number, or the id of a conversation")
    parser.add_argument("--yes", action="store_true", help="erase without asking")
    arguments = parser.parse_args()
    database = get_database()
    stop_unless_right(database)
    who = f"command by {getpass.getuser()}"
    try:
        with database.read() as connection:
            check_declared(connection)
            person = find_person(connection, arguments.person)
    except NobodyKnown as error:
        sys.exit(str(error))
    if arguments.what == "export":
        print(f"Written: {export(database, person, who)}")
        return
    question = "Erase everything about them, for good? [y/N] "
    if not arguments.yes and input(question).strip().lower() not in ("y", "yes"):
        sys.exit("Nothing was erased.")
    print(erase(database, person, who).text())
    write_ledger(database, ledger())


def export(database: Database, person: Person, staff: str) -> Path:
    """Writes everything that is held of a person into a folder of its own in VAR_DIR."""
    folder = get_settings().var_dir / "exports" / f"{clock.now():%Y%m%d-%H%M%S}-{os.getpid()}"
    folder.mkdir(parents=True, mode=0o700)
    with database.begin() as connection:
        sections = everything_about(connection, person)
        audit(connection, staff, "exported a person", folder.name)
    for name, content in as_files(sections).items():
        print(f"{name}: {sum(len(section.rows) for section in sections)} rows", flush=True)
        with open(os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(content)
    return folder


if __name__ == "__main__":
    plainly(main)
