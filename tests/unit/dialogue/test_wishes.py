"""Wishes for a time over several messages."""

from __future__ import annotations

from datetime import date, time

from clinic.dialogue.wishes import after
from clinic.reading.read import TimeSaid
from clinic.reading.when import Days, Hours, Option, Reading, Wish

TUESDAY, THURSDAY = date(2026, 12, 1), date(2026, 12, 3)
NINE = Hours(time(9), time(9), exact=True)


def said(wish: Wish, adds: bool = False) -> TimeSaid:
    return TimeSaid(Reading(wish, None), adds=adds)


def test_a_day_that_is_excluded_by_its_date_is_wished_for_no_more() -> None:
    before = Wish((Option(Days(TUESDAY, TUESDAY)),))
    other_day = Wish((Option(hours=NINE),), never=(Option(Days(TUESDAY, TUESDAY)),))
    wish = after(before, said(other_day, adds=True))
    assert wish is not None
    assert wish.options == (Option(hours=NINE),)
    assert "Tuesday, December 1 at" not in wish.description


def test_a_day_stands_when_another_one_is_excluded() -> None:
    before = Wish((Option(Days(THURSDAY, THURSDAY)),))
    excluded = Wish((Option(hours=NINE),), never=(Option(Days(TUESDAY, TUESDAY)),))
    wish = after(before, said(excluded, adds=True))
    assert wish is not None
    assert wish.options == (Option(Days(THURSDAY, THURSDAY), NINE),)
