"""Forty mistakes at the desk: the page of the draft names each with its file, its line and a
sentence for laymen."""

from __future__ import annotations

import html
import re

import pytest

from clinic.publishing import drafts
from clinic.settings import ROOT
from clinic.storage import Database
from frontdesk.content.queries import called
from tests.integration.desk.conftest import Desk
from tests.integration.desk.test_desk_content import HERE, checked, text
from tests.unit.scripts.mistakes import MISTAKES, OF_PROGRAMS, Mistake


@pytest.fixture
def database_url(migrated_sqlite_url: str) -> str:
    """One kind of database: what is found of words depends on none."""
    return migrated_sqlite_url


def shown(page: str) -> dict[str, str]:
    """What a form of a whole file shows of it."""
    forms = re.findall(r'<form[^>]*action="[^"]*/save">.*?</form>', page, re.S)
    whole = next(form for form in forms if 'name="key"' not in form)
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', whole)
    return {name: html.unescape(value) for name, value in fields}


@pytest.mark.parametrize("mistake", MISTAKES, ids=[one.new.strip()[:30] for one in MISTAKES])
def test_a_mistake_in_a_draft_is_shown_with_its_line(
    mistake: Mistake, desk: Desk, database: Database
) -> None:
    words = (ROOT / "content" / mistake.file).read_text(encoding="utf-8")
    made = desk.send(HERE, f"{HERE}/whole", name=mistake.file, why="try it")
    draft = made.headers["location"]
    fields = {**shown(desk.get(draft).text), "value": mistake.in_text(words)}
    assert desk.send(draft, f"{draft}/save", **fields).is_redirect
    page = " ".join(text(desk.get(checked(desk, draft))).split())
    with database.read() as connection:
        found = drafts.get(connection, int(draft.rpartition("/")[2])).checked["findings"]
    mine = next((one for one in found if mistake.says in one["says"]), None)
    assert mine, found
    assert (mine["file"], mine["line"]) == (mistake.file, mistake.line_in(words))
    assert f"{called(mistake.file)}, line {mine['line']}" in page
    assert " ".join(mine["says"].split()) in page
    assert mine["says"][0].isupper()
    assert mine["says"].endswith(".")
    assert not OF_PROGRAMS.search(mine["says"]), mine["says"]
    assert "Nothing was found" not in page
