"""The first page: what wants attention, who comes today, who waits for a time."""
