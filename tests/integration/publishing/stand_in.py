"""In place of a process of the product: `python -m tests.integration.publishing.stand_in NAME`."""

from __future__ import annotations

import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


class Health(BaseHTTPRequestHandler):
    """Says that it is there."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    if os.environ.get("RASA_MODEL") == "broken":
        sys.exit("this model can't be loaded")
    if (sys.argv[1], os.environ.get("RASA_MODEL")) == ("brain", "broken late"):
        time.sleep(0.5)
        sys.exit("this model can't be loaded to its end")
    if sys.argv[1] == "actions":
        server = HTTPServer(("127.0.0.1", int(os.environ["ACTIONS_PORT"])), Health)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    time.sleep(0.3)
    if ready := os.environ.get("READY_FILE"):
        Path(ready).touch()
    lives = Path(os.environ["VAR_DIR"]) / "lives"
    with lives.open("a", encoding="utf-8") as file:
        told = (os.environ.get(name, "") for name in ("RASA_MODEL", "ACTIONS_URL"))
        file.write(" ".join((sys.argv[1], str(os.getpid()), *told)) + "\n")
    while True:
        time.sleep(1)


if __name__ == "__main__":
    main()
