"""The worker: sends what is in the outbox, fetches what was missed, makes reminders, serves the
waiting list, deletes what is too old.

    python -m worker          # until it is stopped
    python -m worker --once   # one round of everything, for cron and for trying out

Any number of workers may run beside each other, and none for a while: everything they do is a
row in the database that waits.
"""
