"""Finds conversations and visits by name, number, reference and words.

Names and words are encrypted one by one and can't be searched by the database: see `search_index`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from clinic.attention.tables import people
from clinic.inbox.listing import Item, some
from clinic.inbox.search_index import index_of, plain
from clinic.messages.tables import threads
from clinic.screenings import BadPhone, Screening, read_phone, read_reference
from clinic.screenings.lookup import as_screening
from clinic.screenings.tables import screenings
from clinic.storage import blind_indexes

# So many of the newest of each kind are shown; a name that more have wants another letter.
SHOWN = 12
# Of more visits than these, those that were booked last are looked through for the newest: a list
# of thousands costs more to send than to look through.
LOOKED_THROUGH = 500
_DIGITS = re.compile(r"\D")


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        conversations: the newest first.
        visits: the newest first.
        of_conversations, of_visits: how many there are, of which the newest are shown.
    """

    conversations: list[Item]
    visits: list[Screening]
    of_conversations: int = 0
    of_visits: int = 0

    @property
    def more(self) -> bool:
        """Whether there are more than these."""
        shown = len(self.conversations), len(self.visits)
        return self.of_conversations > shown[0] or self.of_visits > shown[1]


def search(connection: Connection, words: str) -> Found:
    """Finds what is known under some words: a reference, a number, a name, or words of a message.

    Each word has to stand in the name, or somewhere in the conversation; capitals and accents of
    letters don't matter.
    """
    reference = read_reference(words)
    visits = _by_reference(connection, reference) if reference else []
    if visits:
        names = [visit.conversation for visit in visits if visit.conversation]
        return Found(some(connection, names), visits)
    phone = _phone(words)
    if phone:
        visits = _visits_of(connection, phone)
        ids = {visit.conversation for visit in visits if visit.conversation}
        ids |= set(_with_phone(connection, phone))
        return Found(some(connection, sorted(ids))[:SHOWN], visits)
    wanted = plain(words).split()
    if not wanted:
        return Found([], [])
    talks, of_talks, named = index_of(connection).find(wanted, SHOWN)
    visits = _newest_visits(connection, named)
    return Found(some(connection, talks), visits, of_talks, len(named))


def _by_reference(connection: Connection, reference: str) -> list[Screening]:
    rows = connection.execute(select(screenings).where(screenings.c.reference == reference))
    return [as_screening(row) for row in rows]


def _visits_of(connection: Connection, phone: str) -> list[Screening]:
    rows = connection.execute(
        select(screenings)
        .where(screenings.c.phone_index.in_(blind_indexes(phone)))
        .order_by(screenings.c.starts_at.desc())
        .limit(SHOWN)
    )
    return [as_screening(row) for row in rows]


def _newest_visits(connection: Connection, ids: set[int]) -> list[Screening]:
    rows = connection.execute(
        select(screenings)
        .where(screenings.c.id.in_(sorted(ids)[-LOOKED_THROUGH:]))
        .order_by(screenings.c.starts_at.desc())
        .limit(SHOWN)
    )
    return [as_screening(row) for row in rows]


def _with_phone(connection: Connection, phone: str) -> Iterable[str]:
    """Conversations of a number: those it texts from, and those it was given in."""
    indexes = blind_indexes(phone)
    reaches = select(threads.c.conversation).where(threads.c.reach_index.in_(indexes))
    given = select(people.c.conversation).where(people.c.phone_index.in_(indexes))
    yield from connection.execute(reaches).scalars()
    yield from connection.execute(given).scalars()


def _phone(words: str) -> str | None:
    if len(_DIGITS.sub("", words)) < 7:
        return None
    try:
        return read_phone(words)
    except BadPhone:
        return None
