"""The one source of the current time, so that nothing else calls `datetime.now()`."""

from datetime import datetime, timezone


def now() -> datetime:
    """The current time as an aware datetime in UTC."""
    return datetime.now(timezone.utc)
