"""A measured figure, the bar it has to clear, and whether it does: a row of a report."""

from __future__ import annotations

HEAD = ("measured | bar | |", "---:|---:|---|")


def head(what: str) -> list[str]:
    """The first two lines of a table of bars."""
    return [f"| {what} | {HEAD[0]}", f"|---|{HEAD[1]}"]


def row(what: str, value: float, bar: float, *, digits: int = 2, at_least: bool = False) -> str:
    """The line of one figure.

    Args:
        digits: behind the point, of what was measured.
        at_least: whether the bar is a minimum; otherwise a maximum.
    """
    reached = value >= bar if at_least else value <= bar
    sign = "at least" if at_least else "at most"
    verdict = "reached" if reached else "missed"
    return f"| {what} | **{value:.{digits}f}** | {sign} {bar:g} | {verdict} |"
