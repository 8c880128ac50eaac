"""The websites that may use the chat, as SITE_ORIGINS lists them and as browsers name them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_EXAMPLE = "https://www.example.org"


class BadOrigin(ValueError):
    """What is listed would match no website."""


def read_origins(listed: str) -> frozenset[str]:
    """The origins of a comma-separated list, each as a browser sends it.

    Raises:
        BadOrigin: one of them can never match; says which, and what to write instead.
    """
    return frozenset(read_origin(item.strip()) for item in listed.split(",") if item.strip())


def read_origin(written: str) -> str:
    """One origin: lower case, without its default port, an international name in ASCII.

    Raises:
        BadOrigin: it is none.
    """
    if "*" in written:
        raise BadOrigin(f"{written!r}: list each website by its full name, such as {_EXAMPLE}.")
    try:
        parts = urlsplit(written.rstrip("/"))
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        raise BadOrigin(f"{written!r} is no address; write it like {_EXAMPLE}.") from None
    if parts.scheme not in _PORTS or not parts.netloc:
        raise BadOrigin(f"{written!r} has to begin with https://, such as {_EXAMPLE}.")
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise BadOrigin(f"{written!r} names a page: write {parts.scheme}://{host} alone.")
    if not _HOST.fullmatch(host) and not re.fullmatch(r"[0-9a-f:]+", host):
        raise BadOrigin(f"{written!r} is no address; write it like {_EXAMPLE}.")
    shown = f"[{host}]" if ":" in host else host
    own_port = port is not None and port != _PORTS[parts.scheme]
    return f"{parts.scheme}://{shown}:{port}" if own_port else f"{parts.scheme}://{shown}"
