"""What stands in the frame of every page: how much waits, and which alert is the newest."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from clinic import attention, inbox
from clinic.publishing.drafts import count_open


@dataclass(frozen=True)
class Badges:
    """What waits.

    Attributes:
        alerts: safety alerts that nobody has acknowledged.
        newest: names the newest of them: a page that knows it has sounded for it already.
        inbox: conversations that wait for this person or for anybody.
        drafts: of the content, that wait to be published.
    """

    alerts: int = 0
    newest: str = ""
    inbox: int = 0
    drafts: int = 0


def badges_of(connection: Connection, staff: str) -> Badges:
    """What waits for somebody now."""
    alerts, newest = attention.open_alerts(connection)
    waiting = inbox.counts(connection, staff)
    return Badges(alerts, newest, sum(waiting.values()), count_open(connection))
