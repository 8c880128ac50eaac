"""Signed addresses that a patient may open without a login: the calendar file of a screening."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from clinic.settings import get_settings

PURPOSE = "calendar-link"


class BadLink(ValueError):
    """A link that was not made here, or was changed."""


def calendar_link(reference: str) -> str:
    """The address of a screening's calendar file (.ics)."""
    token = _serializers()[0].dumps(reference)
    text = token if isinstance(token, str) else token.decode("ascii")
    return f"{get_settings().base_url}/s/{text}.ics"


def read_calendar_token(token: str) -> str:
    """The reference that a link's token names.

    Raises:
        BadLink: the token was not signed with one of our keys.
    """
    for serializer in _serializers():
        try:
            return str(serializer.loads(token))
        except BadSignature:
            continue
    raise BadLink("this link was not made by the clinic")


def _serializers() -> list[URLSafeSerializer]:
    keys = get_settings().keys_for(PURPOSE)
    return [URLSafeSerializer(key, salt=PURPOSE) for key in keys]
