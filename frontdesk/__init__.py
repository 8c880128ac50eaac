"""The clinic's pages: the page patients see, the staff's desk, calendar files."""
