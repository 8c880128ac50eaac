"""The clinic's staff: who may log in, and what they read and changed."""

from clinic.staff.accounts import (
    AccountExists,
    LoginRefused,
    WeakPassword,
    add_account,
    change_password,
    has_accounts,
    log_in,
    remove_account,
    session_stamp,
)
from clinic.staff.audit import AuditLine, audit, audit_lines

__all__ = [
    "AccountExists",
    "AuditLine",
    "LoginRefused",
    "WeakPassword",
    "add_account",
    "audit",
    "audit_lines",
    "change_password",
    "has_accounts",
    "log_in",
    "remove_account",
    "session_stamp",
]
