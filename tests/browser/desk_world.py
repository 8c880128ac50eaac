"""A front desk of the tests' own for a browser: a Tuesday morning at the clinic, with patients."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import uvicorn

from clinic import attention, clock, staff
from clinic.attention.people import Person, remember_person
from clinic.content import get_content
from clinic.screenings import Actor, Booking, Patient, Screening, Screenings
from clinic.screenings.free_times import FreeTimes
from clinic.screenings.hours import slots_between
from clinic.settings import ROOT, get_settings
from clinic.storage import Database, get_database
from frontdesk.app import create_app
from tests.integration.conftest import SECRET, migrate
from tests.integration.desk.world import writes
from tests.ports import free_port

PASSWORD = "a long and quiet river"
# The clinic opens in an hour, and both therapists work.
OPENING = datetime(2026, 12, 1, 8, 0, tzinfo=ZoneInfo("America/Chicago"))


@dataclass
class World:
    """What is there.

    Attributes:
        url: of the desk.
        content: the clinic's content, to be edited.
        database: behind it.
        today, later: visits of this morning and of next week.
        passed: how much time has passed beside that of the machine; a test adds to it.
    """

    url: str
    content: Path
    database: Database
    today: Screening
    later: Screening
    passed: timedelta = timedelta(0)


@contextmanager
def a_desk(folder: Path) -> Iterator[World]:
    """Starts it, and stops it at the end."""
    began, port = time.monotonic(), free_port()
    world: World | None = None
    content = Path(shutil.copytree(ROOT / "content", folder / "content"))
    with pytest.MonkeyPatch.context() as patch:

        def now() -> datetime:
            passed = world.passed if world else timedelta(0)
            return OPENING + passed + timedelta(seconds=time.monotonic() - began)

        for name, value in {
            "VAR_DIR": str(folder / "var"),
            "CONTENT_DIR": str(content),
            "DATABASE_URL": f"sqlite:///{folder / 'desk.db'}",
            "SECRET_KEY": SECRET,
            "DESK_PORT": str(port),
        }.items():
            patch.setenv(name, value)
        patch.setattr("clinic.content.watched.RECHECK_SECONDS", 0)
        migrate(f"sqlite:///{folder / 'desk.db'}")
        get_database.cache_clear()
        (folder / "var").mkdir(exist_ok=True)
        patch.setattr(clock, "now", now)
        # The engine takes the clock it was given when it was written.
        patch.setattr(FreeTimes.__init__, "__defaults__", (lambda: get_content().clinic, now))
        database = get_database()
        today, later = _fill(database)
        app = create_app()
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", ws="none"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        world = World(f"http://127.0.0.1:{port}", content, database, today, later)
        yield world
        app.state.let_go()
        server.should_exit = True
        thread.join()
        database.engine.dispose()
    get_database.cache_clear()
    get_settings.cache_clear()


def _fill(database: Database) -> tuple[Screening, Screening]:
    staff.add_account(database, "kim", PASSWORD)
    engine, clinic = Screenings(database), get_content().clinic
    morning = slots_between(clinic, OPENING, OPENING + timedelta(hours=4))
    # Nearer than patients may book: by the staff.
    today = engine.book(
        morning[0],
        Booking(
            Patient("Rosa Field", "+14145550175"),
            key="a",
            channel="phone",
            actor=Actor("staff", "kim"),
        ),
    )
    later = engine.book(
        engine.free_slots()[-1],
        Booking(Patient("Uma Lind", "+14145550179"), key="b", channel="web", conversation="web-1"),
    )
    with database.begin() as connection:
        writes(connection, "is there a lift for the zeppelin")
        remember_person(connection, "web-1", Person("Uma Lind", "+14145550179"))
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert",
                key="safety:1",
                tier="E",
                channel="web",
                detail="numb between my legs",
                conversation="web-1",
                reach="+14145550179",
                name="Uma Lind",
            ),
        )
        attention.record_unanswered(
            connection, text="may I trampoline", reason="not_covered", intent="greet", key="q"
        )
    return today, later
