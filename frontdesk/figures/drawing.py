"""Lays out bars for weeks: where each stands in a picture, in the picture's own units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 640, 200
LEFT, TOP, BOTTOM = 40, 12, 26
# Part of a week's width that is left free beside its bars.
FREE = 0.3


@dataclass(frozen=True)
class Bar:
    """One bar: its series, where its upper left corner is, and how large it is."""

    series: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """Bars for weeks.

    Attributes:
        title: what it shows.
        series: what each colour stands for.
        weeks: the first day of each week, with the values of each series (None: there is none).
        bars: to be drawn.
        lines: height on the scale, and where it is.
        labels: the first days that are written below, and where.
    """

    title: str
    series: tuple[str, ...]
    weeks: tuple[tuple[date, tuple[float | None, ...]], ...]
    bars: tuple[Bar, ...]
    lines: tuple[tuple[int, float], ...]
    labels: tuple[tuple[date, float], ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.bars


def chart(
    title: str,
    series: Sequence[str],
    mondays: Sequence[date],
    values: Sequence[Sequence[float | None]],
) -> Chart:
    """Lays out a chart.

    Args:
        series: names.
        mondays: the weeks.
        values: of each series, one for each week.
    """
    most = max((value or 0 for row in values for value in row), default=0)
    top = scale(most)
    tall, wide = HEIGHT - TOP - BOTTOM, (WIDTH - LEFT) / max(len(mondays), 1)
    width = wide * (1 - FREE) / max(len(series), 1)
    bars = []
    for week in range(len(mondays)):
        for number, row in enumerate(values):
            if value := row[week]:
                height = tall * value / top
                x = LEFT + wide * (week + FREE / 2) + width * number
                y = TOP + tall - height
                bars.append(Bar(number, *(round(one, 1) for one in (x, y, width, height))))
    lines = [(part, round(TOP + tall * (1 - part / top), 1)) for part in (0, top // 2, top)]
    labels = [
        (day, round(LEFT + wide * (place + 0.5), 1))
        for place, day in enumerate(mondays)
        if (len(mondays) - 1 - place) % 2 == 0
    ]
    rows = [(day, tuple(row[place] for row in values)) for place, day in enumerate(mondays)]
    return Chart(title, tuple(series), tuple(rows), tuple(bars), tuple(lines), tuple(labels))


def scale(most: float) -> int:
    """The even number at the top of a scale on which the largest value has room."""
    power = 1
    while True:
        for step in (2, 4, 10):
            if step * power >= most:
                return step * power
        power *= 10
