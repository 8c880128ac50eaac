"""Starts everything `make run` starts, and says where it is.

Checks first what would make a start fail half-way (content, ports, disk), then trains if the
sources changed, migrates, starts the five processes, waits until they answer, and prints the
URLs. Ctrl-C stops all of them.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from clinic.content import ContentError, get_content
from clinic.health.contents import content_mistakes, load_all_content
from clinic.settings import ROOT, Settings, get_settings
from scripts.keep import Keeper, Process
from scripts.train import train

DISK_NEEDED = 200 * 1024**2
READY_SECONDS = 120
LOOPBACK = "127.0.0.1"
# As many requests may wait while there is no door.
BACKLOG = 1024


def main() -> None:
    settings = get_settings()
    check_content()
    check_ports(settings)
    check_disk(settings)
    model = train()
    migrate()
    say_notices(settings)
    environment = {
        **os.environ,
        "RASA_MODEL": str(model),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "GIT_PYTHON_REFRESH": "quiet",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(ROOT),
    }
    with listening_socket(settings) as listening:
        keeper = Keeper(processes(listening.fileno()), environment)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: keeper.stop())
        threading.Thread(target=announce, args=(settings,), daemon=True).start()
        keeper.run()


def listening_socket(settings: Settings) -> socket.socket:
    """The socket patients' requests arrive at. It is opened here, so that it outlives the door:
    while one door is down, requests wait for the next."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)


def processes(socket_number: int) -> list[Process]:
    """What is started; the door first: it is up in a moment."""
    return [
        Process("door", ["door", "--fd", str(socket_number)], [socket_number]),
        Process("brain", ["engine.server", "--rest"]),
        Process("actions", ["actions"]),
        Process("desk", ["frontdesk"]),
        Process("worker", ["worker"]),
    ]


def check_content() -> None:
    """Says each mistake in the clinic's content with its file and line; stops where none that
    loads was kept from before."""
    try:
        load_all_content()
    except ContentError as error:
        stop(f"The clinic's content has a mistake:\n  {error}")
    for mistake in content_mistakes():
        say(f"The clinic's content has a mistake; what was read before it is served:\n  {mistake}")


def check_ports(settings: Settings) -> None:
    """Stops when a port is taken, and says how to choose another."""
    for name in ("port", "desk_port", "rasa_port", "actions_port"):
        port = getattr(settings, name)
        host = LOOPBACK if name == "rasa_port" else settings.host
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                variable = name.upper()
                stop(
                    f"Port {port} is taken. Stop what uses it, or choose another:\n"
                    f"  {variable}={port + 1000} make run"
                )


def check_disk(settings: Settings) -> None:
    """Stops when there is no room for the database to grow."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.var_dir).free
    if free < DISK_NEEDED:
        stop(f"Only {free // 1024**2} MB are free in {settings.var_dir}; free some room first.")


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
            stop(last.partition("WrongSecret: ")[2])
        stop(f"The database could not be brought to the newest schema:\n  {last}")


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


def announce(settings: Settings) -> None:
    """Waits until everything answers, then prints the URLs."""
    front = f"http://{settings.host}:{settings.port}"
    desk = f"http://{settings.host}:{settings.desk_port}"
    wanted = [
        f"{front}/healthz",
        f"{desk}/healthz",
        f"http://{LOOPBACK}:{settings.rasa_port}/",
        f"http://{settings.host}:{settings.actions_port}/health",
    ]
    until = time.monotonic() + READY_SECONDS
    while wanted and time.monotonic() < until:
        wanted = [url for url in wanted if not answers(url)]
        time.sleep(0.3)
    if wanted:
        say(f"Still waiting for {', '.join(wanted)}; the reason may stand above.")
        return
    say("Ready.")
    say(f"  The clinic's page with the assistant   {front}/")
    say(f"  The front desk, for staff              {desk}/desk")
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


def stop(text: str) -> None:
    sys.exit(f"[run] {text}")


if __name__ == "__main__":
    main()
