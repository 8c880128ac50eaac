"""The tests: `unit/` alone, `integration/` on real servers, `conversations/` whole, `browser/` in
chromium; `safety/` and `understanding/` hold what is understood to its floors."""
