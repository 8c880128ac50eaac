"""What went wrong with the database, in words that say what to do."""

from __future__ import annotations

from rasa.shared.exceptions import RasaException
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError


class ConversationUnavailable(RasaException):
    """A conversation can't be read or stored now. The turn fails; the channel tells the patient.

    Rasa's own answer to this is to go on with an empty conversation in memory. Ours isn't: an
    open booking would be forgotten, and what was said would be gone with the process.
    """


# What the database's message contains, and what to do about it.
_CAUSES = (
    (("database is locked", "lock timeout"), "it is locked by another program; it is tried again"),
    (
        ("disk is full", "no space left", "could not extend file"),
        "its disk is full; free some room",
    ),
    (
        ("no such table", "no such column", "undefinedtable", "undefinedcolumn", "does not exist"),
        "its schema is older than this program; run `make migrate`",
    ),
    (("readonly", "read-only"), "it is read-only; give the server the right to write to it"),
    (
        ("malformed", "not a database", "disk i/o"),
        "its file is damaged; restore it from a backup (docs/operations.md)",
    ),
    (("unable to open",), "its file can't be opened; check VAR_DIR or DATABASE_URL"),
)


def unavailable(doing: str, conversation: str, error: Exception) -> ConversationUnavailable:
    """The named error for a database error.

    Args:
        doing: "read" or "stored".
    """
    return ConversationUnavailable(
        f"Conversation {conversation} could not be {doing}: {explain(error)}"
    )


def explain(error: Exception) -> str:
    """A database error's cause and remedy. Never contains what was to be stored."""
    original = getattr(error, "orig", None) or error
    message = f"{type(original).__name__} {original}".lower()
    for marks, cause in _CAUSES:
        if any(mark in message for mark in marks):
            return f"the database refused ({cause})"
    if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError):
        first_line = str(original).strip().split("\n")[0]
        return f"the database can't be reached or failed ({first_line}); check that it runs"
    if isinstance(error, SQLAlchemyError):
        return f"the database failed ({type(error).__name__})"
    return f"{type(error).__name__}: {error}"
