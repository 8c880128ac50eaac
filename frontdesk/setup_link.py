"""The link for the first account: no default password exists, and nobody needs a command line."""

from __future__ import annotations

import hmac

from clinic.settings import get_settings
from clinic.staff import has_accounts
from clinic.storage import get_database


def setup_token() -> str:
    """The token of this installation's link; of no use once there is an account."""
    return get_settings().keys_for("first-account")[0].hex()[:32]


def is_setup_token(token: str) -> bool:
    return hmac.compare_digest(token.encode(), setup_token().encode())


def first_account_url() -> str:
    """The link while nobody can log in yet, else an empty text."""
    if has_accounts(get_database()):
        return ""
    return f"{get_settings().desk_base_url}/desk/setup/{setup_token()}"
