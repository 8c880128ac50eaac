"""Times of day as the staff type them."""

from __future__ import annotations

from datetime import time

import pytest

from clinic.content.clock_times import read_span, read_time, show_span


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9:00 AM", time(9)), ("9 am", time(9)), ("9:30pm", time(21, 30)), ("12 AM", time(0)),
        ("12:15 p.m.", time(12, 15)), ("09:00", time(9)), ("13:05", time(13, 5)),
        ("00:00", time(0)), ("9", None), ("24:00", None), ("13 PM", None), ("0 AM", None),
        ("1:00", None), ("7:30", None), ("01:00", time(1)), ("8:30", time(8, 30)),
        ("9:60", None), ("nine", None), ("", None), ("9:00 AM or so", None),
    ],
)  # fmt: skip
def test_either_clock_is_read(text: str, at: time | None) -> None:
    assert read_time(text) == at


@pytest.mark.parametrize(
    "text", ["9:00 AM-1:00 PM", "9 am to 1 pm", "09:00 - 13:00", "9:00–13:00", "9:00 TO 13:00"]
)
def test_a_span_is_read_and_read_again_as_it_is_shown(text: str) -> None:
    span = read_span(text)
    assert span == (time(9), time(13))
    assert show_span(span) == "9:00 AM-1:00 PM"
    assert read_span(show_span(span)) == span


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("9-3pm", "9:00 AM-3:00 PM"), ("9am-3pm", "9:00 AM-3:00 PM"),
        ("1-5pm", "1:00 PM-5:00 PM"), ("1:00-5:00 PM", "1:00 PM-5:00 PM"),
        ("9am-3", "9:00 AM-3:00 PM"), ("9 a.m. to 12", "9:00 AM-12:00 PM"),
        ("11-1pm", "11:00 AM-1:00 PM"), ("9 am-13:00", "9:00 AM-1:00 PM"),
    ],
)  # fmt: skip
def test_where_one_end_says_its_half_the_other_is_the_hour_nearest_to_it(
    text: str, shown: str
) -> None:
    span = read_span(text)
    assert span is not None
    assert show_span(span) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("9-17", "9:00 AM-5:00 PM"), ("09-17:30", "9:00 AM-5:30 PM"),
        ("7:30 to 16", "7:30 AM-4:00 PM"), ("13 - 18", "1:00 PM-6:00 PM"),
    ],
)  # fmt: skip
def test_what_ends_past_12_is_by_the_24_hour_clock(text: str, shown: str) -> None:
    span = read_span(text)
    assert span is not None
    assert show_span(span) == shown


@pytest.mark.parametrize(
    "text",
    ["9:00", "9:00-", "1:00-5:00", "9-24", "9-12", "9:00-5:00", "9-5", "9:00 AM-1:00 PM-2:00 PM"],
)
def test_what_may_mean_another_time_is_none(text: str) -> None:
    assert read_span(text) is None
