"""The therapists' own calendars: where each is read from, and whether that works."""
