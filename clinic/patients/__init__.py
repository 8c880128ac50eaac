"""The card of a patient: all that is known of one person, and which numbers are theirs."""
