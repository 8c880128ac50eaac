"""Logging in and out, and the first account."""
