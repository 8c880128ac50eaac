"""Whose conversation it is: an id made by the server, signed, with an end.

The token is all a visitor has; there is no cookie. It is kept by the widget and sent as
`Authorization: Bearer`. Nobody can make one for another conversation, and a phone number is
never an id.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta, timezone

from itsdangerous import BadSignature, URLSafeSerializer

from clinic.clock import now
from clinic.content import get_content
from clinic.settings import Settings

LIFETIME = timedelta(days=30)
_PURPOSE = "webchat-token"
_TOKEN_CHARACTERS = 400


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

    def issue(self) -> tuple[str, str, datetime]:
        """A new conversation: its id, the token for it, and when the token ends (whole seconds,
        never later than the messages are kept)."""
        conversation = f"web-{secrets.token_hex(16)}"
        kept = timedelta(days=get_content().clinic.retention_days)
        ends = (now() + min(LIFETIME, kept)).replace(microsecond=0)
        token = self._serializer.dumps([conversation, int(ends.timestamp())])
        return conversation, str(token), ends

    def read(self, token: str) -> str:
        """The conversation a token is for.

        Raises:
            TokenInvalid: forged, damaged, or signed with a key that is no longer configured.
            TokenExpired: it was good once.
        """
        if len(token) > _TOKEN_CHARACTERS or not token.isascii():
            raise TokenInvalid
        try:
            conversation, ends = self._serializer.loads(token)
        except (BadSignature, ValueError, TypeError) as error:
            raise TokenInvalid from error
        if datetime.fromtimestamp(ends, timezone.utc) <= now():
            raise TokenExpired
        return str(conversation)
