"""Booking a screening: begin, read what the patient says, ask for the rest, write it down."""
