"""Starts the front desk: `python -m frontdesk`."""

from __future__ import annotations

import logging

from clinic.secret import stop_unless_right
from clinic.settings import get_settings
from clinic.storage import get_database
from frontdesk.app import create_app
from frontdesk.setup_link import print_setup_link
from serving.server import Server


def main() -> None:
    settings = get_settings()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    stop_unless_right(get_database())
    app = create_app()
    print_setup_link()
    Server(app, settings.host, settings.desk_port).run()


if __name__ == "__main__":
    main()
