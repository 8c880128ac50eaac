"""Erases what is held of a person, for good, and gives a receipt.

What was erased is kept as a record without words: keyed hashes of the number, ids of conversations
that lead to nobody. With it an erasure is done again where something could come back: what a turn
that was under way stored after it, and what a restored backup holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from clinic import chained, clock, signals
from clinic.privacy.person import NUMBERS, Held, Person, held_of
from clinic.privacy.tables import erasures
from clinic.screenings.tables import history
from clinic.staff import audit
from clinic.storage import Database

# A turn that was under way has ended by then, and what it stored late is found.
AGAIN_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Receipt:
    """What an erasure did.

    Attributes:
        id: names it in the log.
        at: when.
        staff: who did it.
        gone: rows that are gone, by what they were.
        kept: what stays, and why.
    """

    id: str
    at: datetime
    staff: str
    gone: dict[str, int]
    kept: dict[str, str]

    def text(self) -> str:
        """For the person who asked."""
        lines = [f"Erasure {self.id}, {self.at:%B %d, %Y at %H:%M} UTC", "", "Gone:"]
        lines += [f"  {what}: {count}" for what, count in self.gone.items()] or ["  nothing: "
                  "nothing was held"]  # fmt: skip
        if self.kept:
            lines += ["", "Kept:", *(f"  {what}: {why}" for what, why in self.kept.items())]
        lines += ["", "Backups made before hold it until they expire; it is erased again when one "
                  "is restored."]  # fmt: skip
        return "\n".join(lines) + "\n"


def erase(database: Database, person: Person, staff: str) -> Receipt:
    """Erases everything that is held of a person, in one unit of work. Again, it does nothing."""
    receipt_id, at = uuid4().hex, clock.now()
    with database.begin() as connection:
        gone, kept = _erase(connection, person)
        record = {"indexes": person.indexes, "conversations": person.conversations}
        connection.execute(
            insert(erasures).values(
                id=receipt_id, at=at, staff=staff, of=json.dumps(record), gone=json.dumps(gone)
            )
        )
        audit(connection, staff, "erased a person", receipt_id)
    return Receipt(receipt_id, at, staff, gone, kept)


def outlook(connection: Connection, person: Person) -> tuple[dict[str, int], dict[str, str]]:
    """What an erasure would do: the rows that would go, by what they are; what would stay, and
    why."""
    return _counted(connection, held_of(connection, person))


def erase_again(database: Database, since: timedelta = AGAIN_FOR) -> int:
    """Erases what came back of conversations that were erased lately; returns how many rows.

    A conversation's id is never used again, so whatever bears one was stored by a turn that was
    under way. What the person has begun anew is theirs.
    """
    with database.begin() as connection:
        lately = select(erasures.c.of).where(erasures.c.at > clock.now() - since)
        again = 0
        for of in connection.execute(lately).scalars():
            conversations = tuple(json.loads(of)["conversations"])
            gone, _ = _erase(connection, Person((), conversations))
            again += sum(gone.values())
    return again


def records(connection: Connection) -> list[dict[str, str]]:
    """Every erasure there was, to be carried over a restore."""
    rows = connection.execute(select(erasures).order_by(erasures.c.at)).mappings()
    return [{**row, "at": row["at"].isoformat()} for row in rows]


def replay(database: Database, kept: Iterable[dict[str, str]]) -> int:
    """Erases in a restored database whom it still holds; returns how many rows are gone.

    Args:
        kept: `records` of the time after the backup.
    """
    gone = 0
    with database.begin() as connection:
        known = set(connection.execute(select(erasures.c.id)).scalars())
        for record in kept:
            of = json.loads(record["of"])
            person = Person(tuple(of["indexes"]), tuple(of["conversations"]))
            counted, _ = _erase(connection, person)
            gone += sum(counted.values())
            if record["id"] not in known:
                at = datetime.fromisoformat(record["at"])
                connection.execute(insert(erasures).values({**record, "at": at}))
    return gone


def _erase(connection: Connection, person: Person) -> tuple[dict[str, int], dict[str, str]]:
    held = held_of(connection, person)
    gone, kept = _counted(connection, held)
    for one in held:
        if one.table is history:  # it can't be deleted by itself: it goes with its visit
            lines = select(history.c.id).where(one.rows)
            chained.gone(connection, history, connection.execute(lines).scalars().all())
    for one in held:
        if one.table is not history and not one.kept:
            connection.execute(delete(one.table).where(one.rows))
        if one.kept and one.table.name == NUMBERS:
            _unlink(connection, one)
    for conversation in person.conversations:
        signals.ring(connection, signals.NEWS, conversation)
    return gone, kept


def _counted(connection: Connection, held: Iterable[Held]) -> tuple[dict[str, int], dict[str, str]]:
    counts = {one: count for one in held if (count := _count(connection, one))}
    gone = {one.what: count for one, count in counts.items() if not one.kept}
    return gone, {one.what: one.kept for one in counts if one.kept}


def _unlink(connection: Connection, held: Held) -> None:
    """Lets a number that is kept as a hash lead to no conversation."""
    numbers = held.table.c
    for index in connection.execute(select(numbers.number_index).where(held.rows)).scalars():
        unlinked = update(held.table).where(numbers.number_index == index)
        connection.execute(unlinked.values(conversation=f"gone-{uuid4().hex}"))


def _count(connection: Connection, held: Held) -> int:
    count = select(func.count()).select_from(held.table).where(held.rows)
    return int(connection.execute(count).scalar_one())
