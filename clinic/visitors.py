"""Whose request it is: the visitor's address, where our own proxy passes requests on."""

from __future__ import annotations

from collections.abc import Iterable

# The longest address of IPv6 with a zone; what is longer is nobody's.
_LONGEST = 64


def forwarded_address(headers: Iterable[str]) -> str | None:
    """The address our own proxy added: the last of all `X-Forwarded-For` values.

    What stands before it was sent by the visitor and can be anything.
    """
    last = ",".join(headers).rpartition(",")[2].strip()
    return last[:_LONGEST] if last.isascii() and last else None
