"""How it goes, week by week, in numbers: nothing of them is anybody's word."""

from clinic.figures.weeks import Week, weeks

__all__ = ["Week", "weeks"]
