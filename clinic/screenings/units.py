"""Runs a unit of work, and runs it again when another process was in its way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from clinic.screenings.errors import ChangedMeanwhile
from clinic.storage import Database

Result = TypeVar("Result")

ATTEMPTS = 4
# PostgreSQL's codes for "try again": serialization failure, deadlock, lock not available.
_AGAIN = frozenset({"40001", "40P01", "55P03"})


def run_unit(
    database: Database, work: Callable[[Connection], Result], connection: Connection | None = None
) -> Result:
    """`work` in a unit of work of its own, or in the caller's when there is one.

    A unit of its own that lost against another process (same key, same holder, a deadlock, a
    locked database) was undone whole, so it is run again. In a caller's unit the error goes to
    the caller, who must undo all of it.
    """
    if connection is not None:
        return work(connection)
    for attempt in range(ATTEMPTS):
        last = attempt == ATTEMPTS - 1
        try:
            with database.begin() as own:
                return work(own)
        except ChangedMeanwhile:
            if last:
                raise
        except DBAPIError as error:
            if last or not _worth_another_try(error):
                raise
        time.sleep(random.uniform(0.005, 0.03) * (attempt + 1))
    raise AssertionError("unreachable: the last attempt returns or raises")


def _worth_another_try(error: DBAPIError) -> bool:
    if isinstance(error, IntegrityError):
        return True
    code = getattr(error.orig, "pgcode", None)
    return code in _AGAIN or (isinstance(error, OperationalError) and "locked" in str(error.orig))
