"""What wants attention, and who is told of it when nobody looks."""
