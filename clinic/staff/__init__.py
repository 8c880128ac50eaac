"""The clinic's staff: who may log in, and what they read and changed."""

from clinic.staff.accounts import (
    AccountExists,
    LoginRefused,
    NotTheFirst,
    account_names,
    add_account,
    add_first_account,
    change_password,
    confirm_login,
    has_accounts,
    log_in,
    remove_account,
)
from clinic.staff.audit import AuditLine, audit, audit_lines
from clinic.staff.passwords import SHORTEST_PASSWORD, TooBusy, WeakPassword
from clinic.staff.sessions import account_of, end_session, open_session
from clinic.staff.throttle import Place

__all__ = [
    "SHORTEST_PASSWORD",
    "AccountExists",
    "AuditLine",
    "LoginRefused",
    "NotTheFirst",
    "Place",
    "TooBusy",
    "WeakPassword",
    "account_names",
    "account_of",
    "add_account",
    "add_first_account",
    "audit",
    "audit_lines",
    "change_password",
    "confirm_login",
    "end_session",
    "has_accounts",
    "log_in",
    "open_session",
    "remove_account",
]
