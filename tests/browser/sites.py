"""Other websites that have the widget in their page, for the tests: each of another origin."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LONG = "<p>There is more to read here.</p>" * 60


class Site(ThreadingHTTPServer):
    """A website of one page.

    Attributes:
        html: the page.
        policy: its Content-Security-Policy.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.html, self.policy = "", "default-src 'self'"
        site = self

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if site.policy:
                    self.send_header("Content-Security-Policy", site.policy)
                self.end_headers()
                self.wfile.write(site.html.encode())

            def log_message(self, *arguments: object) -> None:
                return

        super().__init__(("127.0.0.1", self.port), Page)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def embed(self, front: str, head: str = "", body: str = "", html: str = 'lang="en"') -> None:
        """Makes the page, with the one line that brings the widget behind `head`."""
        widget = f'<script src="{front}/widget.js" defer></script>'
        if "widget.js" in head:
            widget = ""
        self.html = (
            f"<!doctype html><html {html}><head><title>A site</title>{head}{widget}</head>"
            f"<body><h1>A site</h1>{body}{LONG}</body></html>"
        )

    def let_in(self, front: str, more: str = "") -> None:
        """A policy that lets in nothing but the widget, named twice: no unsafe-inline, no eval."""
        self.policy = f"default-src 'self'; script-src {front}; connect-src {front}{more}"
