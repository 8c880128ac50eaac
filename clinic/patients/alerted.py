"""Which visits are of somebody who had a safety alert: their therapist should know before they
come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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


def alerts_of(
    connection: Connection, visits: Iterable[Screening], signs: bool = True
) -> dict[str, Alerted]:
    """The alerts of visits' patients, by reference: raised in the conversation a visit was booked
    in, or about its number. However many visits there are, one query, and one more for what was
    heard in the alerts that are shown: of the others no word is opened.

    Args:
        signs: false: without what was heard, for a page on which it has no room.
    """
    by_talk: dict[str, list[str]] = defaultdict(list)
    by_number: dict[str, list[str]] = defaultdict(list)
    for visit in visits:
        if visit.conversation:
            by_talk[visit.conversation].append(visit.reference)
        if is_readable(visit.phone):
            by_number[visit.phone].append(visit.reference)
    by_index = {
        index: theirs for phone, theirs in by_number.items() for index in blind_indexes(phone)
    }
    if not by_talk and not by_index:
        return {}
    alerts: dict[str, dict[int, Row]] = defaultdict(dict)
    for row in connection.execute(_alerts(list(by_talk), list(by_index))):
        for reference in (*by_talk.get(row.conversation, ()), *by_index.get(row.reach_index, ())):
            alerts[reference][row.id] = row
    shown = {reference: min(theirs.values(), key=_weight) for reference, theirs in alerts.items()}
    talks = {row.conversation for row in shown.values() if row.conversation}
    heard = attention.heard_in_each(connection, talks if signs else ())
    private = attention.private_of(heard)
    groups = {talk: () if talk in private else _groups(all_of) for talk, all_of in heard.items()}
    return {
        reference: Alerted(
            row.id,
            row.tier,
            groups.get(row.conversation, ()),
            row.acknowledged_at is None,
            len(alerts[reference]) - 1,
        )
        for reference, row in shown.items()
    }


def _alerts(conversations: list[str], indexes: list[str]) -> Any:
    """The alerts of conversations or of numbers, the newest first."""
    mine = or_(tasks.c.conversation.in_(conversations), tasks.c.reach_index.in_(indexes))
    return (
        select(
            tasks.c.id,
            tasks.c.tier,
            tasks.c.conversation,
            tasks.c.reach_index,
            tasks.c.acknowledged_at,
        )
        .where(tasks.c.kind == "safety_alert", mine)
        .order_by(tasks.c.id.desc())
    )


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
