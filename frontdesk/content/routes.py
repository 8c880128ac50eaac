"""The addresses of the clinic's content."""

from __future__ import annotations

from frontdesk.content import beginning, drafting, looking

ROUTES = [*looking.ROUTES, *beginning.ROUTES, *drafting.ROUTES]
