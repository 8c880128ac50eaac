"""The front desk: the staff's pages and the clinic's calendar feed, a process and port of its own.

Every page is a folder: its addresses (`routes.py`), what it reads (`queries.py`, where that is more
than a line), its template. What all share: `layout/` (the frame and its parts), `guard` (who may
see a page, and the audit log), `live` (what wakes an open page), `rendering`.
"""

from __future__ import annotations

from starlette.convertors import IntegerConvertor, register_url_convertor


class Number(IntegerConvertor):
    """A number in an address (`{draft:int}`), of no more digits than any row's has: a longer one
    is no address of ours, where the framework's own would have each page look for it."""

    regex = "[0-9]{1,9}"


# Before any page's addresses are read.
register_url_convertor("int", Number())
