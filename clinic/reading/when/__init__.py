"""Reads when a patient would like to come, in their own words."""

from clinic.reading.when.reading import Reading, read_wish
from clinic.reading.when.wish import Days, Hours, Option, Wish

__all__ = ["Days", "Hours", "Option", "Reading", "Wish", "read_wish"]
