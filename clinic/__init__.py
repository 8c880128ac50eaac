"""The domain, without any framework: content and how it is published, safety, screenings, messages,
inbox, attention, on call, patients, figures, staff, storage; and `telemetry/`, what happens told to
the log and to OpenMetrics.

Of `telemetry`, `events` imports nothing of ours, so whoever writes a row tells of it there.
"""
