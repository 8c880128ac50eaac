"""Calendar files (RFC 5545): one screening for the patient, all of them for the clinic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from clinic.content import ClinicFacts
from clinic.screenings import times
from clinic.screenings.models import Screening
from clinic.screenings.notices import get_notices

PRODUCT = "-//Clinic assistant//Screenings//EN"
ALARM_BEFORE = timedelta(hours=2)


def patient_calendar(screening: Screening, clinic: ClinicFacts) -> bytes:
    """The screening as a file that a patient's calendar opens.

    A moved screening keeps its UID with a higher SEQUENCE, so that the same entry moves; one
    that was called off is METHOD:CANCEL, which removes it.
    """
    cancelled = screening.state == "cancelled"
    calendar = _calendar("CANCEL" if cancelled else "PUBLISH")
    event = _event(screening, clinic)
    words = get_notices()
    summary = words.calendar_summary.format(clinic=clinic.name)
    event.add("summary", summary)
    lines = [
        times.say(screening, clinic),
        words.calendar_reference.format(reference=screening.reference),
        words.calendar_call.format(phone=clinic.phone_shown) if clinic.phone_shown else "",
        words.calendar_bring.format(bring=clinic.what_to_bring) if clinic.what_to_bring else "",
        clinic.answers.parking or "",
    ]
    event.add("description", "\n".join(line for line in lines if line))
    if not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -ALARM_BEFORE)
        alarm.add("description", summary)
        event.add_component(alarm)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def clinic_calendar(screenings: Iterable[Screening], clinic: ClinicFacts) -> bytes:
    """The clinic's read-only feed: what is no longer in it, a subscribed program takes out too.

    Calendar programs keep what they are told: it holds the reference and the therapist, and of
    the patient the first name only.
    """
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", clinic.name)
    calendar.add("x-wr-timezone", clinic.zone)
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    names = {therapist.id: therapist.name for therapist in clinic.therapists}
    for screening in screenings:
        event = _event(screening, clinic)
        event.add(
            "summary",
            get_notices().feed_summary.format(
                name=screening.name.split()[0],
                therapist=names.get(screening.therapist, screening.therapist),
                reference=screening.reference,
            ),
        )
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(screening: Screening, clinic: ClinicFacts) -> Event:
    event = Event()
    event.add("uid", f"{screening.uid}@screenings")
    event.add("sequence", screening.sequence)
    event.add("dtstamp", screening.changed_at)
    event.add("last-modified", screening.changed_at)
    event.add("dtstart", screening.starts_at)
    event.add("dtend", screening.ends_at)
    event.add("status", "CANCELLED" if screening.state == "cancelled" else "CONFIRMED")
    event.add("transp", "OPAQUE")
    if clinic.address:
        event.add("location", clinic.address)
    return event
