"""The hours and rules screenings are computed from."""
