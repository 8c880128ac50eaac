"""What holds for every request and every page.

No odd byte of an address is a reason to fail; nothing inline, nothing from elsewhere, not framed.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

_HOST = re.compile(rb"(?:[A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]*\])(?::[0-9]*)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# Every printable ASCII character: only what is beyond it is written anew.
_QUERY = "".join(map(chr, range(0x21, 0x7F)))


class SecurityHeaders:
    """Adds the headers to every response.

    Args:
        https: whether patients reach the pages by https.
    """

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self.app, self.https = app, https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
                if scope["path"].startswith("/desk"):
                    headers["Cache-Control"] = "no-store"
                if headers.get("content-type", "").startswith("application/json"):
                    # Opened by itself it is a file, never a page.
                    headers.setdefault("Content-Disposition", 'attachment; filename="api.json"')
                if self.https:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        await self.app(scope, receive, with_headers)


class PlainAddresses:
    """Lets no address in that the framework can't read: bytes beyond ASCII in a query are written
    as %XX; a host that is no host's name and a path with control characters are refused."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            hosts = [value for name, value in scope["headers"] if name == b"host"]
            if not all(map(_HOST.fullmatch, hosts)) or _CONTROL.search(scope["path"]):
                await PlainTextResponse("There is no such address.", 400)(scope, receive, send)
                return
            scope = {**scope, "query_string": quote(scope["query_string"], _QUERY).encode()}
        await self.app(scope, receive, send)
