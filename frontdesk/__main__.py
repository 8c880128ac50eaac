"""Starts the pages: `python -m frontdesk`."""

from __future__ import annotations

import uvicorn

from clinic.secret import stop_unless_right
from clinic.settings import get_settings
from clinic.storage import get_database
from frontdesk.app import create_app
from frontdesk.setup_link import print_setup_link


def main() -> None:
    settings = get_settings()
    stop_unless_right(get_database())
    app = create_app()
    print_setup_link()
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        proxy_headers=False,  # proxy.py reads the one header it needs
        server_header=False,
        ws="none",  # nothing here speaks WebSocket
    )


if __name__ == "__main__":
    main()
