"""The one source of the current time, so that nothing else calls `datetime.now()`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

_ahead = timedelta()


def now() -> datetime:
    """The current time as an aware datetime in UTC."""
    return datetime.now(timezone.utc) + _ahead


@contextmanager
def running_from(moment: datetime) -> Iterator[None]:
    """Lets the time of this process run on from an aware `moment`, for what is measured: which
    hours are free, and so what is answered, is another thing on a Friday evening."""
    global _ahead
    before, _ahead = _ahead, moment - datetime.now(timezone.utc)
    try:
        yield
    finally:
        _ahead = before
