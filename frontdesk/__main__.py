"""Starts the front desk: `python -m frontdesk [--fd N]`, N a listening socket that outlives it."""

from __future__ import annotations

import argparse
import logging
import socket
from pathlib import Path

from clinic.content import ContentError
from clinic.publishing import publishing
from clinic.secret import stop_unless_right
from clinic.settings import get_settings
from clinic.storage import get_database
from clinic.telemetry.start import start
from frontdesk.app import create_app
from frontdesk.setup_link import first_account_url
from serving.server import Server


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m frontdesk", description=__doc__)
    parser.add_argument("--fd", type=int, help="a listening socket, inherited")
    arguments = parser.parse_args()
    settings = get_settings()
    stop_unless_right(get_database())
    start(settings, "desk", get_database())
    _note_content(settings.content_dir)
    app = create_app()
    if url := first_account_url():
        # `make run` says it again, in its last lines.
        print(f"Nobody can log in to the front desk yet. Make the first account at\n  {url}")
    server = Server(app, settings.host, settings.desk_port, app.state.let_go)
    server.run([socket.socket(fileno=arguments.fd)] if arguments.fd is not None else None)


def _note_content(folder: Path) -> None:
    """Writes down what the content is, where that is not known yet: the first version of each file,
    and the one that is served from then on where a review is required."""
    try:
        publishing.notice(get_database(), folder)
    except (ContentError, publishing.ReadOnly, OSError, UnicodeDecodeError) as error:
        logging.getLogger(__name__).error("The content can't be noted: %s", error)


if __name__ == "__main__":
    main()
