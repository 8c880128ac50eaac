"""Tables for a spreadsheet (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

from clinic.content.facts import show_phone

# A cell that begins so is a formula to a spreadsheet.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows under a line of their names; no cell is a formula."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(columns)
    for row in rows:
        table.writerow([f"'{cell}" if cell.startswith(FORMULAS) else cell for cell in row])
    return written.getvalue()


def phone_cell(number: str) -> str:
    """A number as the desk shows it; one with a country's code begins with a bracket, as nothing
    that is reckoned does."""
    shown = show_phone(number)
    code, _, rest = shown.partition(" ")
    return f"({code}) {rest}" if shown.startswith("+") else shown


def to_keep(written: str, name: str) -> Response:
    """A table that the browser keeps as a file."""
    # Without the mark before it a spreadsheet takes a name with an accent for several letters.
    marked = written.encode("utf-8-sig")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(marked, media_type="text/csv; charset=utf-8", headers=headers)
