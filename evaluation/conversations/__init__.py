"""Whole conversations: scripts by writers of their own, held with the running product.

A script is a line of JSON in tests/understanding/conversations/: what a patient says, turn by
turn, and what must hold of each reply whoever words it (`checks`). Nothing of them trains.
"""
