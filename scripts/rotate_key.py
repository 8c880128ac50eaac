"""Turns the key everything is encrypted with, while everything runs: `make rotate-key`.

Without SECRET_KEY a new secret is made in VAR_DIR/secret.key, in front of the earlier one, and
every process takes it up at once. With SECRET_KEY the operator has set the new one, the earlier one
in OLD_SECRET_KEYS, and has restarted the processes. Then everything is sealed anew. Killed, it goes
on where it was when it is called again.

`FORGET=1` takes the earlier secrets out of VAR_DIR/secret.key, once nothing is sealed under them:
from then on links in old messages and chats that were open before the rotation end.
"""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
import time

import channels.sms.tables  # noqa: F401 - declares its tables
from clinic.privacy.rotation import BATCH, Step, rotate
from clinic.secret import stop_unless_right
from clinic.settings import Settings, get_settings, read_secrets, write_secrets
from clinic.staff import audit
from clinic.storage import Database, get_database

# What was sealed under the earlier key just before a process took up the new one is stored by then.
SETTLE_SECONDS = 3.0
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.rotate_key")
    parser.add_argument("--forget", action="store_true", help="drop the earlier secrets")
    parser.add_argument("--batch", type=int, default=BATCH, help="rows in one unit of work")
    arguments = parser.parse_args()
    settings, database = get_settings(), get_database()
    stop_unless_right(database)
    embedded = not settings.secret_key.get_secret_value()
    if arguments.forget:
        forget(settings, database, embedded)
        return
    if rotate(database, say, arguments.batch).done:
        print("What was begun goes on.")
    else:
        begin(settings, embedded)
    for _ in range(ROUNDS):
        rotated = rotate(database, say, arguments.batch)
        if not rotated.done:
            break
        time.sleep(SETTLE_SECONDS)
    note(database, "rotated the key")
    if not rotated.complete:
        sys.exit(
            f"Not under the new key: {rotated.left}. They are written by a process that runs with "
            "the earlier secret: restart it, then call this once more."
        )
    if rotated.left:
        print(f"Rows that can't be read under any key stay as they are: {rotated.left}; see above.")
    print("Everything else is sealed under the new key. Backups made before need the earlier one.")
    if embedded:
        print("Old links and open chats go on until `make rotate-key FORGET=1`.")
    else:
        print("Take the earlier one out of OLD_SECRET_KEYS when old links may end.")


def begin(settings: Settings, embedded: bool) -> None:
    """Makes a new secret; one that is configured the operator has to make."""
    if embedded:
        made = secrets.token_urlsafe(48)
        write_secrets(settings.var_dir, [made, *read_secrets(settings.var_dir)])
        print("A new secret stands in VAR_DIR/secret.key.", flush=True)
    elif not settings.old_secret_keys:
        sys.exit(
            "Set SECRET_KEY to a new secret and OLD_SECRET_KEYS to the present one, restart the "
            "processes, and call this again."
        )


def forget(settings: Settings, database: Database, embedded: bool) -> None:
    """Drops the earlier secrets of an embedded installation, when nothing needs them."""
    if not embedded:
        sys.exit("SECRET_KEY is set: take the earlier secrets out of OLD_SECRET_KEYS.")
    rotated = rotate(database, say)
    if not rotated.complete:
        sys.exit(f"Still needed, for {rotated.left}: call `make rotate-key` first.")
    write_secrets(settings.var_dir, read_secrets(settings.var_dir)[:1])
    note(database, "forgot earlier keys")
    print("The earlier secrets are forgotten.")


def note(database: Database, what: str) -> None:
    with database.begin() as connection:
        audit(connection, f"command by {getpass.getuser()}", what)


def say(step: Step) -> None:
    print(f"{step.table}: {step.done} of {step.rows}", flush=True)


if __name__ == "__main__":
    main()
