"""Every text a content file ever had: when, by whom, why, and who approved it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.publishing.entries import values
from clinic.publishing.files import Texts, is_examples
from clinic.publishing.tables import versions
from clinic.storage import get_database

FOUND, BY_FILE = "as it was found", "the file itself"
# So many lines around a change are shown with it.
AROUND = 2


@dataclass(frozen=True)
class Version:
    """One of them.

    Attributes:
        file: its name.
        text: what it was; None: it was taken away.
        at, who, why: since when, who changed it, and what for.
        approved_by, licence: who approved these words; None: nobody.
        draft: the draft it came of; None: it was changed in the file.
    """

    id: int
    file: str
    text: str | None
    at: datetime
    who: str
    why: str
    approved_by: str | None
    licence: str | None
    draft: int | None


@dataclass(frozen=True)
class Note:
    """Who changes something, and what for."""

    who: str
    why: str


@dataclass(frozen=True)
class Standing:
    """How a file stands.

    Attributes:
        file: its name.
        state: its words were reviewed; they were not, or not since they changed; too long ago.
        by, on: who reviewed it last, and when; None: nobody ever did.
    """

    file: str
    state: Literal["reviewed", "unreviewed", "due"]
    by: str | None
    on: date | None


@dataclass(frozen=True)
class Line:
    """A line of a difference: what became of it, and its words."""

    what: Literal["same", "gone", "new", "skip"]
    words: str


def newest() -> int:
    """The number of the newest version; 0: there is none."""
    with get_database().read() as connection:
        return int(connection.execute(select(func.max(versions.c.id))).scalar() or 0)


def approved_texts() -> Texts:
    """What every file was last; empty: nothing is known of any."""
    with get_database().read() as connection:
        found = latest(connection)
    return {name: one.text for name, one in found.items() if one.text is not None}


def latest(connection: Connection) -> dict[str, Version]:
    """The last version of each file there ever was."""
    last = select(func.max(versions.c.id)).group_by(versions.c.file)
    rows = connection.execute(select(versions).where(versions.c.id.in_(last)))
    return {row.file: _version(row) for row in rows}


def version(connection: Connection, number: int) -> Version | None:
    """One of them; None: there is none of that number."""
    row = connection.execute(select(versions).where(versions.c.id == number)).first()
    return _version(row) if row else None


def history(connection: Connection, file: str) -> list[Version]:
    """The versions of a file, the newest first."""
    mine = select(versions).where(versions.c.file == file).order_by(versions.c.id.desc())
    return [_version(row) for row in connection.execute(mine)]


def record(
    connection: Connection,
    texts: dict[str, str | None],
    note: Note,
    approved: tuple[str, str] | None = None,
    draft: int | None = None,
) -> None:
    """Writes down what files are from now on.

    Args:
        approved: by whom, with which licence.
    """
    by, licence = approved or (None, None)
    for name, text in texts.items():
        said = {
            "who": note.who,
            "why": note.why,
            "approved_by": by,
            "licence": licence,
            "draft": draft,
        }
        row = {"file": name, "text": text, "at": clock.now(), **said}
        connection.execute(insert(versions).values(**row))


def changed(connection: Connection, texts: Texts) -> dict[str, str | None]:
    """The files that are others now than their last version says; None: gone."""
    known = latest(connection)
    gone = {name: None for name, one in known.items() if one.text and name not in texts}
    new = {
        name: text for name, text in texts.items() if name not in known or known[name].text != text
    }
    return {**new, **gone}


def standings(connection: Connection, today: date, days: int) -> list[Standing]:
    """How every file stands that there is, by name.

    A review is an approval at the desk, or what the file itself says of one (`reviewer` and
    `reviewed` of an article, `review` of the safety wording). It is of the words as they were
    then: an edit after it is unreviewed, whatever the file still says.
    """
    return [
        _standing(name, history(connection, name), today, days)
        for name, one in sorted(latest(connection).items())
        if one.text is not None and not is_examples(name)
    ]


def _standing(name: str, found: list[Version], today: date, days: int) -> Standing:
    by, on, place = None, None, None
    claims: set[tuple[str, date]] = set()
    for number, one in enumerate(reversed(found)):
        claim = _claim(name, one.text)
        if one.approved_by:
            by, on, place = f"{one.approved_by}, {one.licence}", one.at.date(), number
        elif claim and claim not in claims:
            (by, on), place = claim, number
        if claim:
            claims.add(claim)
    if place != len(found) - 1 or on is None:
        return Standing(name, "unreviewed", by, on)
    over = today - on > timedelta(days=days)
    return Standing(name, "due" if over else "reviewed", by, on)


def _claim(name: str, text: str | None) -> tuple[str, date] | None:
    """Who reviewed it and when, as a file says itself; None: it says nothing that can be read."""
    if not name.endswith((".md", "safety.yml")):
        return None
    said = values(name, text)
    by = said.get("reviewer", "") or said.get("review/reviewer", "")
    on = said.get("reviewed", "") or said.get("review/date", "")
    if not by or not re.fullmatch(r"\d{4}-\d\d-\d\d", on):
        return None
    try:
        return by, date.fromisoformat(on)
    except ValueError:
        return None


def differences(before: str | None, after: str | None) -> list[Line]:
    """What changes from one text to the other, with the lines around it."""
    old, new = (before or "").split("\n"), (after or "").split("\n")
    lines: list[Line] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for group in matcher.get_grouped_opcodes(AROUND):
        if lines:
            lines.append(Line("skip", ""))
        for what, first, last, begin, end in group:
            if what == "equal":
                lines += [Line("same", words) for words in old[first:last]]
                continue
            lines += [Line("gone", words) for words in old[first:last]]
            lines += [Line("new", words) for words in new[begin:end]]
    return lines


def changed_entries(name: str, before: str | None, after: str | None) -> Iterable[str]:
    """The keys of what differs between two texts of a file."""
    old, new = values(name, before), values(name, after)
    return [key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]


def _version(row: object) -> Version:
    return Version(*(getattr(row, name) for name in Version.__dataclass_fields__))
