"""The clinic's facts, from `clinic.yml`: what it is called, where it is, when it is open."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import phonenumbers
from pydantic import BaseModel, Extra, conint, constr, validator

from clinic.content.errors import Misplaced
from clinic.content.yaml_file import read_yaml, validate

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)\s*-\s*([01]\d|2[0-3]):([0-5]\d)$")
_CLOSURE = re.compile(r"^(\d{4}-\d\d-\d\d)(?:\s+to\s+(\d{4}-\d\d-\d\d))?$")

OpeningHours = dict[str, tuple[tuple[time, time], ...]]
# An answer about the clinic fits two text messages.
LONGEST_ANSWER = 300


class _Strict(BaseModel):
    class Config:
        allow_mutation = False
        extra = Extra.forbid
        arbitrary_types_allowed = True


def _opening_hours(value: Any) -> Any:
    """`{monday: ["09:00-12:00"]}` as pairs of local times by weekday, in order."""
    if not isinstance(value, dict):
        raise ValueError('write days with their hours, such as monday: ["09:00-12:00"]')
    hours: OpeningHours = {}
    for day, spans in value.items():
        if day not in WEEKDAYS:
            raise Misplaced(f"{day!r} is not a weekday; use {', '.join(WEEKDAYS)}", day)
        pairs: list[tuple[time, time]] = []
        spans = [spans] if isinstance(spans, str) else spans or []
        if not isinstance(spans, list):
            raise Misplaced(f'{day}: write hours such as ["09:00-12:00"]', day)
        for place, span in enumerate(spans):
            match = _SPAN.match(str(span))
            if not match:
                raise Misplaced(f'{day}: {span!r} should look like "09:00-12:00"', day, place)
            start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
            start, end = time(start_hour, start_minute), time(end_hour, end_minute)
            if start >= end:
                raise Misplaced(f"{day}: {span!r} ends before it begins", day, place)
            if pairs and start < pairs[-1][1]:
                raise Misplaced(
                    f"{day}: {span!r} begins before the hours in front of it end", day, place
                )
            pairs.append((start, end))
        hours[day] = tuple(pairs)
    return hours


class Therapist(_Strict):
    """Somebody who gives screenings.

    Attributes:
        id: short name used in the database; never reuse one for somebody else.
        name: as patients see it.
        hours: the therapist's own hours by weekday; None: the clinic's.
        about: a sentence about them, as patients read it; None: nothing is said.
    """

    id: constr(regex=r"^[a-z][a-z0-9_-]{0,31}$")  # type: ignore[valid-type]
    name: constr(min_length=1, max_length=80)  # type: ignore[valid-type]
    hours: OpeningHours | None = None
    about: str | None = None

    @validator("hours", pre=True)
    def _read_hours(cls, value: Any) -> Any:
        return None if value is None else _opening_hours(value)


class Answers(_Strict):
    """What is said to questions about the clinic, each in the clinic's own sentences, word for
    word. An empty one is answered "I don't have that here"."""

    cost: str | None = None
    prices: str | None = None
    insurance: str | None = None
    referral: str | None = None
    what_to_wear: str | None = None
    parking: str | None = None
    transit: str | None = None
    entrance: str | None = None
    telehealth: str | None = None
    home_visits: str | None = None
    languages: str | None = None
    email: str | None = None
    fax: str | None = None
    records: str | None = None
    companions: str | None = None
    ages: str | None = None
    privacy: str | None = None

    @validator("*")
    def _fits(cls, value: str | None) -> str | None:
        if value is not None and len(value) > LONGEST_ANSWER:
            raise ValueError(f"write {LONGEST_ANSWER} characters at most")
        return value


class ScreeningRules(_Strict):
    """How screenings are given. Minutes, hours and days as the names say."""

    length_minutes: conint(ge=5, le=240)  # type: ignore[valid-type]
    buffer_minutes: conint(ge=0, le=240)  # type: ignore[valid-type]
    notice_hours: conint(ge=0, le=24 * 14)  # type: ignore[valid-type]
    ahead_days: conint(ge=1, le=365)  # type: ignore[valid-type]
    hold_minutes: conint(ge=1, le=120)  # type: ignore[valid-type]

    @property
    def length(self) -> timedelta:
        """How long a screening takes."""
        return timedelta(minutes=self.length_minutes)

    @property
    def buffer(self) -> timedelta:
        """What is kept free after a screening."""
        return timedelta(minutes=self.buffer_minutes)


class HolidayRule(_Strict):
    """Which public holidays the clinic is closed on (names of the `holidays` package)."""

    country: str
    subdivision: str | None = None

    @validator("subdivision")
    def _known(cls, value: str | None, values: dict[str, Any]) -> str | None:
        known = holidays.list_supported_countries()
        country = values.get("country") or ""
        if country not in known or (value is not None and value not in known[country]):
            raise ValueError(f"no holidays are known for {country!r}, {value!r}")
        return value


class ClinicFacts(_Strict):
    """Everything the assistant knows about the clinic. An empty field is not known.

    Attributes:
        example: true while the file still holds the example data it came with.
        phone: E.164, or None.
        zone: IANA name; `tz` is the zone itself.
        closures: days off besides public holidays, each as its first and last day.
    """

    example: bool = False
    name: constr(min_length=1, max_length=80)  # type: ignore[valid-type]
    phone: str | None = None
    address: str | None = None
    zone: str
    zone_label: constr(min_length=1, max_length=40)  # type: ignore[valid-type]
    article_url: str | None = None
    what_to_bring: str | None = None
    answers: Answers = Answers()
    hours: OpeningHours
    holidays: HolidayRule | None = None
    closures: tuple[tuple[date, date], ...] = ()
    therapists: tuple[Therapist, ...]
    screening: ScreeningRules
    retention_days: conint(ge=1, le=3650)  # type: ignore[valid-type]

    @validator("phone")
    def _read_phone(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            number = phonenumbers.parse(value, "US")
        except phonenumbers.NumberParseException as error:
            raise ValueError(f"{value!r} is not a phone number, such as +1 414-555-0142") from error
        if not phonenumbers.is_possible_number(number):
            raise ValueError(f"{value!r} has too many or too few digits for a phone number")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    @validator("zone")
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is not an IANA zone such as America/Chicago") from error
        return value

    @validator("article_url")
    def _https(cls, value: str | None) -> str | None:
        if value is not None and not re.match(r"^https://[^\s/]+", value):
            raise ValueError("should be an address that begins with https://")
        return value

    @validator("hours", pre=True)
    def _read_hours(cls, value: Any) -> Any:
        return _opening_hours(value)

    @validator("closures", pre=True)
    def _read_closures(cls, value: Any) -> Any:
        if value is not None and not isinstance(value, list):
            raise ValueError('write days such as ["2026-12-24", "2026-12-28 to 2026-12-31"]')
        spans = []
        for place, closure in enumerate(value or []):
            match = _CLOSURE.match(str(closure))
            if not match:
                raise Misplaced(
                    f'{closure!r} should look like "2026-12-24" or "… to 2026-12-31"', place
                )
            try:
                first, last = (date.fromisoformat(day or match[1]) for day in match.groups())
            except ValueError as error:
                raise Misplaced(f"{closure!r} names a day that does not exist", place) from error
            if last < first:
                raise Misplaced(f"{closure!r} ends before it begins", place)
            spans.append((first, last))
        return tuple(spans)

    @validator("therapists")
    def _distinct(cls, value: tuple[Therapist, ...]) -> tuple[Therapist, ...]:
        if not value:
            raise ValueError("name at least one therapist")
        ids = [therapist.id for therapist in value]
        for place, name in enumerate(ids):
            if name in ids[:place]:
                raise Misplaced("two therapists have the same id", place, "id")
        return value

    @property
    def tz(self) -> ZoneInfo:
        """The clinic's zone."""
        return ZoneInfo(self.zone)

    @property
    def phone_shown(self) -> str | None:
        """The phone number as people write it at home: `(414) 555-0142`."""
        return None if self.phone is None else show_phone(self.phone)


def show_phone(number: str) -> str:
    """An E.164 number as people at the clinic write it, from abroad with its country's code; what
    is none, as it is."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    at_home = parsed.country_code == phonenumbers.country_code_for_region("US")
    manners = phonenumbers.PhoneNumberFormat
    manner = manners.NATIONAL if at_home else manners.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, manner))


def load_facts(path: Path) -> ClinicFacts:
    """Reads the clinic's facts.

    Raises:
        ContentError: at the line of the first mistake.
    """
    return validate(path, read_yaml(path), ClinicFacts)
