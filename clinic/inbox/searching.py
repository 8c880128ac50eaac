"""Finds conversations and visits by name, number, reference and words.

Names and words are encrypted one by one and can't be searched by the database. So those of the
newest conversations and visits are read and looked through; how many that are is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from clinic.attention.tables import people
from clinic.inbox.listing import Item, some
from clinic.messages.tables import inbound, outbox, threads, web_messages
from clinic.screenings import BadPhone, Screening, read_phone, read_reference
from clinic.screenings.lookup import as_screening
from clinic.screenings.tables import screenings
from clinic.storage import blind_indexes
from clinic.ways import shown_ways

# So many of the newest are read to find a name or a word in them.
CONVERSATIONS, MESSAGES, VISITS = 300, 4_000, 1_000
SHOWN = 40
_DIGITS = re.compile(r"\D")


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        conversations: the newest first.
        visits: the newest first.
        whole: whether everything that is kept was looked through; else the newest only.
    """

    conversations: list[Item]
    visits: list[Screening]
    whole: bool


def search(connection: Connection, words: str) -> Found:
    """Finds what is known under some words: a reference, a number, a name, or words of a message.

    Each word has to stand in it; capitals and accents of letters don't matter.
    """
    reference = read_reference(words)
    visits = _by_reference(connection, reference) if reference else []
    if visits:
        names = [visit.conversation for visit in visits if visit.conversation]
        return Found(some(connection, names), visits, whole=True)
    phone = _phone(words)
    if phone:
        visits = _visits_of(connection, phone)
        ids = {visit.conversation for visit in visits if visit.conversation}
        ids |= set(_with_phone(connection, phone))
        return Found(some(connection, sorted(ids))[:SHOWN], visits[:SHOWN], whole=True)
    wanted = _plain(words).split()
    if not wanted:
        return Found([], [], whole=True)
    newest = (
        connection.execute(
            select(threads.c.conversation)
            .where(threads.c.wrote_at.is_not(None))
            .order_by(threads.c.changed_at.desc())
            .limit(CONVERSATIONS + 1)
        )
        .scalars()
        .all()
    )
    named = _visits_named(connection, wanted)
    ids = set(_with_words(connection, newest[:CONVERSATIONS], wanted))
    ids |= {visit.conversation for visit in named if visit.conversation}
    whole = len(newest) <= CONVERSATIONS
    return Found(some(connection, sorted(ids))[:SHOWN], named[:SHOWN], whole)


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


def _visits_named(connection: Connection, wanted: list[str]) -> list[Screening]:
    names = connection.execute(
        select(screenings.c.id, screenings.c.name)
        .order_by(screenings.c.starts_at.desc())
        .limit(VISITS)
    )
    ids = [row.id for row in names if _has(row.name, wanted)][:SHOWN]
    rows = connection.execute(
        select(screenings).where(screenings.c.id.in_(ids)).order_by(screenings.c.starts_at.desc())
    )
    return [as_screening(row) for row in rows]


def _with_phone(connection: Connection, phone: str) -> Iterable[str]:
    """Conversations of a number: those it texts from, and those it was given in."""
    indexes = blind_indexes(phone)
    reaches = select(threads.c.conversation).where(threads.c.reach_index.in_(indexes))
    given = select(people.c.conversation).where(people.c.phone_index.in_(indexes))
    yield from connection.execute(reaches).scalars()
    yield from connection.execute(given).scalars()


def _with_words(connection: Connection, ids: list[str], wanted: list[str]) -> Iterable[str]:
    known = connection.execute(
        select(people.c.conversation, people.c.name).where(people.c.conversation.in_(ids))
    )
    yield from (row.conversation for row in known if row.name and _has(row.name, wanted))
    for message in (
        select(inbound.c.conversation, inbound.c.text)
        .where(inbound.c.conversation.in_(ids))
        .order_by(inbound.c.id.desc()),
        select(web_messages.c.conversation, web_messages.c.text)
        .where(web_messages.c.conversation.in_(ids), web_messages.c.sender != "patient")
        .order_by(web_messages.c.at.desc()),
    ):
        for row in connection.execute(message.limit(MESSAGES)):
            if _has(row.text, wanted):
                yield row.conversation
    sent = (
        select(outbox.c.conversation, outbox.c.reply)
        .where(outbox.c.conversation.in_(ids), outbox.c.channel.not_in(shown_ways()))
        .order_by(outbox.c.id.desc())
        .limit(MESSAGES)
    )
    for row in connection.execute(sent):
        if _has(str(row.reply.get("text") or ""), wanted):
            yield row.conversation


def _phone(words: str) -> str | None:
    if len(_DIGITS.sub("", words)) < 7:
        return None
    try:
        return read_phone(words)
    except BadPhone:
        return None


def _has(text: str, wanted: list[str]) -> bool:
    plain = _plain(text)
    return all(word in plain for word in wanted)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
