"""One folder a channel: receive, render, deliver, its limits, and `channel.yml`, what it can do;
and what all share: intake, turns, fallback."""
