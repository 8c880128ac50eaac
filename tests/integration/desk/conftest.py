"""A front desk over real HTTP, on both databases."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
import uvicorn
from argon2 import PasswordHasher

from clinic import clock, staff
from clinic.content import get_content
from clinic.screenings import Booking, Patient, Screening, Screenings
from clinic.screenings.free_times import FreeTimes
from clinic.settings import ROOT, get_settings
from clinic.staff.roles import give_licence
from clinic.storage import Database, get_database
from frontdesk.app import create_app
from tests.ports import free_port

PASSWORD = "a long and quiet river"
CLEAN: dict[str, list[object]] = {"findings": [], "previews": [], "new_topics": []}


class Desk:
    """Somebody at the front desk, in a browser of their own."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=60)

    def log_in(self, password: str = PASSWORD, name: str = "kim") -> httpx.Response:
        return self.send("/desk/login", "/desk/login", name=name, password=password)

    def get(self, path: str, **query: str) -> httpx.Response:
        return self.http.get(path, params=query or None)

    def send(self, page: str, action: str, **fields: str) -> httpx.Response:
        """Opens a page and sends a form of it."""
        token = re.search(r'name="csrf" value="([^"]+)"', self.get(page).text)
        return self.http.post(action, data={**fields, "csrf": token.group(1) if token else ""})


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords here need no work to guess; test_logins.py has them as they are."""
    monkeypatch.setattr("clinic.staff.passwords._hasher", PasswordHasher(1, 8, 1))


@pytest.fixture
def url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a front desk on a database of its own."""
    port = free_port()
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DESK_PORT", str(port))
    get_settings.cache_clear()
    get_database.cache_clear()
    get_settings().var_dir.mkdir(parents=True, exist_ok=True)
    app = create_app()
    config = uvicorn.Config(app, port=port, log_level="critical", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    app.state.let_go()
    server.should_exit = True
    thread.join()
    get_database().engine.dispose()
    get_database.cache_clear()


@pytest.fixture
def account(database: Database) -> str:
    staff.add_account(database, "kim", PASSWORD)
    return "kim"


@pytest.fixture
def desk(url: str, account: str) -> Desk:
    """Kim, logged in."""
    desk = Desk(url)
    assert desk.log_in().status_code == 303
    return desk


@pytest.fixture
def lee(url: str, database: Database) -> Desk:
    """Lee, logged in at another desk."""
    staff.add_account(database, "lee", PASSWORD)
    desk = Desk(url)
    assert desk.log_in(name="lee").status_code == 303
    return desk


@pytest.fixture
def booked(database: Database) -> Screening:
    """A screening some days ahead."""
    engine = Screenings(database)
    return engine.book(
        engine.free_slots()[-1],
        Booking(Patient("Rosa Field", "+14145550175"), key="k", channel="web"),
    )


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets everybody's clock to a time."""

    def set_clock(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)
        # The engine takes the clock it was given when it was written.
        defaults = (lambda: get_content().clinic, lambda: at)
        monkeypatch.setattr(FreeTimes.__init__, "__defaults__", defaults)

    return set_clock


def lines(database: Database) -> list[tuple[str, str, str]]:
    """The audit log, the oldest line first."""
    with database.read() as connection:
        found = staff.audit_lines(connection)
    return [(line.staff, line.what, line.about) for line in reversed(found)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Content of the test's own."""
    folder = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    monkeypatch.setattr("clinic.content.watched.RECHECK_SECONDS", 0)
    get_settings.cache_clear()
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks that find nothing, where they are not what is tested."""
    monkeypatch.setattr("frontdesk.content.drafting.check", lambda *_: CLEAN)


@pytest.fixture
def therapist(url: str, database: Database) -> Desk:
    """Ana, who reviews and has a licence."""
    staff.add_account(database, "ana", PASSWORD, "reviewer")
    with database.begin() as connection:
        give_licence(connection, "ana", "PT 12345-24")
    desk = Desk(url)
    assert desk.log_in(name="ana").status_code == 303
    return desk
