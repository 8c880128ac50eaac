"""Who can log in, what they may, and inviting somebody by a link."""
