"""The lists of the inbox: which conversations, in what order, and how each looks in a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Connection, Row

from clinic import attention, clock
from clinic.attention.tables import people, tasks
from clinic.languages import NAMES
from clinic.messages.models import Sender
from clinic.messages.tables import inbound, outbox, threads, web_messages
from clinic.patients.known import names_of
from clinic.screenings.tables import screenings
from clinic.ways import shown_ways

Tab = Literal["mine", "unassigned", "all", "snoozed", "closed"]
TABS: tuple[Tab, ...] = get_args(Tab)
# Twice what a screen shows: who looks further asks for older ones.
PAGE = 20
# What is shown of a count ends here ("99+"), so nobody counts on.
MOST_COUNTED = 100
PREVIEW_CHARACTERS = 120


@dataclass(frozen=True)
class Item:
    """A conversation in a list.

    Attributes:
        conversation: its id.
        channel: where it is.
        reach: the number it comes from, where the channel knows it.
        name, phone: the patient's, as far as they are known.
        preview: the beginning of the newest message; empty where it is private.
        private: no list may show a word of it, as somebody may read along.
        sender: whose that is.
        at: when something was last said in it.
        unread: the patient wrote something that nobody at the desk has read.
        wants: kinds of the tasks that are open about it, the most urgent first; a safety alert as
            "alert:" and its tier.
        handled_by: whose it is; None: nobody's.
        taken_by, taken_at, taken_until: who answers instead of the assistant, since when, and
            until when if they stay silent.
        snoozed_until, closed_at: see `clinic.inbox.handling`.
        muted: the patient wants no more messages here.
        language: that it is held in, as the staff call it ("Spanish"); None: English.
    """

    conversation: str
    channel: str
    reach: str | None
    name: str | None
    phone: str | None
    preview: str
    sender: Sender
    at: datetime
    unread: bool
    wants: tuple[str, ...]
    handled_by: str | None
    taken_by: str | None
    taken_at: datetime | None
    taken_until: datetime | None
    snoozed_until: datetime | None
    closed_at: datetime | None
    muted: bool
    private: bool = False
    language: str | None = None

    @property
    def alarmed(self) -> bool:
        """Whether a safety alert about it is open."""
        return any(kind.startswith("alert:") for kind in self.wants)


@dataclass(frozen=True)
class End:
    """Where a page of a list ended.

    Attributes:
        part: of the list: those with an alert, those that want a person, the rest.
        at: when the last of them had changed.
    """

    part: int
    at: datetime


def list_conversations(
    connection: Connection, tab: Tab, staff: str, before: End | None = None
) -> tuple[list[Item], End | None]:
    """A page of a list.

    The conversations with a safety alert stand first, then those that want a person, then the rest;
    of each the newest first.

    Args:
        tab: which list.
        staff: whose "mine" it is.
        before: go on after the page that ended here.

    Returns:
        The page, and where it ended; None when it is the last.
    """
    conditions = _in_tab(tab, staff, clock.now())
    rows: list[tuple[int, Row]] = []
    for part, whose in enumerate(_parts(connection, tab)):
        if whose is None or (before is not None and part < before.part):
            continue
        wanted = [*conditions, *whose]
        if before is not None and part == before.part:
            wanted.append(threads.c.changed_at < before.at)
        found = select(threads).where(*wanted).order_by(threads.c.changed_at.desc())
        left = PAGE + 1 - len(rows)
        rows += ((part, row) for row in connection.execute(found.limit(left)))
        if len(rows) > PAGE:
            part, last = rows[PAGE - 1]
            shown = [row for _, row in rows[:PAGE]]
            return _items(connection, shown), End(part, last.changed_at)
    return _items(connection, [row for _, row in rows]), None


def _parts(connection: Connection, tab: Tab) -> list[list[Any] | None]:
    """The conditions of each part of a list, see `End`; None for one in which there is nothing."""
    asking = _open_tasks(connection) if tab in ("mine", "unassigned", "all") else {}
    alarmed = [name for name, kinds in asking.items() if kinds[0].startswith("alert:")]
    others = [name for name, kinds in asking.items() if not kinds[0].startswith("alert:")]
    name = threads.c.conversation
    return [
        *([name.in_(these)] if these else None for these in (alarmed, others)),
        [name.not_in(list(asking))] if asking else [],
    ]


def one(connection: Connection, conversation: str) -> Item | None:
    """A conversation as it stands in a list; None when it is not kept."""
    row = connection.execute(select(threads).where(threads.c.conversation == conversation)).first()
    return _items(connection, [row])[0] if row else None


def some(connection: Connection, conversations: Sequence[str]) -> list[Item]:
    """These conversations, the newest first; those that are not kept are left out."""
    rows = connection.execute(
        select(threads)
        .where(threads.c.conversation.in_(list(conversations)), threads.c.wrote_at.is_not(None))
        .order_by(threads.c.changed_at.desc())
    ).all()
    return _items(connection, rows)


def counts(connection: Connection, staff: str) -> dict[Tab, int]:
    """How many conversations wait in a list: of one's own those that are unread, of nobody's those
    that want a person, neither further than `MOST_COUNTED`. What the assistant does by itself
    counts nowhere."""
    now = clock.now()
    unread = select(threads.c.conversation).where(
        *_in_tab("mine", staff, now), threads.c.unread_since.is_not(None)
    )
    mine = select(func.count()).select_from(unread.limit(MOST_COUNTED).subquery())
    # Nobody's have no `handled_by`: counted, not looked for, as nearly all there are have none.
    asked = select(func.count() - func.count(threads.c.handled_by)).where(
        *_in_tab("all", staff, now), threads.c.conversation.in_(_asked_about())
    )
    found = select(mine.scalar_subquery().label("mine"), asked.scalar_subquery().label("asked"))
    row = connection.execute(found).one()
    return {"mine": row.mine, "unassigned": row.asked}


def _asked_about() -> Any:
    """The conversations about which a task is open."""
    return select(tasks.c.conversation).where(
        tasks.c.acknowledged_at.is_(None), tasks.c.conversation.is_not(None)
    )


def _in_tab(tab: Tab, staff: str, now: datetime) -> list[Any]:
    asleep = and_(threads.c.snoozed_until.is_not(None), threads.c.snoozed_until > now)
    spoken = threads.c.wrote_at.is_not(None)
    if tab == "closed":
        return [spoken, threads.c.closed_at.is_not(None)]
    if tab == "snoozed":
        return [spoken, threads.c.closed_at.is_(None), asleep]
    awake = or_(threads.c.snoozed_until.is_(None), threads.c.snoozed_until <= now)
    shown = [spoken, threads.c.closed_at.is_(None), awake]
    if tab == "mine":
        return [*shown, threads.c.handled_by == staff]
    if tab == "unassigned":
        return [*shown, threads.c.handled_by.is_(None)]
    return shown


def _open_tasks(connection: Connection, of: Iterable[str] | None = None) -> dict[str, list[str]]:
    """What is open about conversations: kinds, the most urgent first."""
    statement = select(tasks.c.conversation, tasks.c.kind, tasks.c.tier).where(
        tasks.c.acknowledged_at.is_(None), tasks.c.conversation.is_not(None)
    )
    if of is not None:
        statement = statement.where(tasks.c.conversation.in_(list(of)))
    found: dict[str, list[str]] = {}
    for row in connection.execute(statement.order_by(tasks.c.id)):
        alert = row.kind == "safety_alert"
        kinds = found.setdefault(row.conversation, [])
        kinds.insert(0 if alert else len(kinds), f"alert:{row.tier}" if alert else row.kind)
    return found


def _items(connection: Connection, rows: Sequence[Row]) -> list[Item]:
    ids = [row.conversation for row in rows]
    newest, known = _newest(connection, rows), _people(connection, ids)
    wants = _open_tasks(connection, ids)
    private = attention.private(connection, ids)
    unnamed = [row.reach for row in rows if not known.get(row.conversation, (None, None))[0]]
    by_number = names_of(connection, unnamed)
    items = []
    for row in rows:
        sender, text, at = newest.get(row.conversation, ("patient", "", row.changed_at))
        name, phone = known.get(row.conversation, (None, None))
        items.append(
            Item(
                conversation=row.conversation,
                channel=row.channel,
                reach=row.reach,
                name=name or by_number.get(row.reach or ""),
                phone=phone or row.reach,
                preview=""
                if row.conversation in private
                else " ".join(text.split())[:PREVIEW_CHARACTERS],
                private=row.conversation in private,
                sender=sender,
                at=at,
                unread=row.unread_since is not None,
                wants=tuple(dict.fromkeys(wants.get(row.conversation, ()))),
                handled_by=row.handled_by,
                taken_by=row.taken_by,
                taken_at=row.taken_at,
                taken_until=row.taken_until,
                snoozed_until=row.snoozed_until,
                closed_at=row.closed_at,
                muted=row.muted_at is not None,
                language=NAMES.get(row.language or "", row.language),
            )
        )
    return items


def _newest(connection: Connection, rows: Sequence[Row]) -> dict[str, tuple[Sender, str, datetime]]:
    """The newest message of each conversation: four queries, however many there are.

    What patients wrote is opened last, where nothing newer was found: a text costs more to open
    than to find.
    """
    ids = [row.conversation for row in rows]
    found: dict[str, tuple[Sender, str, datetime]] = {}

    def keep(conversation: str, sender: Sender, text: str, at: datetime) -> None:
        if conversation not in found or found[conversation][2] <= at:
            found[conversation] = (sender, text, at)

    for row in connection.execute(
        select(
            web_messages.c.conversation,
            web_messages.c.sender,
            web_messages.c.text,
            web_messages.c.at,
        )
        .join(
            threads,
            and_(
                threads.c.conversation == web_messages.c.conversation,
                threads.c.last_seq == web_messages.c.seq,
            ),
        )
        .where(web_messages.c.conversation.in_(ids))
    ):
        keep(row.conversation, row.sender, row.text, row.at)
    sent = select(func.max(outbox.c.id)).where(
        outbox.c.conversation.in_(ids), outbox.c.channel.not_in(shown_ways())
    )
    for row in connection.execute(
        select(outbox.c.conversation, outbox.c.reply, outbox.c.created_at).where(
            outbox.c.id.in_(sent.group_by(outbox.c.conversation))
        )
    ):
        custom = row.reply.get("custom") or {}
        sender = custom.get("sender", "assistant")
        keep(row.conversation, sender, str(row.reply.get("text") or ""), row.created_at)
    last = select(func.max(inbound.c.id)).where(inbound.c.conversation.in_(ids))
    wrote = connection.execute(
        select(inbound.c.id, inbound.c.conversation, inbound.c.received_at).where(
            inbound.c.id.in_(last.group_by(inbound.c.conversation))
        )
    ).all()
    newer = [
        row.id
        for row in wrote
        if row.conversation not in found or found[row.conversation][2] < row.received_at
    ]
    for row in connection.execute(
        select(inbound.c.conversation, inbound.c.text, inbound.c.received_at).where(
            inbound.c.id.in_(newer)
        )
    ):
        keep(row.conversation, "patient", row.text, row.received_at)
    return found


def _people(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """Who writes: as they said in the conversation, else as they booked."""
    said = select(people.c.conversation, people.c.name, people.c.phone).where(
        people.c.conversation.in_(list(ids))
    )
    found: dict[str, tuple[str | None, str | None]] = {
        row.conversation: (row.name, row.phone) for row in connection.execute(said)
    }
    lacking = [one for one in ids if not all(found.get(one, (None, None)))]
    latest = (
        select(func.max(screenings.c.id))
        .where(screenings.c.conversation.in_(lacking))
        .group_by(screenings.c.conversation)
    )
    booked = select(screenings.c.conversation, screenings.c.name, screenings.c.phone).where(
        screenings.c.id.in_(latest)
    )
    for row in connection.execute(booked):
        name, phone = found.get(row.conversation, (None, None))
        found[row.conversation] = (name or row.name, phone or row.phone)
    return found
