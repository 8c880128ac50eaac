"""Finds a public holiday by its name and says which day it is next."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

import holidays

COUNTRY = "US"
_ONE_DAY = timedelta(days=1)
# Words that patients say -> the name the `holidays` package has for it, and days from it.
_CALLED = {
    r"black friday|(?:the )?(?:friday|day) after thanksgiving": ("Thanksgiving Day", 1),
    r"thanksgiving eve|(?:the )?day before thanksgiving": ("Thanksgiving Day", -1),
    r"(?:christmas|xmas|x-mas) eve|(?:the )?day before (?:christmas|xmas)": ("Christmas Day", -1),
    r"boxing day|(?:the )?day after (?:christmas|xmas)": ("Christmas Day", 1),
    r"(?:the )?day after new year'?s?(?: day)?": ("New Year's Day", 1),
    r"new year'?s?'? eve|nye|(?:the )?day before new year'?s?(?: day)?": ("New Year's Day", -1),
    r"thanksgiving(?: day)?|turkey day": ("Thanksgiving Day", 0),
    r"(?:christmas|xmas|x-mas)(?: day)?": ("Christmas Day", 0),
    r"new year'?s?'? day|new year'?s'?|new year(?! patient)": ("New Year's Day", 0),
    r"mlk(?: day)?|martin luther king(?: jr\.?)?(?:'?s)?(?: day)?": (
        "Martin Luther King Jr. Day",
        0,
    ),
    r"president'?s'? day|washington'?s birthday": ("Washington's Birthday", 0),
    r"memorial day(?: weekend)?": ("Memorial Day", 0),
    r"juneteenth": ("Juneteenth National Independence Day", 0),
    r"independence day|(?:the )?(?:4th|fourth) of july|july (?:4th|fourth)": (
        "Independence Day",
        0,
    ),
    r"labor day|labour day": ("Labor Day", 0),
    r"columbus day|indigenous peoples'? day": ("Columbus Day", 0),
    r"veterans?'?s? day": ("Veterans Day", 0),
}
_EACH = [
    (re.compile(rf"\b(?:{words})(?!\w)"), name, away) for words, (name, away) in _CALLED.items()
]
# Further ahead, a date without its year could be one that was.
SURE_OF_THE_YEAR = 180


def holiday_in(words: str, today: date) -> date | None:
    """The next day, today or later, of the holiday that lower-case words name."""
    if re.search(r"\b(?:happy|merry) (?:new year|christmas|thanksgiving|holidays)", words):
        return None
    for pattern, name, away in _EACH:
        if pattern.search(words):
            return next_holiday(name, today, away)
    return None


def next_holiday(name: str, today: date, away: int = 0) -> date | None:
    """The next day, today or later, that is so many days from a holiday."""
    for year in (today.year - 1, today.year, today.year + 1, today.year + 2):
        for day in sorted(_by_name(year).get(name, ())):
            if day + _ONE_DAY * away >= today:
                return day + _ONE_DAY * away
    return None


@lru_cache(maxsize=8)
def _by_name(year: int) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for day, name in holidays.country_holidays(COUNTRY, years=year).items():
        if "observed" not in name.lower():
            found.setdefault(name.split(";")[0].strip(), []).append(day)
    return found


def with_holidays(words: str, today: date) -> str:
    """Lower-case words with each holiday as its date ("december 25")."""
    if re.search(r"\b(?:happy|merry) (?:new year|christmas|xmas|thanksgiving|holidays)", words):
        return words
    for pattern, name, away in _EACH:
        if pattern.search(words):
            day = next_holiday(name, today, away)
            if day:
                year = f" {day.year}" if (day - today).days > SURE_OF_THE_YEAR else ""
                words = pattern.sub(f"{day:%B} {day.day}{year}".lower(), words)
    return words
