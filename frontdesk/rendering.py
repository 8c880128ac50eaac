"""Renders a page from its template, with what every page needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from clinic import clock, inbox
from clinic.content import get_content
from clinic.content.clock_times import show_time
from clinic.content.facts import show_phone
from clinic.health.contents import content_mistakes
from clinic.reading.safety import group_name
from clinic.screenings import Screening, times
from clinic.screenings.attending import marks_for
from clinic.screenings.models import Attendance
from frontdesk.badges import Badges
from frontdesk.csrf import token_of
from frontdesk.labels import MARKS, REASONS, delivery_label, not_sent_label, way_label
from frontdesk.meanings import GIVEN, given_label, meaning_label, subject_label
from serving.rendering import common, environment

_environment = environment(Path(__file__).parent)


def _local(at: datetime) -> datetime:
    return at.astimezone(get_content().clinic.tz)


def _clock(at: datetime) -> str:
    return show_time(_local(at).time())


def _when(at: datetime) -> str:
    return times.say_short(at, get_content().clinic)


def _day(day: date) -> str:
    return times.say_day(day)


def _short_day(day: date) -> str:
    """A day on a small button."""
    return f"{day:%a %b %-d}"


def _marks(visit: Screening) -> tuple[Attendance, ...]:
    """What a visit can be marked as at this moment."""
    return marks_for(visit, clock.now(), get_content().clinic.tz)


def _lately(at: datetime) -> str:
    """A time in a narrow column: the hour of today, the weekday of this week, else the date."""
    local, today = _local(at), _local(clock.now()).date()
    if local.date() == today:
        return _clock(at)
    if timedelta(0) < today - local.date() < timedelta(days=7):
        return f"{local:%a}"
    return f"{local:%b %-d}" if local.year == today.year else f"{local:%b %-d, %Y}"


def _waited(since: datetime) -> str:
    """For how long somebody has waited, in its two largest parts: "2 hours 5 minutes"."""
    minutes = max(int((clock.now() - since) / timedelta(minutes=1)), 0)
    hours, days = minutes // 60, minutes // (60 * 24)
    parts = ((days, "day"), (hours % 24, "hour"), (minutes % 60, "minute"))
    told = [f"{number} {unit}{'s' if number != 1 else ''}" for number, unit in parts if number]
    return " ".join(told[:2]) or "less than a minute"


def _most(count: int) -> str:
    """A count beside a link; more than this nobody counts."""
    return str(count) if count < inbox.MOST_COUNTED else f"{inbox.MOST_COUNTED - 1}+"


_environment.filters.update(
    most=_most,
    local=_local,
    clock=_clock,
    hour=show_time,
    when=_when,
    day=_day,
    short_day=_short_day,
    lately=_lately,
    waited=_waited,
    marks=_marks,
    phone=show_phone,
    sign_name=group_name,
    way_label=way_label,
    meaning=meaning_label,
    subject=subject_label,
    delivery=delivery_label,
    not_sent=not_sent_label,
)
_environment.globals.update(
    marks=MARKS, reasons=REASONS, given_names=GIVEN, given_label=given_label
)


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page. Every template knows `clinic`, `content`, `staff`, `csrf`, and
    `mistakes`, what the clinic's content can't be used for as it stands.

    `staff` is the account that is logged in, None on the public pages.
    """
    on_desk = request.scope["path"].startswith("/desk")
    html = _environment.get_template(template).render(
        {
            **common(),
            "path": request.scope["path"],
            "staff": getattr(request.state, "staff", None),
            "role": getattr(request.state, "role", None),
            "badges": getattr(request.state, "badges", Badges()),
            "csrf": token_of(request) if on_desk else "",
            "mistakes": content_mistakes() if on_desk else [],
            **values,
        }
    )
    return HTMLResponse(html, status_code=status)


def is_near(day: date) -> bool:
    """Whether a day or time somebody typed is one the desk can reckon with: near the ends of the
    calendar another time zone has none."""
    return 2000 <= day.year <= 2100


def back_to(form: Mapping[str, Any], otherwise: str) -> str:
    """Where a form came from, when it says so and that is a page of the desk."""
    page = str(form.get("back", ""))
    inside = page.startswith("/desk") and "//" not in page and "\\" not in page
    return page if inside and page.isprintable() else otherwise
