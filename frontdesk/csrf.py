"""Forms that change something carry a token of the session; a form without it is refused."""

from __future__ import annotations

import hmac
import secrets

from starlette.exceptions import HTTPException
from starlette.requests import Request


def token_of(request: Request) -> str:
    """The session's token, made at first use."""
    token = request.session.setdefault("csrf", secrets.token_urlsafe(24))
    return str(token)


async def check(request: Request) -> None:
    """Lets a form pass that carries the session's token.

    Raises:
        HTTPException: 403.
    """
    form = await request.form()
    given = str(form.get("csrf", ""))
    if not hmac.compare_digest(given.encode(), token_of(request).encode()):
        raise HTTPException(403, "This form is no longer valid; load the page again.")
