"""Starts the door: `python -m door [--fd N]`.

With `--fd` it serves on a listening socket that it was given. The socket then outlives the door:
while one door is down, requests wait for the next.
"""

from __future__ import annotations

import argparse
import socket

from clinic.secret import stop_unless_right
from clinic.settings import get_settings
from clinic.telemetry.start import start
from door.app import create_app
from serving.server import Server


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m door", description=__doc__)
    parser.add_argument("--fd", type=int, help="a listening socket, inherited")
    arguments = parser.parse_args()
    settings = get_settings()
    app = create_app()
    stop_unless_right(app.state.database)
    start(settings, "door", app.state.database)
    server = Server(app, settings.host, settings.port, before_shutdown=app.state.let_go)
    server.run([socket.socket(fileno=arguments.fd)] if arguments.fd is not None else None)


if __name__ == "__main__":
    main()
