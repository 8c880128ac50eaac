"""The card of a patient: all of one person in one place."""
