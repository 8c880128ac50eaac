"""Tells who is on call of alerts nobody has acknowledged, again and further until somebody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from clinic import clock, signals
from clinic.attention.tables import alert_pages, tasks
from clinic.content import get_content
from clinic.inbox.wording import get_desk_texts
from clinic.messages import outbox
from clinic.messages.tables import outbox as outbox_table
from clinic.on_call.contacts import Contact, contacts
from clinic.settings import Settings, get_settings
from clinic.ways import ways as channels

# An alert that is older was there before anybody was on call, or will not be seen by a text more.
PAGED_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Page:
    """One time somebody was told.

    Attributes:
        name: who.
        way: the channel, or "email".
        at: when.
        state: what has become of it: queued, sent, failed, expired; None when that is no longer
            known.
        error: why it failed.
    """

    name: str
    way: str
    at: datetime
    state: str | None
    error: str | None


def page_round(connection: Connection, now: datetime | None = None) -> int:
    """Tells whoever is due, once for each step of each alert; how many messages were queued.

    After `alert_again_minutes` the first is told again and the next too, and so on. A step that
    was missed because no worker ran is not made up for: only the present one is.
    """
    now, settings = now or clock.now(), get_settings()
    line = contacts(connection)
    if not line:
        return 0
    waiting = connection.execute(
        select(tasks.c.id, tasks.c.raised_at).where(
            tasks.c.kind == "safety_alert",
            tasks.c.acknowledged_at.is_(None),
            tasks.c.raised_at > now - PAGED_FOR,
        )
    ).all()
    queued = 0
    for alert in waiting:
        again = timedelta(minutes=settings.alert_again_minutes)
        step = max(int((now - alert.raised_at) / again), 0)
        if _is_told(connection, alert.id, step):
            continue
        for contact in line[: step + 1]:
            queued += _tell(connection, alert.id, step, contact, now)
    if queued:
        signals.ring(connection, signals.DESK, signals.ALERTS)
    return queued


def pages_of(connection: Connection, task: int) -> list[Page]:
    """Everybody who was told of an alert, in order."""
    rows = connection.execute(
        select(alert_pages, outbox_table.c.state, outbox_table.c.error)
        .outerjoin(outbox_table, outbox_table.c.key == alert_pages.c.key)
        .where(alert_pages.c.task == task)
        .order_by(alert_pages.c.id)
    )
    return [Page(row.name, row.way, row.at, row.state, row.error) for row in rows]


def send_test(connection: Connection, contact: Contact, key: str) -> list[str]:
    """Sends somebody a message as for an alert, with a link to the first page.

    Returns:
        The ways it goes; none: there is no way that is set up.
    """
    settings = get_settings()
    link = f"{settings.desk_base_url}/desk"
    return [
        way
        for way, to in ways_to(contact, settings)
        if _enqueue(connection, way, to, _words(link, False), f"page-test:{contact.id}:{key}:{way}")
    ]


def ways_to(contact: Contact, settings: Settings) -> list[tuple[str, str]]:
    """The ways to somebody that are set up: a channel of the outbox, and the address on it."""
    phone = contact.phone
    texts = [one.name for one in channels() if one.by_phone and one.is_on(settings)]
    ways = [(name, phone) for name in texts if phone]
    if contact.email and settings.smtp_host:
        ways.append(("email", contact.email))
    return ways


def _is_told(connection: Connection, task: int, step: int) -> bool:
    done = select(alert_pages.c.id).where(alert_pages.c.task == task, alert_pages.c.step >= step)
    return connection.execute(done.limit(1)).first() is not None


def _tell(connection: Connection, task: int, step: int, contact: Contact, now: datetime) -> int:
    settings = get_settings()
    link = f"{settings.desk_base_url}/desk/alerts/{task}"
    queued = 0
    for way, to in ways_to(contact, settings):
        key = f"page:{task}:{step}:{contact.id}:{way}"
        if _enqueue(connection, way, to, _words(link, step > 0), key):
            values = {"task": task, "step": step, "name": contact.name, "way": way, "key": key}
            connection.execute(insert(alert_pages).values(at=now, **values))
            queued += 1
    return queued


def _words(link: str, again: bool) -> dict[str, object]:
    """What somebody is sent."""
    clinic, texts = get_content().clinic, get_desk_texts()
    words = texts.page_again if again else texts.page_text
    return {
        "text": words.format(clinic=clinic.name, link=link),
        "subject": texts.page_subject.format(clinic=clinic.name, link=link),
        "custom": {"kind": "page"},
    }


def _enqueue(connection: Connection, way: str, to: str, reply: dict[str, object], key: str) -> bool:
    return outbox.enqueue(connection, channel=way, to=to, conversation=None, reply=reply, key=key)
