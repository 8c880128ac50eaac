"""The addresses of the audit log."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clinic import clock
from clinic.content import get_content
from clinic.staff import AuditLine, account_names, audit_lines
from clinic.staff.audit import Wanted
from clinic.storage import get_database
from frontdesk.guard import for_staff
from frontdesk.rendering import is_near, render
from frontdesk.spreadsheet import as_csv, to_keep

# A page is some screens of a phone: who looks further filters, or asks for earlier ones.
SHOWN, MOST = 40, 50_000
FIELDS = ("who", "what", "from", "to")
COLUMNS = ("When (UTC)", "Who", "What", "About")


@for_staff("read the audit log", needs="owner")
async def log(request: Request) -> Response:
    """Who read or changed what."""
    given = request.query_params
    lines, names = await asyncio.to_thread(_load, _wanted(given), SHOWN + 1)
    asked = {name: given.get(name, "")[:80] for name in FIELDS}
    earlier = {**asked, "before": lines[SHOWN - 1].id} if len(lines) > SHOWN else None
    return render(
        request,
        "audit/audit.html",
        lines=lines[:SHOWN],
        names=names,
        asked=asked,
        query=urlencode(asked),
        earlier=urlencode(earlier) if earlier else None,
    )


@for_staff("exported the audit log", needs="owner")
async def table(request: Request) -> Response:
    """The same lines for a spreadsheet."""
    lines, _ = await asyncio.to_thread(_load, _wanted(request.query_params), MOST)
    rows = [(f"{line.at:%Y-%m-%d %H:%M:%S}", line.staff, line.what, line.about) for line in lines]
    return to_keep(as_csv(COLUMNS, rows), f"audit-{clock.now():%Y%m%d-%H%M}.csv")


def _load(wanted: Wanted, limit: int) -> tuple[list[AuditLine], list[str]]:
    with get_database().read() as connection:
        return audit_lines(connection, limit, wanted), account_names(connection)


def _wanted(given: QueryParams) -> Wanted:
    """Which lines an address asks for; what is no day or number asks for nothing."""
    first, last = (_day(given.get(name, "")) for name in ("from", "to"))
    before = given.get("before", "")
    return Wanted(
        who=given.get("who", "").strip()[:80],
        what=given.get("what", "").strip()[:80],
        since=_midnight(first) if first else None,
        until=_midnight(last + timedelta(days=1)) if last else None,
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else 0,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_near(day) else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), get_content().clinic.tz)


ROUTES = [Route("/desk/audit", log), Route("/desk/audit/table.csv", table)]
