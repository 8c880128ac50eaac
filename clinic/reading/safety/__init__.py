"""Safety: whether a message holds a sign that must be heard, and what is done about it."""
