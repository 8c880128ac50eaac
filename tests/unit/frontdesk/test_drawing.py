"""Bars for weeks: as tall as their values say, inside of the picture."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.figures.drawing import BOTTOM, HEIGHT, LEFT, TOP, WIDTH, chart, scale

MONDAYS = [date(2026, 11, 2) + timedelta(weeks=week) for week in range(4)]


def test_a_scale_is_even_and_holds_the_largest_value() -> None:
    assert [scale(most) for most in (0, 1, 2, 3, 5, 10, 11, 99, 101, 50_000)] == [
        2, 2, 2, 4, 10, 10, 20, 100, 200, 100_000,
    ]  # fmt: skip


def test_a_bar_is_as_tall_as_its_value_says() -> None:
    drawn = chart("Visits", ["Booked", "Came"], MONDAYS, [[10, 5, 0, None], [0, 0, 0, 10]])
    heights = [(bar.series, bar.height) for bar in drawn.bars]
    whole = HEIGHT - TOP - BOTTOM
    assert heights == [(0, whole), (0, whole / 2), (1, whole)]
    assert [value for value, _ in drawn.lines] == [0, 5, 10]
    assert drawn.weeks[3] == (MONDAYS[3], (None, 10))
    assert drawn.labels[-1][0] == MONDAYS[-1]


def test_nothing_is_drawn_where_nothing_happened() -> None:
    assert chart("Visits", ["Booked"], MONDAYS, [[0, 0, None, 0]]).empty


@settings(deadline=None)
@given(st.lists(st.lists(st.floats(0, 1e6), min_size=4, max_size=4), min_size=1, max_size=3))
def test_no_bar_stands_out_of_the_picture_or_on_another(values: list[list[float]]) -> None:
    drawn = chart("x", ["x"] * len(values), MONDAYS, values)
    for bar in drawn.bars:
        assert LEFT <= bar.x <= bar.x + bar.width <= WIDTH + 0.2
        assert TOP - 0.1 <= bar.y <= bar.y + bar.height <= HEIGHT - BOTTOM + 0.2
    places = sorted((bar.x, bar.width) for bar in drawn.bars)
    for (x, width), (following, _) in itertools.pairwise(places):
        assert x + width <= following + 0.2
