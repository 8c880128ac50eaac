"""Whose request it is: the visitor's address, passed on between our own processes.

The front desk passes the chat's requests on, so the channel sees one address for everybody. It
says whose request it was in a header signed with the installation's secret; nobody outside can
make one, so it is believed wherever it comes from, without any setting.
"""

from __future__ import annotations

from collections.abc import Iterable

from itsdangerous import BadSignature, Signer

from clinic.settings import get_settings

HEADER = "x-visitor-address"
_PURPOSE = "visitor-address"
# The longest address of IPv6 with a zone; what is longer is nobody's.
_LONGEST = 64


def sign_address(address: str) -> str:
    """The value of `HEADER` for an address."""
    return str(_signer().sign(address[:_LONGEST]).decode())


def read_signed_address(value: str | None) -> str | None:
    """The address in a `HEADER` that one of our processes made; None for every other value."""
    if not value or not value.isascii():
        return None
    try:
        return str(_signer().unsign(value.encode()).decode())
    except BadSignature:
        return None


def forwarded_address(headers: Iterable[str]) -> str | None:
    """The address our own proxy added: the last of all `X-Forwarded-For` values.

    What stands before it was sent by the visitor and can be anything.
    """
    last = ",".join(headers).rpartition(",")[2].strip()
    return last[:_LONGEST] if last.isascii() and last else None


def _signer() -> Signer:
    keys = [key.hex() for key in get_settings().keys_for(_PURPOSE)]
    return Signer(keys[::-1], salt=_PURPOSE)  # it signs with the last key of the list
