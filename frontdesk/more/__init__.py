"""The pages that have no place of their own at the bottom of a phone."""
