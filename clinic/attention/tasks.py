"""Tasks for the staff: raised once, one card a conversation, acknowledged by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import and_, case, delete, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from clinic import clock, signals
from clinic.attention.people import Person, known_person, remember_person
from clinic.attention.tables import task_lines, tasks
from clinic.storage import blind_index, blind_indexes, is_readable
from clinic.telemetry.events import happened

TaskKind = Literal[
    "safety_alert", "call_back", "failed_message", "texted_cancel", "running_late", "not_them",
    "double_booked", "content_review", "content_training", "other",
]  # fmt: skip
TASK_KINDS: tuple[TaskKind, ...] = get_args(TaskKind)
TIERS = ("E", "C", "U")
# How lines begin that are the staff's, and no word of the patient.
CALLED, SEEN, NOT_SEEN = "Called, nobody was reached", "Seen", "“Seen” was taken back"
# Only an owner can do these, and takes them off the list.
FOR_OWNERS: frozenset[TaskKind] = frozenset({"content_review", "content_training"})
LARGEST_ID = 2**31 - 1
PURPOSE = "task"
# What the key of a task begins with that was raised for a sign in a message; its id follows.
ALARM = "safety:"


@dataclass(frozen=True)
class Line:
    """One thing more that belongs to a task.

    Attributes:
        id: its number; later ones are larger.
        occasion: whether it is a reason for the task, as the first was; else what the patient
            wrote afterwards.
        tier: of an alarm: E, C or U.
        text: for a person to read.
        at: when.
    """

    id: int
    occasion: bool
    tier: str | None
    text: str
    at: datetime

    @property
    def by_staff(self) -> bool:
        """Whether it is what somebody at the desk did."""
        return not self.occasion and self.text.startswith(
            tuple(f"{what} (" for what in (CALLED, SEEN, NOT_SEEN))
        )


@dataclass(frozen=True)
class Task:
    """Something the staff should look at.

    Attributes:
        id: its number.
        kind: see `TaskKind`.
        tier: of a safety alert: E, C or U, the most urgent of its alarms.
        channel, conversation: where it came from; None where there is no conversation.
        reach: how the patient can be reached (E.164), None when that is not known.
        name: what the patient is called, None when that is not known.
        detail: what happened first, for a person to read.
        raised_at: when.
        acknowledged_at, acknowledged_by: when somebody saw it, and who; None until then.
        lines: what came after that in the same conversation, the oldest first.
    """

    id: int
    kind: TaskKind
    tier: str | None
    channel: str | None
    conversation: str | None
    reach: str | None
    name: str | None
    detail: str
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    lines: tuple[Line, ...] = ()

    @property
    def last_line(self) -> int:
        """The number of the newest line, 0 without one: up to here somebody has read it."""
        return self.lines[-1].id if self.lines else 0


@dataclass(frozen=True)
class Occasion:
    """A reason for the staff to look at something.

    Attributes:
        kind: what it is.
        key: names the occasion, such as `safety:<message id>`; only its keyed hash is kept, so it
            may hold a number.
        detail: what happened, for a person to read.
        channel, conversation: where, when it was in a conversation.
        reach, name: of the patient, where whoever raises it knows them.
        tier: E, C or U for a safety alert.
        at: when; None: now.

    Raises:
        ValueError: an unknown kind or tier.
    """

    kind: TaskKind
    key: str
    detail: str
    channel: str | None = None
    conversation: str | None = None
    reach: str | None = None
    name: str | None = None
    tier: str | None = None
    at: datetime | None = None

    def __post_init__(self) -> None:
        if self.kind not in TASK_KINDS or (self.tier is not None and self.tier not in TIERS):
            raise ValueError(f"unknown task kind or tier: {self.kind!r}, {self.tier!r}")


def raise_task(connection: Connection, occasion: Occasion) -> None:
    """Raises a task; the same key again raises nothing.

    Where a task of this kind is open for the conversation, it gets a line more instead; an alert
    the most urgent tier of all its alarms. Name and number that were said in the conversation are
    put on it.

    Args:
        connection: of the unit of work in which the reason for it is stored.
    """
    kind, key, tier, channel = occasion.kind, occasion.key, occasion.tier, occasion.channel
    conversation, reach, detail = occasion.conversation, occasion.reach, occasion.detail
    known_keys = blind_indexes(key, PURPOSE)
    if connection.execute(select(tasks.c.id).where(tasks.c.key.in_(known_keys))).first():
        return
    said = Person(occasion.name, reach)
    person = said
    if conversation:
        known = known_person(connection, conversation)
        person = known.then(said)
        if kind != "call_back":  # a call may be wanted at somebody else's number
            remember_person(connection, conversation, said)
    at = occasion.at or clock.now()
    signals.ring(connection, signals.DESK, signals.ALERTS)
    if kind == "safety_alert":
        signals.ring(connection, signals.OUTBOX, signals.ALERTS)  # somebody is to be called
    for card in _open_cards(connection, kind, conversation):
        if kind == "safety_alert" or not (reach and card.reach and card.reach != reach):
            if add_line(connection, card.id, key, detail, at=at, occasion=True, tier=tier):
                _tell(connection, key, tier, channel)
            _improve(connection, card, person, tier)
            return
    connection.execute(
        insert(tasks).values(
            key=blind_index(key, PURPOSE),
            kind=kind,
            tier=tier,
            channel=channel,
            conversation=conversation,
            **reached_at(person.phone),
            name=person.name,
            detail=detail,
            raised_at=at,
        )
    )
    _tell(connection, key, tier, channel)


def _tell(connection: Connection, key: str, tier: str | None, channel: str | None) -> None:
    """Tells of an alarm: a message in which a sign was heard. An alert that is raised again, since
    its answer did not arrive, is none."""
    if tier is not None and key.startswith(ALARM):
        message = key.removeprefix(ALARM)
        happened("alarm", connection, message=message, tier=tier, channel=channel)


def add_line(
    connection: Connection,
    task: int,
    key: str,
    text: str,
    *,
    at: datetime,
    occasion: bool = False,
    tier: str | None = None,
) -> bool:
    """Adds a line to a task, once for each key. A message that was there as the patient's words
    and turns out to be an alarm becomes one.

    Returns:
        Whether the line is new, or says now what it did not say.
    """
    signals.ring(connection, signals.DESK, signals.ALERTS)
    mine = task_lines.c.key.in_(blind_indexes(key, PURPOSE))
    same = select(task_lines.c.id, task_lines.c.occasion).where(mine)
    known = connection.execute(same).first()
    if known is None:
        values = {"task": task, "text": text, "occasion": occasion, "tier": tier}
        kept = blind_index(key, PURPOSE)
        connection.execute(insert(task_lines).values(key=kept, at=at, **values))
        return True
    if not occasion or known.occasion:
        return False
    changed = {"occasion": True, "tier": tier, "text": text}
    connection.execute(update(task_lines).where(task_lines.c.id == known.id).values(**changed))
    return True


def _open_cards(connection: Connection, kind: str, conversation: str | None) -> list[Any]:
    if not conversation:
        return []
    mine = and_(tasks.c.conversation == conversation, tasks.c.kind == kind)
    rows = connection.execute(select(tasks).where(mine, tasks.c.acknowledged_at.is_(None)))
    return list(rows.all())


def _improve(connection: Connection, card: Any, person: Person, tier: str | None) -> None:
    worst = min((one for one in (card.tier, tier) if one), key="CEU".index, default=None)
    values = {
        "tier": worst,
        **reached_at(person.phone or card.reach),
        "name": person.name or card.name,
    }
    connection.execute(update(tasks).where(tasks.c.id == card.id).values(**values))


def reached_at(phone: str | None) -> dict[str, str | None]:
    """The columns of a task that say how its patient is reached; a number that can't be read
    stays as it is, and found as it was."""
    if phone is None or not is_readable(phone):
        return {"reach": phone}
    return {"reach": phone, "reach_index": blind_index(phone)}


def open_tasks(
    connection: Connection,
    *,
    conversation: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Task]:
    """The tasks nobody has acknowledged: safety alerts on top, of each kind of urgency the patient
    first who has waited longest; of the rest those to which something was added last.

    Args:
        conversation: only those about this one.
        limit, offset: so many, after so many.
    """
    is_alert = tasks.c.kind == "safety_alert"
    urgency: Any = case((tasks.c.tier.in_(("C", "E")), 0), (is_alert, 1), else_=2)
    waits: list[Any] = [case((is_alert, since)) for since in (tasks.c.raised_at, tasks.c.id)]
    added = (
        select(func.max(task_lines.c.at))
        .where(task_lines.c.task == tasks.c.id, task_lines.c.occasion)
        .scalar_subquery()
    )
    mine = [tasks.c.acknowledged_at.is_(None)]
    if conversation is not None:
        mine.append(tasks.c.conversation == conversation)
    rows = connection.execute(
        select(tasks)
        .where(*mine)
        .order_by(
            urgency, *waits, func.coalesce(added, tasks.c.raised_at).desc(), tasks.c.id.desc()
        )
        .limit(limit)
        .offset(offset)
    )
    return _with_lines(connection, rows.all())


def is_open(connection: Connection, kind: TaskKind) -> bool:
    """Whether a task of a kind stands that nobody has acknowledged."""
    mine = select(tasks.c.id).where(tasks.c.kind == kind, tasks.c.acknowledged_at.is_(None))
    return connection.execute(mine.limit(1)).first() is not None


def count_open(connection: Connection) -> int:
    """How many tasks nobody has acknowledged: what `open_tasks` lists."""
    mine = select(func.count()).where(tasks.c.acknowledged_at.is_(None))
    return int(connection.execute(mine).scalar_one())


def one_task(connection: Connection, task: int) -> Task | None:
    """A task by its number, acknowledged or not; None when it is not there."""
    if not 0 < task <= LARGEST_ID:
        return None
    rows = connection.execute(select(tasks).where(tasks.c.id == task)).all()
    return next(iter(_with_lines(connection, rows)), None)


def tasks_about(
    connection: Connection, indexes: Collection[str], conversations: Collection[str], limit: int
) -> list[Task]:
    """The tasks about a person, acknowledged or not, the newest first.

    Args:
        indexes: keyed hashes of their numbers.
        conversations: theirs.
    """
    mine = or_(
        tasks.c.reach_index.in_(list(indexes)), tasks.c.conversation.in_(list(conversations))
    )
    newest = select(tasks).where(mine).order_by(tasks.c.raised_at.desc(), tasks.c.id.desc())
    return _with_lines(connection, connection.execute(newest.limit(limit)).all())


def open_alerts(connection: Connection) -> tuple[int, str]:
    """How many safety alerts nobody has acknowledged, and a name for the newest occasion among
    them, which differs when another one comes; empty when there is none."""
    mine = and_(tasks.c.kind == "safety_alert", tasks.c.acknowledged_at.is_(None))
    count, newest = connection.execute(select(func.count(), func.max(tasks.c.id)).where(mine)).one()
    if not count:
        return 0, ""
    again = connection.execute(
        select(func.max(task_lines.c.id))
        .join(tasks, tasks.c.id == task_lines.c.task)
        .where(mine, task_lines.c.occasion)
    ).scalar()
    return count, f"{newest}.{again or 0}"


def seen_tasks(connection: Connection, limit: int = 10) -> list[Task]:
    """The tasks acknowledged last, the newest first, without what came after each."""
    rows = connection.execute(
        select(tasks)
        .where(tasks.c.acknowledged_at.is_not(None))
        .order_by(tasks.c.acknowledged_at.desc(), tasks.c.id.desc())
        .limit(limit)
    )
    return [_task(row) for row in rows]


def forget_before(connection: Connection, at: datetime) -> int:
    """Deletes the tasks that were raised, and last added to, before a time, whether somebody has
    seen them or not; returns how many."""
    newer = select(task_lines.c.id).where(task_lines.c.task == tasks.c.id, task_lines.c.at >= at)
    old = and_(tasks.c.raised_at < at, ~newer.exists())
    gone = connection.execute(delete(tasks).where(old))
    return gone.rowcount


def _with_lines(connection: Connection, rows: Iterable[Any]) -> list[Task]:
    found = [_task(row) for row in rows]
    lines: dict[int, list[Line]] = {task.id: [] for task in found}
    for row in connection.execute(
        select(task_lines).where(task_lines.c.task.in_(list(lines))).order_by(task_lines.c.id)
    ):
        lines[row.task].append(Line(row.id, row.occasion, row.tier, row.text, row.at))
    return [replace(task, lines=tuple(lines[task.id])) for task in found]


def _task(row: Any) -> Task:
    values = dict(row._mapping)
    del values["key"], values["reach_index"]
    return Task(**values)
