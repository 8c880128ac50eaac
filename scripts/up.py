"""Starts the five processes, keeps them up, and says where they are: what stays of `make run`.

Imports little, since it does nothing but wait. Ctrl-C stops everything.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from clinic.publishing.switching import AlreadyKept, keeping
from clinic.settings import Settings, get_settings
from scripts.keep import Keeper, Process
from scripts.progress import Steps
from scripts.switching import Switching, ready_file

# What `make run` does, with what comes before this program is started.
STEPS = 4
# So often somebody who waits is told for what.
TOLD_SECONDS = 8.0
# On a quiet machine all of it is there in a third of that.
LATE_SECONDS = 60.0
LOOPBACK = "127.0.0.1"
# As many requests may wait while there is no door.
BACKLOG = 1024


def main() -> None:
    settings = get_settings()
    first_account = os.environ.pop("FIRST_ACCOUNT_URL", "")
    began = float(os.environ.pop("RUN_BEGAN", "") or time.time())
    steps = Steps(say, STEPS, began, done=STEPS - 1)
    steps.next("Starting door, brain, actions, desk and worker")
    with ExitStack() as held:
        try:
            held.enter_context(keeping())
        except AlreadyKept:
            stop_start(runs_already(settings))
        door, desk, brain = (
            held.enter_context(_opened(settings, name))
            for name in ("port", "desk_port", "rasa_port")
        )
        started = processes(door.fileno(), desk.fileno(), brain.fileno(), ready_file(settings))
        keeper = Keeper(started, os.environ)
        switching = Switching(keeper, started, settings, os.environ.get("RASA_MODEL", ""))

        def stop(*_: object) -> None:
            switching.stop()
            keeper.stop()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        threading.Thread(
            target=announce, args=(settings, first_account, steps), daemon=True
        ).start()
        threading.Thread(target=switching.watch, daemon=True).start()
        keeper.run()


def _opened(settings: Settings, name: str) -> socket.socket:
    """The socket of the port that a setting names. Whether it is free was looked at before; who
    started at the same moment may have been faster."""
    try:
        return listening_socket(host_of(settings, name), getattr(settings, name))
    except OSError:
        stop_start(is_taken(settings, name))


def host_of(settings: Settings, name: str) -> str:
    """The address that the port of a setting is opened on."""
    return LOOPBACK if name == "rasa_port" else settings.host


def is_taken(settings: Settings, name: str) -> str:
    """What is said of a port that another program has."""
    port = getattr(settings, name)
    return (
        f"Port {port} is taken. Stop what uses it, or choose another:\n"
        f"  {name.upper()}={port + 1000} make run"
    )


def runs_already(settings: Settings) -> str:
    """What is said where all of it runs already, on the same data."""
    return (
        f"The assistant runs already, with its data in {settings.var_dir}. Stop that one first, or "
        "give this one\n  a folder (and ports) of its own: VAR_DIR=var/other make run"
    )


def stop_start(text: str) -> NoReturn:
    """Ends a start that can't go on, with the reason."""
    sys.exit(f"[run] {text}")


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket requests arrive at. It is opened here, so that it outlives who serves on it: while
    one door is down, requests wait for the next."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)


def processes(door: int, desk: int, brain: int, ready: Path) -> list[Process]:
    """What is started, on the numbers of its sockets; the door first: it is up in a moment.

    Args:
        ready: the file the brain makes when it takes messages.
    """
    told = {"READY_FILE": str(ready)}
    return [
        Process("door", ["door", "--fd", str(door)], [door]),
        Process("brain", ["engine.server", "--rest", "--fd", str(brain)], [brain], told),
        Process("actions", ["actions"]),
        Process("desk", ["frontdesk", "--fd", str(desk)], [desk]),
        Process("worker", ["worker"]),
    ]


def announce(settings: Settings, first_account: str, steps: Steps) -> None:
    """Waits until everything answers, then prints the URLs, and where the first account is made
    while there is none."""
    front = f"http://{settings.host}:{settings.port}"
    desk = f"http://{settings.host}:{settings.desk_port}"
    wanted = {
        "door": f"{front}/healthz",
        "desk": f"{desk}/healthz",
        "brain": f"http://{LOOPBACK}:{settings.rasa_port}/",
        "actions": f"http://{settings.host}:{settings.actions_port}/health",
    }
    waited = told = time.monotonic()
    while wanted := {name: url for name, url in wanted.items() if not answers(url)}:
        time.sleep(0.3)
        if time.monotonic() - told >= TOLD_SECONDS:
            told = time.monotonic()
            late = "; what is wrong would stand above" if told - waited > LATE_SECONDS else ""
            away, so_far = ", ".join(wanted), f"{steps.seconds:.0f} s so far"
            say(f"  ... still waiting for {away}, {so_far}{late}")
    say(f"Ready. It took {steps.seconds:.0f} s.")
    say(f"  The clinic's page with the assistant   {front}/")
    say(f"  The front desk, for staff              {desk}/desk")
    if first_account:
        say(f"  Make the first account for it at       {first_account}")
    say('  What to try first: "why does my leg hurt", then "can I come Thursday afternoon?"')
    say("  Stop everything with Ctrl-C.")


def answers(url: str) -> bool:
    """Whether a server answers at all at `url`."""
    try:
        with urllib.request.urlopen(url, timeout=1):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def say(text: str) -> None:
    print(f"[run] {text}", flush=True)


if __name__ == "__main__":
    main()
