"""What channels share at the door: whose request it is, and how much of it is read."""

from __future__ import annotations

from starlette.requests import Request

from clinic import visitors
from clinic.settings import Settings

LARGEST = 64 * 1024


def address_of(request: Request, settings: Settings) -> str:
    """The visitor's address: behind our own proxy, when the settings say so, what it added last;
    else the connection's."""
    forwarded = request.headers.getlist("x-forwarded-for")
    peer = request.client.host if request.client else None
    return visitors.visitor_address(forwarded, peer, settings.trust_proxy_headers)


async def read_limited(request: Request, largest: int = LARGEST) -> bytes | None:
    """A request's body; None when it is longer than that, read no further."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > largest:
            return None
    return bytes(body)
