"""A mail server that keeps what it is sent, for the tests."""

from __future__ import annotations

import email
import socketserver
import threading
from email.message import Message


class MailCatcher:
    """Listens on this machine until `stop`.

    Attributes:
        caught: what was sent, in order.
        refuses: a code with which every recipient is refused; None: everybody is taken.
    """

    def __init__(self) -> None:
        self.caught: list[Message] = []
        self.recipients: list[str] = []
        self.refuses: int | None = None
        catcher = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                catcher._talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _talk(self, handler: socketserver.StreamRequestHandler) -> None:
        def say(line: str) -> None:
            handler.wfile.write(f"{line}\r\n".encode())

        say("220 catcher")
        while line := handler.rfile.readline():
            word = line.decode().strip()
            if word.upper().startswith("RCPT TO"):
                if self.refuses:
                    say(f"{self.refuses} refused")
                    continue
                self.recipients.append(word)
                say("250 ok")
            elif word.upper() == "DATA":
                say("354 go on")
                lines = []
                while (part := handler.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(part)
                self.caught.append(email.message_from_bytes(b"".join(lines)))
                say("250 kept")
            elif word.upper() == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")
