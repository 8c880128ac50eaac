"""What channels share at the door: whose request it is, and how much of it is read."""

from __future__ import annotations

from starlette.requests import Request

from clinic import visitors
from clinic.settings import Settings

LARGEST = 64 * 1024


def address_of(request: Request, settings: Settings) -> str:
    """The visitor's address: behind our own proxy, when the settings say so, what it added last;
    else the connection's."""
    if settings.trust_proxy_headers:
        forwarded = visitors.forwarded_address(request.headers.getlist("x-forwarded-for"))
        if forwarded:
            return forwarded
    return request.client.host if request.client else "unknown"


async def read_limited(request: Request, largest: int = LARGEST) -> bytes | None:
    """A request's body; None when it is longer than that, read no further."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > largest:
            return None
    return bytes(body)
