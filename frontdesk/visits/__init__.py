"""One screening: its history, another time, calling it off, what became of it."""
