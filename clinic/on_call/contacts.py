"""Who is on call, in the order in which they are told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from clinic.attention.tables import on_call
from clinic.screenings import BadPhone, read_phone

MOST = 20
LONGEST_NAME = 80
# One @, no spaces or control characters: whether it exists, the first test shows.
_EMAIL = re.compile(r"[^\s@<>,;:\"]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class BadContact(ValueError):
    """There is no way to reach somebody in what was given; the words say what to do."""


@dataclass(frozen=True)
class Contact:
    """Somebody who is told.

    Attributes:
        id: its number.
        name: what the staff call them.
        phone: E.164, for texts; None: none.
        email: for e-mail; None: none.
    """

    id: int
    name: str
    phone: str | None
    email: str | None


def contacts(connection: Connection) -> list[Contact]:
    """Everybody on call, in order."""
    rows = connection.execute(select(on_call).order_by(on_call.c.position, on_call.c.id))
    return [Contact(row.id, row.name, row.phone, row.email) for row in rows]


def add_contact(connection: Connection, name: str, phone: str, email: str) -> None:
    """Adds somebody at the end of the line.

    Raises:
        BadContact: no name, or no way to reach them.
    """
    name, email = " ".join(name.split()), email.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadContact("Give a name of 1 to 80 characters.")
    if email and (len(email) > 254 or not _EMAIL.fullmatch(email)):
        raise BadContact("That is no e-mail address.")
    try:
        number = read_phone(phone) if phone.strip() else None
    except BadPhone:
        raise BadContact("That is no phone number. Give it with its area code.") from None
    if not (number or email):
        raise BadContact("Give a phone number for texts, an e-mail address, or both.")
    if len(contacts(connection)) >= MOST:
        raise BadContact(f"More than {MOST} can't be on call.")
    last = connection.execute(select(func.max(on_call.c.position))).scalar() or 0
    values = {"position": last + 1, "name": name, "phone": number, "email": email or None}
    connection.execute(insert(on_call).values(**values))


def remove_contact(connection: Connection, contact: int) -> bool:
    """Takes somebody off; false when they are not there."""
    return bool(connection.execute(delete(on_call).where(on_call.c.id == contact)).rowcount)


def move_up(connection: Connection, contact: int) -> bool:
    """Has somebody told one earlier; false for the first."""
    line = [one.id for one in contacts(connection)]
    if contact not in line or line[0] == contact:
        return False
    place = line.index(contact)
    line[place - 1], line[place] = line[place], line[place - 1]
    for position, number in enumerate(line, 1):
        connection.execute(update(on_call).where(on_call.c.id == number).values(position=position))
    return True
