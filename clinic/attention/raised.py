"""Which messages of a conversation raised an alarm, and by which signs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.engine import Connection

from clinic.attention.heard import Heard, heard_by_message
from clinic.attention.tables import task_lines, tasks
from clinic.attention.tasks import ALARM, PURPOSE
from clinic.storage import blind_indexes

if TYPE_CHECKING:
    from clinic.reading.safety.verdict import Tier, Verdict


@dataclass(frozen=True)
class Alarm:
    """What a message was taken for.

    Attributes:
        tier: E, C or U; None where only the signs are known.
        groups: of the signs in it, the most urgent first; none where it was an answer to a
            question about a sign.
    """

    tier: Tier | None
    groups: tuple[str, ...]


def alarms_in(
    connection: Connection, conversation: str, messages: Collection[str]
) -> dict[str, Alarm]:
    """The alarms that some messages of a conversation raised, by the engine's id of each."""
    heard = heard_by_message(connection, conversation)
    tiers = _tiers(connection, conversation, messages)
    alarming = {name for name, one in heard.items() if one.decision == "alarm"} | set(tiers)
    return {name: Alarm(tiers.get(name), _groups(heard.get(name))) for name in alarming}


def alarm_of(verdict: Verdict) -> Alarm | None:
    """The alarm that was read in a message; None where none was."""
    return Alarm(verdict.tier, _groups(verdict)) if verdict.decision == "alarm" else None


def _tiers(
    connection: Connection, conversation: str, messages: Collection[str]
) -> dict[str, Tier | None]:
    """With what tier each message stands on an alert as a reason for it."""
    mine = select(tasks.c.id, tasks.c.key, tasks.c.tier).where(
        tasks.c.conversation == conversation, tasks.c.kind == "safety_alert"
    )
    alerts = connection.execute(mine).all()
    if not alerts:
        return {}
    again = select(task_lines.c.key, task_lines.c.tier).where(
        task_lines.c.task.in_([alert.id for alert in alerts]), task_lines.c.occasion
    )
    reasons = {row.key: row.tier for row in (*alerts, *connection.execute(again))}
    keys = ((name, blind_indexes(f"{ALARM}{name}", PURPOSE)) for name in messages)
    found = ((name, key) for name, mine in keys for key in mine if key in reasons)
    return {name: reasons[key] for name, key in found}


def _groups(heard: Heard | Verdict | None) -> tuple[str, ...]:
    if heard is None:
        return ()
    present = [sign.group for sign in heard.signs if sign.status == "present"]
    return tuple(dict.fromkeys(present or filter(None, [heard.group])))
