"""One's own account: password, second factor, sessions, calendar feed."""
