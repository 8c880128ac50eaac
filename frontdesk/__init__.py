"""The front desk: the staff's pages and the clinic's calendar feed.

Every page is a folder: its addresses (`routes.py`), what it reads (`queries.py`, where that is more
than a line), its template. What all share: `layout/` (the frame and its parts), `guard` (who may
see a page, and the audit log), `live` (what wakes an open page), `rendering`.
"""
