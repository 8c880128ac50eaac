"""Numbers that are one person's: joined by the staff, and parted again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.patients.tables import joined
from clinic.storage import blind_index, blind_indexes, is_readable


@dataclass(frozen=True)
class Joined:
    """A number that stands on a card with others.

    Attributes:
        id: its number.
        phone: E.164.
        by, at: who has joined it, and when.
    """

    id: int
    phone: str
    by: str
    at: datetime


def joined_with(connection: Connection, indexes: Collection[str]) -> list[Joined]:
    """All numbers of the cards that hold one of these, itself too; none: it stands on no card.

    Args:
        indexes: keyed hashes of a number.
    """
    cards = select(joined.c.card).where(joined.c.phone_index.in_(list(indexes)))
    rows = connection.execute(select(joined).where(joined.c.card.in_(cards)).order_by(joined.c.id))
    return [
        Joined(row.id, row.phone, row.joined_by, row.joined_at)
        for row in rows
        if is_readable(row.phone)
    ]


def join(connection: Connection, one: str, other: str, staff: str) -> bool:
    """Has two numbers, with all that stand on a card with either, be one person's.

    Returns:
        False: they were already, or are the same.
    """
    if one == other:
        return False
    cards = [_card_of(connection, phone) for phone in (one, other)]
    if cards[0] and cards[0] == cards[1]:
        return False
    card = cards[0] or cards[1] or uuid4().hex
    for phone, theirs in zip((one, other), cards, strict=True):
        if theirs is None:
            values = {"card": card, "phone": phone, "phone_index": blind_index(phone)}
            by = {"joined_by": staff, "joined_at": clock.now()}
            connection.execute(insert(joined).values(**values, **by))
        elif theirs != card:
            connection.execute(update(joined).where(joined.c.card == theirs).values(card=card))
    return True


def part(connection: Connection, number: int) -> bool:
    """Takes a number off its card; where one only is left, that too. False: it stands on none."""
    card = connection.execute(select(joined.c.card).where(joined.c.id == number)).scalar()
    if card is None:
        return False
    connection.execute(delete(joined).where(joined.c.id == number))
    left = select(func.count()).where(joined.c.card == card)
    if connection.execute(left).scalar_one() < 2:
        connection.execute(delete(joined).where(joined.c.card == card))
    return True


def _card_of(connection: Connection, phone: str) -> str | None:
    mine = select(joined.c.card).where(joined.c.phone_index.in_(blind_indexes(phone)))
    card: str | None = connection.execute(mine).scalar()
    return card
