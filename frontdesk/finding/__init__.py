"""Finding visits and conversations by reference, number, name and words."""
