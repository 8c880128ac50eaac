"""What stands in the frame of every page: how much waits, and which alert is the newest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection

from clinic import attention, inbox
from clinic.publishing.drafts import count_open


@dataclass(frozen=True)
class Badges:
    """What waits.

    Attributes:
        today: what wants attention on the first page, of every kind.
        alerts: the safety alerts among it, which nobody has acknowledged.
        newest: names the newest of them: a page that knows it has sounded for it already.
        waiting: conversations that wait in a list of the inbox: this person's, or anybody's.
        drafts: of the content, that wait to be published.
    """

    today: int = 0
    alerts: int = 0
    newest: str = ""
    waiting: Mapping[inbox.Tab, int] = field(default_factory=dict)
    drafts: int = 0

    @property
    def inbox(self) -> int:
        """Conversations that wait for this person or for anybody."""
        return sum(self.waiting.values())


def badges_of(connection: Connection, staff: str) -> Badges:
    """What waits for somebody now."""
    alerts, newest = attention.open_alerts(connection)
    return Badges(
        today=attention.count_open(connection),
        alerts=alerts,
        newest=newest,
        waiting=inbox.counts(connection, staff),
        drafts=count_open(connection),
    )
