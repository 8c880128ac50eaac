"""Whose request it is: the visitor's address, where our own proxy passes requests on."""

from __future__ import annotations

from collections.abc import Iterable

# The longest address of IPv6 with a zone; what is longer is nobody's.
_LONGEST = 64


def visitor_address(forwarded: Iterable[str], peer: str | None, trusted: bool) -> str:
    """Whose request it is: behind our own proxy what it added last, else the connection's.

    Args:
        forwarded: the values of `X-Forwarded-For`.
        peer: the connection's other end.
        trusted: whether our own proxy sets that header (the settings say so).
    """
    return (forwarded_address(forwarded) if trusted else None) or peer or "unknown"


def forwarded_address(headers: Iterable[str]) -> str | None:
    """The address our own proxy added: the last of all `X-Forwarded-For` values.

    What stands before it was sent by the visitor and can be anything.
    """
    last = ",".join(headers).rpartition(",")[2].strip()
    return last[:_LONGEST] if last.isascii() and last else None
