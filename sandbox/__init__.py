"""Texting without an account: a stand-in for Twilio's REST API, and a phone in the terminal."""
