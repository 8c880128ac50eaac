"""Addresses elsewhere that a patient may open about a screening: a map, and calendars on the web.

Nothing is sent there before a patient follows one. They hold the clinic's name and place, the time
and the reference; nothing of the patient.
"""

from __future__ import annotations

from datetime import timezone
from urllib.parse import urlencode

from clinic.content import ClinicFacts
from clinic.screenings.models import Screening
from clinic.screenings.notices import get_notices

_GOOGLE = "https://calendar.google.com/calendar/render"
_OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
_MAP = "https://www.google.com/maps/search/"


def map_link(clinic: ClinicFacts) -> str | None:
    """The clinic on a map; None when there is no address."""
    if not clinic.address:
        return None
    return f"{_MAP}?{urlencode({'api': 1, 'query': f'{clinic.name}, {clinic.address}'})}"


def google_link(screening: Screening, clinic: ClinicFacts) -> str:
    """Puts it into a Google Calendar."""
    start, end = (
        f"{at.astimezone(timezone.utc):%Y%m%dT%H%M%SZ}"
        for at in (screening.starts_at, screening.ends_at)
    )
    about = {
        "action": "TEMPLATE",
        "text": _title(clinic),
        "dates": f"{start}/{end}",
        "details": _details(screening),
        "location": clinic.address or "",
    }
    return f"{_GOOGLE}?{urlencode(about)}"


def outlook_link(screening: Screening, clinic: ClinicFacts) -> str:
    """Puts it into a calendar on Outlook.com."""
    about = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": _title(clinic),
        "startdt": f"{screening.starts_at.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{screening.ends_at.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}",
        "body": _details(screening),
        "location": clinic.address or "",
    }
    return f"{_OUTLOOK}?{urlencode(about)}"


def _title(clinic: ClinicFacts) -> str:
    return get_notices().calendar_summary.format(clinic=clinic.name)


def _details(screening: Screening) -> str:
    return get_notices().calendar_reference.format(reference=screening.reference)
