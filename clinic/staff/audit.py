"""The audit log: who of the staff read or changed what, and when. Append-only by trigger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.staff.tables import audit_log


@dataclass(frozen=True)
class AuditLine:
    """One line: at what time, who, did what, about which reference or task."""

    at: datetime
    staff: str
    what: str
    about: str


def audit(connection: Connection, staff: str, what: str, about: str = "") -> None:
    """Writes a line, in the unit of work of what it is about.

    Args:
        what: such as "read week" or "moved screening".
        about: a reference or a number; never a patient's name or words.
    """
    connection.execute(
        insert(audit_log).values(at=clock.now(), staff=staff, what=what, about=about)
    )


def audit_lines(connection: Connection, limit: int = 200) -> list[AuditLine]:
    """The newest lines, the newest first."""
    rows = connection.execute(select(audit_log).order_by(audit_log.c.id.desc()).limit(limit))
    return [AuditLine(row.at, row.staff, row.what, row.about) for row in rows]
