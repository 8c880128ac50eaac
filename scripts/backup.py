"""`make backup` and `make restore FILE=…`: everything in one encrypted file, and back.

A backup is made while everything runs. A restore goes into an empty place: stop the processes, move
the old database away (or name a new one), then restore. Whoever was erased since the backup is
erased again, and the log says that it was restored.
"""

from __future__ import annotations

import argparse
import getpass
import shutil
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

import channels.sms.tables  # noqa: F401 - declares its tables
from clinic import clock
from clinic.privacy import everything  # noqa: F401 - declares all others
from clinic.privacy.backup import BadBackup, NotEmpty, back_up, load, unpack
from clinic.privacy.erasure import replay
from clinic.privacy.ledger import ledger, read_ledger
from clinic.privacy.verify import verify
from clinic.secret import stop_unless_right
from clinic.settings import ROOT, get_settings
from clinic.staff import audit
from clinic.storage import get_database
from scripts.plainly import plainly


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.backup")
    parser.add_argument("what", choices=["make", "restore"])
    parser.add_argument("file", nargs="?", type=Path)
    arguments = parser.parse_args()
    try:
        if arguments.file is not None and (not arguments.file.name or arguments.file.is_dir()):
            sys.exit(f"Nothing was done: {arguments.file} is a folder; name a file.")
        if arguments.what == "make":
            make(arguments.file)
        elif arguments.file is None:
            sys.exit("Say which: make restore FILE=var/backups/….backup")
        else:
            restore(arguments.file)
    except (BadBackup, NotEmpty, FileNotFoundError) as error:
        sys.exit(f"Nothing was done: {error}")


def make(file: Path | None) -> None:
    """Writes a backup."""
    settings, database = get_settings(), get_database()
    stop_unless_right(database)
    path = file or settings.var_dir / "backups" / f"{clock.now():%Y%m%d-%H%M%S}.backup"
    with database.begin() as connection:
        audit(connection, f"command by {getpass.getuser()}", "made a backup", path.name)
    counts = back_up(database, settings.content_dir, path)
    print(f"{path}: {sum(counts.values())} rows. Keep the secret apart from it.")


def restore(file: Path) -> None:
    """Restores a backup into an empty database."""
    settings = get_settings()
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    erased = read_ledger(ledger())  # before anything is written
    with tempfile.TemporaryDirectory(dir=settings.var_dir, prefix=".restore-") as place:
        folder = Path(place) / "unpacked"
        about = unpack(file, folder)
        config = Config(str(ROOT / "alembic.ini"))
        config.set_main_option("script_location", str(ROOT / "migrations"))
        command.upgrade(config, about["version"])
        database = get_database()
        counts = load(database, folder)
        command.upgrade(config, "head")
        content = settings.var_dir / f"restored-content-{clock.now():%Y%m%d-%H%M%S}"
        if (folder / "content").exists():
            shutil.copytree(folder / "content", content)
    if settings.anchor_file.exists():
        settings.anchor_file.rename(
            settings.anchor_file.with_suffix(f".before-{clock.now():%Y%m%d-%H%M%S}")
        )
    again = replay(database, erased)
    with database.begin() as connection:
        audit(connection, f"command by {getpass.getuser()}", "restored a backup", about["at"])
        broken = verify(connection, [])
    print(f"Restored {sum(counts.values())} rows of {about['at']}; erased again: {again} rows.")
    print(f"The content of that day is in {content}; take what you need.")
    for one in broken:
        print(f"{one.line or '-'}: {one.what}")
    print("The logs are as they were written." if not broken else "The logs are not as written.")


if __name__ == "__main__":
    plainly(main)
