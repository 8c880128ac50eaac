"""Stretches of time: merged, and asked whether a time lies in one."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.busy.spans import Span, Stretches, merged

START = datetime(2026, 11, 30, tzinfo=timezone.utc)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


spans = st.tuples(st.integers(0, 300), st.integers(1, 60)).map(
    lambda given: (at(given[0]), at(given[0] + given[1]))
)


@settings(deadline=None)
@given(st.lists(spans, max_size=12))
def test_merged_stretches_are_in_order_and_do_not_touch(some: list[Span]) -> None:
    found = merged(some)
    assert all(end < begin for (_, end), (begin, _) in pairwise(found))
    assert merged(found) == found


@settings(deadline=None)
@given(st.lists(spans, max_size=12), spans)
def test_a_time_is_hit_where_it_overlaps_one_of_them(some: list[Span], asked: Span) -> None:
    begin, end = asked
    expected = any(one < end and begin < other for one, other in some)
    assert Stretches(some).hit(begin, end) == expected
