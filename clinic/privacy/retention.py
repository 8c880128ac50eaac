"""How long what is kept, table by table, in one place; the worker deletes what is over.

`retention_days` in content/clinic.yml is the one value patients are told in the chat. What goes
with its conversation, task or visit (a key that cascades) needs no rule of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, select
from sqlalchemy.engine import Connection

from clinic import attention, chained, conversations, messages
from clinic.attention.tables import heard_signs, incidents, people, unanswered
from clinic.learning.tables import taught
from clinic.messages.tables import outbox, threads
from clinic.patients.tables import joined
from clinic.privacy.tables import erasures
from clinic.screenings.lookup import WINDOW
from clinic.screenings.tables import blocks, cells, guesses, holds, screenings, waiting
from clinic.screenings.upkeep import KEEP_CELLS, forget_visits
from clinic.staff.sessions import LONGEST
from clinic.staff.tables import audit_log, invitations, login_failures, login_places, sessions
from clinic.staff.throttle import FORGOTTEN_AFTER, KNOWN_FOR
from clinic.storage import Database, metadata

# What has to be kept of who looked at health data: six years (45 CFR 164.316(b)(2)(i)), and leap
# days. The database itself refuses to delete a line of the log before.
LOG_KEPT = timedelta(days=6 * 365 + 2)


Delete = Callable[[Connection, datetime], int]


@dataclass(frozen=True)
class Rule:
    """One table's.

    Attributes:
        until: in words; `{days}` stands for `retention_days`.
        over: deletes what is older than a time, and says how many rows; None: they stay, or are
            nobody's data.
        keeps: how long; None: `retention_days`.
    """

    until: str
    over: Delete | None = None
    keeps: timedelta | None = None


def _older(column: Any) -> Delete:
    """Deletes the rows of a column's table where it lies before the time."""

    def over(connection: Connection, before: datetime) -> int:
        return connection.execute(delete(column.table).where(column < before)).rowcount

    return over


def _minutes(connection: Connection, before: datetime) -> int:
    passed = int(before.timestamp() // 60)
    return connection.execute(delete(cells).where(cells.c.minute < passed)).rowcount


def _log(connection: Connection, before: datetime) -> int:
    old = select(audit_log.c.id).where(audit_log.c.at < before)
    lines = connection.execute(old).scalars().all()
    chained.gone(connection, audit_log, lines)
    return connection.execute(delete(audit_log).where(audit_log.c.id.in_(lines))).rowcount


def _numbers(connection: Connection, before: datetime) -> int:
    """A number that neither refused texts nor has a conversation any more."""
    table = metadata.tables["sms_numbers"]
    numbers = table.c
    spoken = select(threads.c.conversation).where(threads.c.conversation == numbers.conversation)
    silent = and_(numbers.opted_out_at.is_(None), numbers.created_at < before, ~spoken.exists())
    return connection.execute(delete(table).where(silent)).rowcount


def _blocks(connection: Connection, before: datetime) -> int:
    over = and_(blocks.c.ends_at < before, blocks.c.weekly.is_(False))
    return connection.execute(delete(blocks).where(over)).rowcount


def _joins(connection: Connection, before: datetime) -> int:
    """A number of which nothing else is kept any more; and what was left alone on its card."""
    index = joined.c.phone_index
    kept = [
        select(column).where(column == index).exists()
        for column in (screenings.c.phone_index, threads.c.reach_index, people.c.phone_index)
    ]
    gone = delete(joined).where(joined.c.joined_at < before, *(~one for one in kept))
    count = connection.execute(gone).rowcount
    cards = select(joined.c.card).group_by(joined.c.card).having(func.count() < 2)
    alone = list(connection.execute(cards).scalars())
    connection.execute(delete(joined).where(joined.c.card.in_(alone)))
    return count + len(alone)


def _chats(connection: Connection, before: datetime) -> int:
    return len(messages.forget_before(connection, before))


RULES: dict[str, Rule] = {
    "message_threads": Rule("{days} days after the last message in it", _chats),
    "conversation_turns": Rule(
        "{days} days after the last one of the conversation", conversations.forget_before
    ),
    "outbox": Rule("{days} days after it was due", _older(outbox.c.due_at)),
    "conversation_people": Rule("{days} days", _older(people.c.changed_at)),
    "heard_signs": Rule("{days} days", _older(heard_signs.c.at)),
    "safety_incidents": Rule("{days} days, settled or not", _older(incidents.c.marked_at)),
    "staff_tasks": Rule("{days} days after its last line, seen or not", attention.forget_before),
    "unanswered_questions": Rule("{days} days, settled or not", _older(unanswered.c.asked_at)),
    "taught_examples": Rule("{days} days, or until committed", _older(taught.c.at)),
    "screenings": Rule("{days} days after the visit", forget_visits),
    "screening_blocks": Rule("{days} days after its end; each week: until opened", _blocks),
    "joined_numbers": Rule("{days} days, and while anything else of the number is kept", _joins),
    "screening_cells": Rule("a day after the minute", _minutes, KEEP_CELLS),
    "screening_waiting": Rule("{days} days", _older(waiting.c.since)),
    "screening_holds": Rule("minutes", _older(holds.c.expires_at), timedelta()),
    "screening_guesses": Rule("an hour", _older(guesses.c.at), WINDOW),
    "sms_numbers": Rule(
        "{days} days, as a hash; who refused texts: until they want some", _numbers
    ),
    "staff_invitations": Rule("three days, as a hash", _older(invitations.c.ends_at), timedelta()),
    "staff_sessions": Rule("twelve hours", _older(sessions.c.began_at), LONGEST),
    "login_failures": Rule("a day, as a hash", _older(login_failures.c.at), FORGOTTEN_AFTER),
    "login_places": Rule("180 days, as a hash", _older(login_places.c.last_at), KNOWN_FOR),
    "audit_log": Rule("six years", _log, LOG_KEPT),
    "privacy_erasures": Rule("six years, as a hash", _older(erasures.c.at), LOG_KEPT),
    "staff_accounts": Rule("until taken away, with its second factor and calendar feed"),
    "busy_calendars": Rule("until taken away, with the times read from it: no data of patients"),
    "on_call": Rule("until taken off"),
    "answer_ratings": Rule("always: counts by day and topic, nobody's data"),
    "content_versions": Rule("always: the clinic's own words, and who wrote them"),
    "content_drafts": Rule("always: the clinic's own words, and who wrote them"),
    "content_trainings": Rule("always: the clinic's own words, and who published them"),
    "log_chain": Rule("always: hashes only"),
    "kept_index_keys": Rule("always: keys, sealed"),
    "secret_check": Rule("always: no data of anybody"),
    "health": Rule("always: no data of anybody"),
}


def purge(database: Database, now: datetime, days: int) -> dict[str, int]:
    """Deletes what is over; how many rows of which table.

    Args:
        days: `retention_days`.
    """
    kept = timedelta(days=days)
    gone = {}
    for name, rule in RULES.items():
        if rule.over is None or name not in metadata.tables:
            continue
        with database.begin() as connection:  # one table at a time: nobody waits for long
            gone[name] = rule.over(connection, now - (kept if rule.keeps is None else rule.keeps))
    if database.engine.dialect.name == "sqlite":
        # What was deleted leaves the log of writes, too.
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return {name: count for name, count in gone.items() if count}


def without_rule() -> list[str]:
    """The tables that neither have a rule nor go with one that has."""
    ruled = set(RULES)
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.ondelete == "CASCADE" and key.column.table.name in ruled:
                ruled.add(table.name)
    return sorted(set(metadata.tables) - ruled)
