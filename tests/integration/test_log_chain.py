"""Every edit by hand of the logs and of what is encrypted is found, and the first one named."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Text, func, select, text, type_coerce
from sqlalchemy.exc import DBAPIError

from clinic import chained, clock
from clinic.chained import links
from clinic.privacy.backup import back_up
from clinic.privacy.erasure import erase
from clinic.privacy.person import find_person
from clinic.privacy.verify import Anchor, anchor, read_anchors, verify
from clinic.screenings import Booking
from clinic.screenings.tables import history, screenings
from clinic.settings import ROOT
from clinic.staff import audit
from clinic.staff.tables import audit_log
from clinic.storage import Database
from tests.integration.screenings_world import World, patient


@pytest.fixture()
def kept(world: World) -> World:
    """A log of ten lines and three visits."""
    with world.database.begin() as connection:
        for number in range(10):
            audit(connection, "kim", "read the week", str(number))
    for number in range(3):
        slot = world.screenings.free_slots()[0]
        world.screenings.book(slot, Booking(patient(number), key=f"b{number}", channel="web"))
    return world


def broken(database: Database, anchors: Iterable[Anchor] = ()) -> list[tuple[int, str]]:
    with database.read() as connection:
        return [(one.line, one.what) for one in verify(connection, list(anchors))]


def by_hand(database: Database, *statements: str) -> None:
    """Does what somebody does who can write the database and has removed its triggers."""
    sqlite = database.engine.dialect.name == "sqlite"
    tables = ("audit_log", "screening_history", "log_chain")
    with database.begin() as connection:
        made = []
        for table in tables:
            if sqlite:
                query = text("SELECT name, sql FROM sqlite_master WHERE type='trigger'"
                             " AND tbl_name=:table")  # fmt: skip
                for name, sql in connection.execute(query, {"table": table}).all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
                    made.append(sql)
            else:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
                made.append(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for statement in [*statements, *made]:
            connection.exec_driver_sql(statement)


def test_untouched_nothing_is_found(kept: World) -> None:
    assert broken(kept.database) == []


def test_a_line_that_was_changed(kept: World) -> None:
    by_hand(kept.database, "UPDATE audit_log SET staff = 'lee' WHERE id = 4")
    assert broken(kept.database) == [(4, "audit_log, line 4: was changed or replaced")]


def test_a_line_that_was_replaced_past_the_triggers(kept: World) -> None:
    same = "SELECT id, at, 'lee', what, about FROM audit_log WHERE id = 7"
    if kept.database.engine.dialect.name == "postgresql":
        over = "ON CONFLICT (id) DO UPDATE SET staff = 'lee'"
        with pytest.raises(DBAPIError), kept.database.begin() as connection:
            connection.execute(text(f"INSERT INTO audit_log {same} {over}"))
        assert broken(kept.database) == []
        return
    with kept.database.begin() as connection:
        connection.execute(text(f"INSERT OR REPLACE INTO audit_log {same}"))
    assert broken(kept.database) == [(7, "audit_log, line 7: was changed or replaced")]


def test_lines_that_were_taken_away_the_first_one_first(kept: World) -> None:
    by_hand(kept.database, "DELETE FROM audit_log WHERE id IN (3, 9)")
    assert [line for line, _ in broken(kept.database)] == [3, 9]


def test_a_line_that_was_forged(kept: World) -> None:
    by_hand(
        kept.database,
        "INSERT INTO audit_log (id, at, staff, what, about) "
        "VALUES (99, '2026-11-29 10:00:00', 'lee', 'logged in', '')",
    )
    assert broken(kept.database) == [(0, "audit_log, line 99: was not written by this program")]


def test_a_visits_history_that_was_changed(kept: World) -> None:
    by_hand(kept.database, "UPDATE screening_history SET actor_name = 'lee' WHERE id = 2")
    assert broken(kept.database) == [(12, "screening_history, line 2: was changed or replaced")]


def test_a_line_and_its_link(kept: World) -> None:
    by_hand(
        kept.database,
        "DELETE FROM audit_log WHERE id = 5",
        "DELETE FROM log_chain WHERE id = 5",
    )
    lines = [line for line, _ in broken(kept.database)]
    assert lines == [5, 6]


@pytest.mark.parametrize(
    ("forged", "only_on"),
    [
        ("of = 'nothing'", ""),
        ("at = 'soon'", "sqlite"),
        ("at = 5", "sqlite"),
        ("at = ''", "sqlite"),
    ],
)
def test_a_link_that_was_forged(kept: World, forged: str, only_on: str) -> None:
    if only_on not in ("", kept.database.engine.dialect.name):
        pytest.skip("this database takes nothing but a time for one")
    by_hand(kept.database, f"UPDATE log_chain SET {forged} WHERE id = 4")
    found = broken(kept.database)
    assert found[0][0] == 4
    assert "its link was forged" in found[0][1]


def test_a_forged_link_stops_no_backup(kept: World, tmp_path: Path) -> None:
    by_hand(kept.database, "UPDATE log_chain SET of = 'nothing' WHERE id = 4")
    file = tmp_path / "all.backup"
    if kept.database.engine.dialect.name == "sqlite":
        by_hand(kept.database, "UPDATE log_chain SET at = 'soon' WHERE id = 5")
    counts = back_up(kept.database, tmp_path / "no content", file)
    assert counts["log_chain"] == 13
    assert file.exists()


def test_an_end_that_was_cut_off_by_what_was_anchored(kept: World, tmp_path: Path) -> None:
    path = tmp_path / "anchors.txt"
    assert anchor(kept.database, path)
    assert not anchor(kept.database, path)  # once a day
    assert path.stat().st_mode & 0o077 == 0
    by_hand(
        kept.database,
        "DELETE FROM log_chain WHERE id > 8",
        "DELETE FROM audit_log WHERE id > 8",
        "DELETE FROM screening_cells",
        "DELETE FROM screening_history",
        "DELETE FROM screenings",
    )
    assert broken(kept.database) == []
    ((line, what),) = broken(kept.database, read_anchors(path))
    assert line == 13
    assert what.startswith("the end was cut off: anchored on ")


def test_an_end_that_was_written_anew_with_the_key(kept: World, tmp_path: Path) -> None:
    path = tmp_path / "anchors.txt"
    anchor(kept.database, path)
    by_hand(kept.database, "DELETE FROM log_chain WHERE id > 12")
    with kept.database.begin() as connection:
        chained.written(connection, history, 3)
    assert broken(kept.database) == []
    assert [line for line, _ in broken(kept.database, read_anchors(path))] == [13]


def test_a_dropped_trigger(kept: World) -> None:
    sqlite = kept.database.engine.dialect.name == "sqlite"
    name = "audit_log_no_update" if sqlite else "audit_log_append_only"
    with kept.database.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {name}" + ("" if sqlite else " ON audit_log")))
    ((line, what),) = broken(kept.database)
    assert (line, what[:40]) == (0, f"the trigger {name} is missing: changes"[:40])


def test_a_trigger_of_the_same_name_that_refuses_nothing(kept: World) -> None:
    sqlite = kept.database.engine.dialect.name == "sqlite"
    name = "audit_log_no_update" if sqlite else "audit_log_append_only"
    weaker = (
        f"DROP TRIGGER {name}",
        f"CREATE TRIGGER {name} BEFORE UPDATE ON audit_log BEGIN SELECT 1; END",
    ) if sqlite else (
        "CREATE OR REPLACE FUNCTION audit_log_append_only() RETURNS trigger AS "
        "$$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql",
    )  # fmt: skip
    with kept.database.begin() as connection:
        for statement in weaker:
            connection.exec_driver_sql(statement)
    ((line, what),) = broken(kept.database)
    assert (line, what[:40]) == (0, f"the trigger {name} is another: it may refuse"[:40])


def test_a_number_that_was_swapped_for_anothers(kept: World) -> None:
    phone = screenings.c.phone
    with kept.database.begin() as connection:
        raw = select(type_coerce(phone, Text)).where(screenings.c.id == 1)
        values = {"phone": type_coerce(connection.execute(raw).scalar_one(), Text)}
        connection.execute(screenings.update().where(screenings.c.id == 2).values(values))
    assert broken(kept.database) == [(0, "screenings.phone, row 2: not readable")]


def test_a_clock_that_was_set_back(kept: World, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = clock.now() - timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: earlier)
    with kept.database.begin() as connection:
        audit(connection, "kim", "read the week", "late")
    ((line, what),) = broken(kept.database)
    assert line == 14
    assert "clock had been set back" in what


def test_what_is_erased_or_over_by_right_breaks_nothing(kept: World) -> None:
    with kept.database.read() as connection:
        person = find_person(connection, patient(1).phone)
    erase(kept.database, person, "kim")
    kept.now += timedelta(days=60)
    assert kept.upkeep.prune(kept.now) == 2
    assert broken(kept.database) == []
    with kept.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(history)).scalar_one() == 0


def test_the_database_refuses_to_change_or_delete_a_link(kept: World) -> None:
    for statement in ("UPDATE log_chain SET mac = ''", "DELETE FROM log_chain"):
        with pytest.raises(Exception, match="append-only"), kept.database.begin() as connection:
            connection.execute(text(statement))


def test_the_lines_of_before_the_chain_are_linked_once(kept: World) -> None:
    by_hand(kept.database, "DELETE FROM log_chain")
    for _ in range(2):
        with kept.database.begin() as connection:
            chained.adopt(connection, [audit_log, history])
    with kept.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(links)).scalar_one() == 13
    assert broken(kept.database) == []


@pytest.mark.parametrize("named", ["nowhere.txt", "", "binary"])
def test_anchors_that_are_no_file_of_them_are_refused_and_never_compared_with_none(
    tmp_path: Path, named: str
) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\x00 1")
    given = tmp_path / named
    command = [sys.executable, "-W", "ignore", "-m", "scripts.verify_log", "--anchors", str(given)]
    environment = os.environ | {
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "a secret of this test, long enough to be one",
    }
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path / 'clinic.db'}"
    migrate = [sys.executable, "-m", "alembic", "upgrade", "head"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True, timeout=120)
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert str(given) in ended.stderr
    assert "Traceback" not in ended.stderr
