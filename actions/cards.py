"""The card of a booked screening that the web shows; the text beside it says the same."""

from __future__ import annotations

from typing import Any

from actions.turn import Turn
from clinic.links import calendar_link
from clinic.screenings import Screening, times


def screening_card(turn: Turn, screening: Screening) -> dict[str, Any]:
    """What the widget needs to show a screening; `Card` in channels/webchat_openapi.yml."""
    clinic = turn.content.clinic
    return {
        "type": "screening",
        "when": times.say(screening, clinic),
        "where": clinic.address,
        "reference": screening.reference,
        "bring": clinic.what_to_bring,
        "calendar_url": calendar_link(screening.reference),
        "phone": clinic.phone,
    }
