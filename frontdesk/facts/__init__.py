"""The hours and rules screenings are computed from, and the calendar feed's address."""
