"""The audit log: who of the staff read or changed what, and when. Append-only by trigger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, or_, select
from sqlalchemy.engine import Connection

from clinic import chained, clock
from clinic.staff.tables import audit_log

# So long a page that stays open counts as one look at it.
LOOKS_GO_ON = timedelta(minutes=15)


@dataclass(frozen=True)
class AuditLine:
    """One line: at what time, who, did what, about which reference or task; and its number."""

    at: datetime
    staff: str
    what: str
    about: str
    id: int


@dataclass(frozen=True)
class Wanted:
    """Which lines are wanted.

    Attributes:
        who: whose; empty: anybody's.
        what: words in what was done, or in what it was about; empty: anything.
        since, until: from when, and before when; None: ever.
        before: only lines with a smaller number; 0: all.
    """

    who: str = ""
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int = 0


def audit(connection: Connection, staff: str, what: str, about: str = "") -> None:
    """Writes a line, in the unit of work of what it is about.

    Args:
        what: such as "read week" or "moved screening".
        about: a reference or a number; never a patient's name or words.
    """
    line = connection.execute(
        insert(audit_log).values(at=clock.now(), staff=staff, what=what, about=about)
    )
    chained.written(connection, audit_log, line.inserted_primary_key[0])


def was_written(
    connection: Connection,
    staff: str,
    what: str,
    about: str = "",
    within: timedelta = LOOKS_GO_ON,
) -> bool:
    """Whether there is such a line of a moment ago, or of so long ago."""
    line = (audit_log.c.staff == staff, audit_log.c.what == what, audit_log.c.about == about)
    lately = audit_log.c.at > clock.now() - within
    return (
        connection.execute(select(audit_log.c.id).where(lately, *line).limit(1)).first() is not None
    )


def audit_lines(
    connection: Connection, limit: int = 200, wanted: Wanted | None = None
) -> list[AuditLine]:
    """The newest lines, the newest first."""
    wanted = wanted or Wanted()
    conditions = []
    if wanted.who:
        conditions.append(audit_log.c.staff == wanted.who)
    if wanted.what:
        said = (audit_log.c.what, audit_log.c.about)
        conditions.append(or_(*(one.ilike(f"%{_literal(wanted.what)}%", "\\") for one in said)))
    if wanted.since:
        conditions.append(audit_log.c.at >= wanted.since)
    if wanted.until:
        conditions.append(audit_log.c.at < wanted.until)
    if wanted.before:
        conditions.append(audit_log.c.id < wanted.before)
    rows = connection.execute(
        select(audit_log).where(*conditions).order_by(audit_log.c.id.desc()).limit(limit)
    )
    return [AuditLine(row.at, row.staff, row.what, row.about, row.id) for row in rows]


def _literal(words: str) -> str:
    """Words in which no letter stands for others in a LIKE."""
    return re.sub(r"([%_\\])", r"\\\1", words)
