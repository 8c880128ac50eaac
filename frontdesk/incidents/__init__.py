"""Messages that were judged wrongly, in the eyes of the staff."""
