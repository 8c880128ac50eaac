"""The address of the figures."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clinic.content import get_content
from clinic.figures import Week, weeks
from clinic.storage import get_database
from frontdesk.figures.drawing import Chart, chart
from frontdesk.guard import for_staff
from frontdesk.rendering import render

# Of each picture: its title, and what is drawn in it, by the name of a week's value.
PICTURES: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "Messages",
        {"asked": "Asked", "answered": "Answered by the assistant", "by_people": "By a person"},
    ),
    ("Not answered", {"declined": "Declined", "unclear": "Not understood"}),
    ("Handed over", {"taken": "Taken over by a person", "calls": "Calls wanted"}),
    ("Visits", {"booked": "Booked", "came": "Came", "missed": "Did not come"}),
    ("Safety alerts", {"alerts": "Raised", "unseen": "Seen by nobody"}),
    ("Minutes until an alert was seen", {"minutes": "Half of them sooner"}),
    ("Ratings", {"helped": "Helped", "did_not": "Did not help"}),
)


@for_staff("read the figures")
async def figures(request: Request) -> Response:
    """How it goes, by week."""
    found = await asyncio.to_thread(_load)
    charts = [_chart(title, series, found) for title, series in PICTURES]
    return render(request, "figures/figures.html", charts=charts)


def _load() -> list[Week]:
    with get_database().read() as connection:
        return weeks(connection, get_content().clinic.tz)


def _chart(title: str, series: dict[str, str], found: list[Week]) -> Chart:
    values = [[getattr(week, name) for week in found] for name in series]
    return chart(title, list(series.values()), [week.monday for week in found], values)


ROUTES = [Route("/desk/figures", figures)]
