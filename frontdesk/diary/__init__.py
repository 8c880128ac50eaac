"""Who comes when, with whom: a day, a week, a list; booking and blocking times by hand."""
