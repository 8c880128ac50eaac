"""With three times the patients no page of the desk opens more values or asks more of the database.

How long that takes is measured by `python -m benchmarks.desk`; here is counted what it rests on.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from starlette.routing import Route
from starlette.testclient import TestClient

from benchmarks.desk import PASSWORD, pages
from benchmarks.desk_first import STAFF, First, first_patient
from benchmarks.desk_patients import fill
from clinic import encrypted, staff
from clinic.sealing import Place, unseal
from clinic.settings import get_settings
from clinic.storage import Database, get_database
from frontdesk.app import create_app
from tests.integration.desk.addresses import addresses
from tests.integration.desk.test_desk_roles import OPEN

# Enough that every list is as long as a page has it; and three times that.
SOME, MANY = (700, 5_120), (2_100, 15_360)
# It looks for a person's words in every incident and taught example: they are few, and deleted in
# time. All other pages are held.
LOOKS_AT_ALL = "/erase"
# Nothing there grows with the patients: it is the clinic's own texts.
CONTENT = "/desk/content"
FILES = {"/desk/diary/table.csv", "/desk/audit/table.csv"}


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[str]]:
    """Two migrated databases."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        files = [shutil.copy(template, tmp_path / f"{name}.db") for name in ("some", "many")]
        yield [f"sqlite:///{file}" for file in files]
        return
    server = request.getfixturevalue("postgres_server")
    template = request.getfixturevalue("postgres_template")
    names = [server.create_database(template) for _ in range(2)]
    yield [server.url(name) for name in names]
    for name in names:
        server.drop_database(name)


def filled(url: str, size: tuple[int, int]) -> First:
    database = Database(url)
    for name in STAFF:
        staff.add_account(database, name, PASSWORD)
    first = first_patient(database)
    fill(database, *size)
    database.engine.dispose()
    return first


def costs(url: str, first: First, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int]]:
    """Each page with how many values it opens and how many statements it sends, seen before."""
    opened, sent = [], []

    def counted(sealed: str, place: Place) -> str:
        opened.append(place)
        return unseal(sealed, place)

    monkeypatch.setenv("DATABASE_URL", url)
    get_settings.cache_clear()
    get_database.cache_clear()
    monkeypatch.setattr(encrypted, "unseal", counted)
    monkeypatch.setattr("frontdesk.finding.routes.READ_EVERY_SECONDS", 600)
    found = []
    event.listen(get_database().engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
    with TestClient(create_app()) as desk:
        login = desk.get("/desk/login").text
        token = login.split('name="csrf" value="')[1].split('"')[0]
        form = {"csrf": token, "name": STAFF[0], "password": PASSWORD}
        assert desk.post("/desk/login", data=form, follow_redirects=False).status_code == 303
        desk.get("/desk/find", params={"q": "qqqqqq"})
        for page in pages(first):
            assert desk.get(page.address).status_code == 200, page.address
            opened.clear()
            sent.clear()
            desk.get(page.address)
            found.append((page.name, len(opened), len(sent)))
    get_database().engine.dispose()
    get_database.cache_clear()
    return found


def test_no_page_costs_more_where_there_are_more_patients(
    urls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    firsts = [filled(url, size) for url, size in zip(urls, (SOME, MANY), strict=True)]
    some, many = (costs(url, first, monkeypatch) for url, first in zip(urls, firsts, strict=True))
    more = [
        (before, after)
        for before, after in zip(some, many, strict=True)
        if LOOKS_AT_ALL not in before[0] and (after[1] > before[1] + 8 or after[2] > before[2] + 2)
    ]
    assert more == []


def test_every_page_there_is_is_measured(database: Database) -> None:
    asked = [page.address.partition("?")[0] for page in pages(first_patient(database))]
    reached = {
        route.path
        for route in create_app().routes
        for address in asked
        if isinstance(route, Route) and route.path_regex.match(address)
    }
    there = {path for method, path in addresses() if method == "GET"} - OPEN - FILES
    assert {path for path in there - reached if not path.startswith(CONTENT)} == set()
