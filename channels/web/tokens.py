"""Whose conversation it is: an id made by the server, signed, with an end.

The token is all a visitor has; there is no cookie. It is kept by the widget and sent as
`Authorization: Bearer`. Nobody can make one for another conversation, and a phone number is
never an id.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta, timezone
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from clinic.clock import now
from clinic.settings import Settings

LIFETIME = timedelta(days=30)
_PURPOSE = "webchat-token"
_TOKEN_CHARACTERS = 400
_NOT_BEGUN = "not begun"


class TokenInvalid(ValueError):
    """Not a token of ours."""


class TokenExpired(ValueError):
    """A token of ours whose time is over."""


class Tokens:
    """Issues and reads them, with the configured keys; rotated keys are still read."""

    def __init__(self, settings: Settings) -> None:
        keys = [key.hex() for key in settings.keys_for(_PURPOSE)]
        # itsdangerous signs with the last key of the list.
        self._serializer = URLSafeSerializer(keys[::-1], salt=_PURPOSE)

    def issue(self, begun: bool = True) -> tuple[str, str, datetime]:
        """A new conversation: its id, the token for it, and when the token ends (whole seconds,
        never later than the messages are kept).

        Args:
            begun: it is stored; if not, its first message begins it (`is_begun`).
        """
        from clinic.content import get_content

        conversation = f"web-{secrets.token_hex(16)}"
        kept = timedelta(days=get_content().clinic.retention_days)
        ends = (now() + min(LIFETIME, kept)).replace(microsecond=0)
        about: list[Any] = [conversation, int(ends.timestamp())]
        token = self._serializer.dumps(about if begun else [*about, _NOT_BEGUN])
        return conversation, str(token), ends

    def read(self, token: str) -> str:
        """The conversation a token is for.

        Raises:
            TokenInvalid: forged, damaged, or signed with a key that is no longer configured.
            TokenExpired: it was good once.
        """
        conversation, ends, *_ = self._about(token)
        if datetime.fromtimestamp(ends, timezone.utc) <= now():
            raise TokenExpired
        return str(conversation)

    def is_begun(self, token: str) -> bool:
        """Whether a token's conversation was stored when it was issued."""
        return _NOT_BEGUN not in self._about(token)[2:]

    def _about(self, token: str) -> list[Any]:
        if len(token) > _TOKEN_CHARACTERS or not token.isascii():
            raise TokenInvalid
        try:
            about: list[Any] = self._serializer.loads(token)
        except (BadSignature, ValueError, TypeError) as error:
            raise TokenInvalid from error
        return about
