"""Logins from the command line: `python -m frontdesk.accounts add NAME` (or password, remove, and
no-factor for who has lost their phone and their recovery codes)."""

from __future__ import annotations

import argparse
import getpass
import sys

from clinic.staff import (
    SHORTEST_PASSWORD,
    AccountExists,
    WeakPassword,
    add_account,
    audit,
    change_password,
    has_accounts,
    remove_account,
    second_factor,
)
from clinic.staff.roles import ROLES, Role
from clinic.storage import get_database


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m frontdesk.accounts")
    parser.add_argument("what", choices=["add", "password", "remove", "no-factor"])
    parser.add_argument("name", nargs="?")
    parser.add_argument("--role", choices=ROLES, help="what it may; the first account: owner")
    arguments = parser.parse_args()
    name = arguments.name or input("Name: ")
    if arguments.what == "remove":
        if not remove_account(get_database(), name):
            sys.exit(f"There is no account {name!r}.")
        _note("removed an account", name)
        print(f"Done: {name} can no longer log in, and is logged out everywhere.")
        return
    if arguments.what == "no-factor":
        _take_factor(name.strip().lower())
        return
    if sys.stdin.isatty():
        password = getpass.getpass(f"Password ({SHORTEST_PASSWORD} characters or more): ")
        if getpass.getpass("Once more: ") != password:
            sys.exit("The two were not the same; nothing was changed.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        if arguments.what == "add":
            first = not has_accounts(get_database())
            role: Role = "owner" if first else arguments.role or "staff"
            add_account(get_database(), name, password, role)
        elif not change_password(get_database(), name, password):
            sys.exit(f"There is no account {name!r}.")
    except (AccountExists, WeakPassword, ValueError) as error:
        sys.exit(f"Nothing was changed: {error}.")
    _note("added an account" if arguments.what == "add" else "set a password", name)
    print(f"Done: {name} can log in.")


def _take_factor(name: str) -> None:
    """Has the logins of an account ask for no code any more."""
    with get_database().begin() as connection:
        if not second_factor.turn_off(connection, name):
            sys.exit(f"{name!r} has no second factor.")
    _note("took a second factor away", name)
    print(f"Done: {name} logs in with the password alone.")


def _note(what: str, name: str) -> None:
    """Has the log hold what was done by command, as it holds what is done at the desk."""
    with get_database().begin() as connection:
        audit(connection, f"command by {getpass.getuser()}", what, name.strip().lower())


if __name__ == "__main__":
    main()
