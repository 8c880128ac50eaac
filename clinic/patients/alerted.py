"""Which visits are of somebody who had a safety alert: their therapist should know before they
come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection, Row

from clinic import attention
from clinic.attention.tables import tasks
from clinic.screenings import Screening
from clinic.storage import blind_indexes, is_readable


@dataclass(frozen=True)
class Alerted:
    """The alert of a visit's patient that weighs most: one nobody has seen, then the most urgent,
    then the newest.

    Attributes:
        id: its task's number.
        tier: E, C or U.
        groups: of the signs in it, as far as they are kept; none where no list may show them.
        is_open: nobody has acknowledged it.
        others: how many more there are.
    """

    id: int
    tier: str | None
    groups: tuple[str, ...]
    is_open: bool
    others: int


def alerts_of(connection: Connection, visits: Iterable[Screening]) -> dict[str, Alerted]:
    """The alerts of visits' patients, by reference: raised in the conversation a visit was booked
    in, or about its number. Two queries, however many visits there are."""
    visits = list(visits)
    talks = {visit.conversation for visit in visits if visit.conversation}
    indexes = {
        visit.phone: blind_indexes(visit.phone) for visit in visits if is_readable(visit.phone)
    }
    numbers = [index for some in indexes.values() for index in some]
    if not visits:
        return {}
    mine = or_(tasks.c.conversation.in_(list(talks)), tasks.c.reach_index.in_(numbers))
    columns = (
        tasks.c.id,
        tasks.c.tier,
        tasks.c.conversation,
        tasks.c.reach_index,
        tasks.c.acknowledged_at,
    )
    found = connection.execute(
        select(*columns).where(tasks.c.kind == "safety_alert", mine).order_by(tasks.c.id.desc())
    ).all()
    if not found:
        return {}
    heard = attention.heard_in_each(
        connection, {row.conversation for row in found if row.conversation}
    )
    private = attention.private_of(heard)
    by_visit: dict[str, Alerted] = {}
    for visit in visits:
        theirs = [
            row
            for row in found
            if (visit.conversation and row.conversation == visit.conversation)
            or row.reach_index in indexes.get(visit.phone, ())
        ]
        if theirs:
            row = min(theirs, key=_weight)
            groups = () if row.conversation in private else _groups(heard.get(row.conversation, ()))
            is_open = row.acknowledged_at is None
            by_visit[visit.reference] = Alerted(row.id, row.tier, groups, is_open, len(theirs) - 1)
    return by_visit


def _weight(row: Row) -> tuple[bool, int]:
    return row.acknowledged_at is not None, "CEU".find(row.tier or "U")


def _groups(heard: Iterable[attention.Heard]) -> tuple[str, ...]:
    """The signs that raised alarms in a conversation: of the newest alarm first, and as it tells
    them, the most urgent before the others."""
    alarms = [one for one in heard if one.decision == "alarm"]
    told: list[str] = []
    for one in reversed(alarms):
        present = [sign.group for sign in one.signs if sign.status == "present"]
        told += present or [group for group in (one.group,) if group]
    return tuple(dict.fromkeys(told))
