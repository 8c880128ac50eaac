"""Tells the owner what of the content nobody has reviewed, or not for too long."""

from __future__ import annotations

from clinic import attention, clock
from clinic.inbox.wording import get_desk_texts
from clinic.publishing import versions
from clinic.storage import Database

# So many files are named; the desk's page lists all.
MOST_NAMED = 5


def remind(database: Database, days: int) -> None:
    """Gives the owner a task, once a month, while a file stands without a review of its words as
    they are, or with one older than `days`. Until the desk has looked at the content for the first
    time, or while the task of a month before stands, there is nothing to remind of."""
    now = clock.now()
    with database.begin() as connection:
        late = [
            one
            for one in versions.standings(connection, now.date(), days)
            if one.state != "reviewed"
        ]
        if not late or attention.is_open(connection, "content_review"):
            return
        named = ", ".join(one.file for one in late[:MOST_NAMED])
        due = sum(one.state == "due" for one in late)
        words = get_desk_texts().staff_review.format(
            unreviewed=len(late) - due,
            due=due,
            files=named + (", ..." if len(late) > MOST_NAMED else ""),
        )
        key = f"content review:{now:%Y-%m}"
        attention.raise_task(
            connection, attention.Occasion(kind="content_review", key=key, detail=words)
        )
