"""Prepares everything `make run` starts, then becomes what keeps it up.

Checks first what would make a start fail half-way (content, ports, disk), then trains if the
sources changed and migrates. What that took to import is not needed any more after it, so this
process replaces itself by `scripts.up`, which starts the rest and stays.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys

from clinic.content import ContentError, get_content
from clinic.health.contents import content_mistakes, load_all_content
from clinic.publishing.switching import is_kept
from clinic.settings import ROOT, Settings, get_settings
from frontdesk.setup_link import first_account_url
from scripts.plainly import plainly
from scripts.progress import Steps, telling
from scripts.train import train
from scripts.up import STEPS, host_of, is_taken, runs_already, say, stop_start

DISK_NEEDED = 200 * 1024**2


def main() -> None:
    settings, steps = get_settings(), Steps(say, STEPS)
    steps.next("Looking at content, ports and disk")
    with telling(say, "reading the content"):
        check_content()
    check_ports(settings)
    check_disk(settings)
    steps.next("Learning how patients ask, unless that is done")
    model = train()
    steps.next("Bringing the database to the newest schema")
    with telling(say, "migrating"):
        migrate()
    say_notices(settings)
    environment = {
        **os.environ,
        "RASA_MODEL": str(model),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "GIT_PYTHON_REFRESH": "quiet",
        "PYTHONUNBUFFERED": "1",
        # The C library keeps freed memory for each thread apart, a fifth of a small process.
        "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "1"),
        # Sanic asks distutils for one function, in whose place setuptools would load all its own.
        "SETUPTOOLS_USE_DISTUTILS": "stdlib",
        "PYTHONPATH": str(ROOT),
        "FIRST_ACCOUNT_URL": first_account_url(),
        "RUN_BEGAN": str(steps.began),
    }
    up = [sys.executable, "-W", "ignore", "-m", "scripts.up"]
    sys.stdout.flush()
    os.execve(sys.executable, up, environment)


def check_content() -> None:
    """Says each mistake in the clinic's content with its file and line; stops where none that
    loads was kept from before."""
    try:
        load_all_content()
    except ContentError as error:
        stop_start(f"The clinic's content has a mistake:\n  {error}")
    for mistake in content_mistakes():
        say(f"The clinic's content has a mistake; what was read before it is served:\n  {mistake}")


def check_ports(settings: Settings) -> None:
    """Stops when all of it runs already, or a port is taken, and says how to choose another."""
    if is_kept():
        stop_start(runs_already(settings))
    for name in ("port", "desk_port", "rasa_port", "actions_port"):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host_of(settings, name), getattr(settings, name)))
            except OSError:
                stop_start(is_taken(settings, name))


def check_disk(settings: Settings) -> None:
    """Stops when there is no room for the database to grow."""
    settings.var_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    free = shutil.disk_usage(settings.var_dir).free
    if free < DISK_NEEDED:
        stop_start(
            f"Only {free // 1024**2} MB are free in {settings.var_dir}; free some room first."
        )


def migrate() -> None:
    """Brings the database to the newest schema."""
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "alembic", "upgrade", "head"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        last = (result.stderr.strip() or result.stdout.strip()).split("\n")[-1]
        if "WrongSecret: " in last:
            stop_start(last.partition("WrongSecret: ")[2])
        stop_start(f"The database could not be brought to the newest schema:\n  {last}")


def say_notices(settings: Settings) -> None:
    """Says what the clinic should know before real patients come."""
    clinic = get_content().clinic
    if clinic.example:
        say("content/clinic.yml still holds example data: replace it before real patients come.")
    if not clinic.phone:
        say("content/clinic.yml has no phone: patients can't be told a number to call.")
    if not settings.sms_enabled:
        say("No Twilio credentials: the SMS channel is off (`make sms-sandbox` tries it without).")
    elif not settings.twilio_from:
        say("TWILIO_FROM is not set: text messages can be read but not answered.")


if __name__ == "__main__":
    plainly(main)
