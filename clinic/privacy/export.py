"""Gives out everything that is held of a person: a page to read and the same as JSON."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.privacy.person import Person, held_of

# Keyed hashes and leases say nothing to anybody.
_LEFT_OUT = frozenset({"fingerprint", "phone_index", "recipient_index", "key_hash", "key", "token",
                       "lease_holder", "lease_until", "claimed_until", "number_index"})  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One kind of thing that is held: what it is, where it stands, its rows by column."""

    what: str
    table: str
    rows: list[dict[str, Any]]


def everything_about(connection: Connection, person: Person) -> list[Section]:
    """What is held of a person, one section for each kind of which there is something."""
    sections = []
    for held in held_of(connection, person):
        columns = [column for column in held.table.columns if column.name not in _LEFT_OUT]
        rows = connection.execute(select(*columns).where(held.rows)).mappings().all()
        if rows:
            told = [{name: _plain(value) for name, value in row.items()} for row in rows]
            sections.append(Section(held.what, held.table.name, told))
    return sections


def as_json(sections: list[Section]) -> str:
    """The sections, for another program to read."""
    told = {"made_at": clock.now().isoformat(), "held": [vars(section) for section in sections]}
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def as_page(sections: list[Section]) -> str:
    """The sections, for a person to read."""
    return "".join(_page(sections))


def as_files(sections: list[Section]) -> dict[str, str]:
    """The files of an export, by name: the same twice, for a program and for a person."""
    return {"data.json": as_json(sections), "page.html": as_page(sections)}


def as_zip(sections: list[Section]) -> bytes:
    """The files of an export in one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in as_files(sections).items():
            archive.writestr(name, content)
    return packed.getvalue()


def _page(sections: list[Section]) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Your data</title>\n'
    yield f"<h1>What we hold of you</h1>\n<p>Made on {clock.now():%B %d, %Y}.</p>\n"
    if not sections:
        yield "<p>Nothing.</p>\n"
    for section in sections:
        yield f"<h2>{html.escape(section.what.capitalize())}</h2>\n"
        for row in section.rows:
            yield "<ul>\n"
            for name, value in row.items():
                if value not in (None, "", {}):
                    label = html.escape(name.replace("_", " "))
                    yield f"<li>{label}: {html.escape(str(value))}</li>\n"
            yield "</ul>\n"
    yield "</html>\n"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
