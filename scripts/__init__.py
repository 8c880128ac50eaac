"""The commands of `make`, but for those that have a part of their own."""
