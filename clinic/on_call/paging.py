"""Tells who is on call of alerts nobody has acknowledged, again and further until somebody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func, insert, select
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
# More messages than this tell nobody more. One alert that nobody sees makes twelve in an hour, as
# the settings come.
MOST_AN_HOUR = 20
# In the key of a page: it was told in the message of another alert, whose key stands before it.
ALSO = "+"


@dataclass(frozen=True)
class Due:
    """An alert that somebody is to be told of, for the step it has come to."""

    task: int
    step: int


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
    was missed because no worker ran is not made up for: only the present one is. Whoever is due
    for several alerts gets one message about all of them, and at most `MOST_AN_HOUR` an hour by
    each way, the last of which says that there may be more.
    """
    now = now or clock.now()
    line = contacts(connection)
    if not line:
        return 0
    waiting = connection.execute(
        select(tasks.c.id, tasks.c.raised_at)
        .where(
            tasks.c.kind == "safety_alert",
            tasks.c.acknowledged_at.is_(None),
            tasks.c.raised_at > now - PAGED_FOR,
        )
        .order_by(tasks.c.id)
    ).all()
    again = timedelta(minutes=get_settings().alert_again_minutes)
    steps = [Due(alert.id, max(int((now - alert.raised_at) / again), 0)) for alert in waiting]
    due = [one for one in steps if not _is_told(connection, one)]
    queued = 0
    for place, contact in enumerate(line):
        theirs = [one for one in due if place <= one.step]
        if theirs:
            queued += _tell(connection, theirs, len(waiting), contact, now)
    if queued:
        signals.ring(connection, signals.DESK, signals.ALERTS)
    return queued


def pages_of(connection: Connection, task: int) -> list[Page]:
    """Everybody who was told of an alert, in order."""
    rows = connection.execute(
        select(alert_pages).where(alert_pages.c.task == task).order_by(alert_pages.c.id)
    ).all()
    keys = [row.key.partition(ALSO)[0] for row in rows]
    sent = connection.execute(
        select(outbox_table.c.key, outbox_table.c.state, outbox_table.c.error).where(
            outbox_table.c.key.in_(keys)
        )
    )
    became = {row.key: (row.state, row.error) for row in sent}
    return [
        Page(row.name, row.way, row.at, *became.get(key, (None, None)))
        for row, key in zip(rows, keys, strict=True)
    ]


def unwatched(connection: Connection) -> Literal["nobody", "no_way"] | None:
    """Why nobody would be told of an alert: nobody is on call, or there is no way to any of them
    that is set up; None where somebody would."""
    line, settings = contacts(connection), get_settings()
    if not line:
        return "nobody"
    return None if any(ways_to(contact, settings) for contact in line) else "no_way"


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
        if _enqueue(
            connection, way, to, _words(link, "page_text"), f"page-test:{contact.id}:{key}:{way}"
        )
    ]


def ways_to(contact: Contact, settings: Settings) -> list[tuple[str, str]]:
    """The ways to somebody that are set up: a channel of the outbox, and the address on it."""
    phone = contact.phone
    texts = [one.name for one in channels() if one.by_phone and one.is_on(settings)]
    ways = [(name, phone) for name in texts if phone]
    if contact.email and settings.smtp_host:
        ways.append(("email", contact.email))
    return ways


def _is_told(connection: Connection, due: Due) -> bool:
    done = select(alert_pages.c.id).where(
        alert_pages.c.task == due.task, alert_pages.c.step >= due.step
    )
    return connection.execute(done.limit(1)).first() is not None


def _tell(
    connection: Connection, due: list[Due], waiting: int, contact: Contact, now: datetime
) -> int:
    """Queues one message about all that somebody is due for, by each way; how many."""
    settings, queued = get_settings(), 0
    desk = f"{settings.desk_base_url}/desk"
    for way, to in ways_to(contact, settings):
        left = MOST_AN_HOUR - _told_lately(connection, contact, way, now)
        if left <= 0:
            continue
        key = f"page:{due[0].task}:{due[0].step}:{contact.id}:{way}"
        if left == 1:
            words = _words(desk, "page_more", waiting)
        elif len(due) > 1:
            words = _words(desk, "page_many", len(due))
        else:
            name = "page_again" if due[0].step else "page_text"
            words = _words(f"{desk}/alerts/{due[0].task}", name)
        if not _enqueue(connection, way, to, words, key):
            continue
        for one in due:
            of = key if one is due[0] else f"{key}{ALSO}{one.task}"
            values = {"task": one.task, "step": one.step, "name": contact.name, "way": way}
            connection.execute(insert(alert_pages).values(at=now, key=of, **values))
        queued += 1
    return queued


def _told_lately(connection: Connection, contact: Contact, way: str, now: datetime) -> int:
    """How many messages somebody got by a way within an hour."""
    return int(
        connection.execute(
            select(func.count())
            .select_from(alert_pages)
            .where(
                alert_pages.c.at > now - timedelta(hours=1),
                alert_pages.c.key.endswith(f":{contact.id}:{way}", autoescape=True),
            )
        ).scalar_one()
    )


def _words(link: str, name: str, number: int = 1) -> dict[str, object]:
    """What somebody is sent: one of the texts of content/desk.yml."""
    clinic, texts = get_content().clinic, get_desk_texts()
    words = str(getattr(texts, name))
    return {
        "text": words.format(clinic=clinic.name, link=link, number=number),
        "subject": texts.page_subject.format(clinic=clinic.name, link=link),
        "custom": {"kind": "page"},
    }


def _enqueue(connection: Connection, way: str, to: str, reply: dict[str, object], key: str) -> bool:
    return outbox.enqueue(connection, channel=way, to=to, conversation=None, reply=reply, key=key)
