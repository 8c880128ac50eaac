"""Encryption of single values, each bound to the place it stands in.

AES-256-GCM with the names of table and column and the row's primary key as associated data: a
sealed value that is copied to another row, column or table can't be opened there. A value says
which key it was sealed under, `2.<key id>.<nonce, cipher, tag in base64>`, so that the present key
and the rotated ones are told apart without trying. See docs/decisions/0023.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring_ascii as _quoted

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clinic.settings import get_settings

FORMAT = "2"
_PURPOSE = "sealed columns"
_NONCE = 12


class UndecipherableText(ValueError):
    """A stored text can't be read: its key is not configured, or it stands in a wrong place."""


@dataclass(frozen=True)
class Place:
    """Where a value stands.

    Attributes:
        table, column: their names.
        row: the row's primary key, as the database writes it as text; several parts joined.
    """

    table: str
    column: str
    row: str

    @property
    def bound(self) -> bytes:
        """What is authenticated with the value: these three as a list in JSON. It is put together
        here, as each of the hundreds of values on a page asks for its own."""
        return f"[{_quoted(self.table)}, {_quoted(self.column)}, {_quoted(self.row)}]".encode()

    def __str__(self) -> str:
        return f"{self.table}.{self.column} of row {self.row}"


def seal(text: str, place: Place) -> str:
    """The text, sealed for its place under the present key."""
    key = get_settings().keys_for(_PURPOSE)[0]
    nonce = os.urandom(_NONCE)
    cipher = nonce + _cipher(key).encrypt(nonce, text.encode(), place.bound)
    return f"{FORMAT}.{key_id(key)}.{base64.urlsafe_b64encode(cipher).decode('ascii')}"


def unseal(sealed: str, place: Place) -> str:
    """The text of a sealed value.

    Raises:
        UndecipherableText: its key is not configured, or it was not sealed for this place.
    """
    form, _, rest = sealed.partition(".")
    named, _, encoded = rest.partition(".")
    key = next((one for one in get_settings().keys_for(_PURPOSE) if key_id(one) == named), None)
    if form != FORMAT or key is None:
        raise UndecipherableText(
            f"{place} can't be read with SECRET_KEY; add the key it was written with to "
            "OLD_SECRET_KEYS"
        )
    try:
        cipher = base64.urlsafe_b64decode(encoded)
        opened = _cipher(key).decrypt(cipher[:_NONCE], cipher[_NONCE:], place.bound)
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise UndecipherableText(
            f"{place} was changed by hand, or copied here from somewhere else"
        ) from error
    return opened.decode()


def current_prefix() -> str:
    """How everything begins that is sealed under the present key."""
    return f"{FORMAT}.{key_id(get_settings().keys_for(_PURPOSE)[0])}."


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    """Kept: a page opens hundreds of values under one key, and making one ready takes as long as
    opening a value."""
    return AESGCM(key)


@lru_cache(maxsize=16)
def key_id(key: bytes) -> str:
    """A short name of a key that tells nothing about it."""
    return hashlib.sha256(b"key id" + key).hexdigest()[:8]
