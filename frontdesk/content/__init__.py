"""What the assistant says: drafted, checked, reviewed, published and restored."""
