"""The therapists' own calendars: read by the worker, blocking what is taken, telling of clashes."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Text, select, type_coerce, update

from channels.base import Channel
from clinic import attention, clock
from clinic.busy import rounds
from clinic.busy.calendars import own_calendars
from clinic.busy.rounds import read_round
from clinic.content import get_content
from clinic.privacy.verify import verify
from clinic.screenings import Booking, Patient, Screening, Screenings, Slot, SlotNotOffered
from clinic.screenings.tables import busy_calendars, busy_times
from clinic.settings import get_settings
from clinic.storage import Database
from tests.integration.desk.conftest import Desk, lines
from tests.unit.busy.test_fetching import Server
from worker.loop import Worker

HERE = "/desk/calendars"


class Own(Server):
    """A therapist's own calendar on a server."""

    def has(self, *times: Slot | Screening, more: str = "") -> None:
        events = [
            f"BEGIN:VEVENT\r\nUID:{place}\r\nDTSTART:{one.starts_at:%Y%m%dT%H%M%SZ}\r\n"
            f"DTEND:{one.ends_at:%Y%m%dT%H%M%SZ}\r\nSUMMARY:My dentist\r\n{more}END:VEVENT\r\n"
            for place, one in enumerate(times)
        ]
        body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(events)}END:VCALENDAR\r\n"
        self.answers["/secret.ics"] = (200, "", [body.encode()])


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Iterator[Own]:
    monkeypatch.setenv("CALENDARS_IN_PRIVATE_NETWORKS", "true")
    get_settings.cache_clear()
    server = Own()
    server.has()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def alex(desk: Desk, own: Own) -> Own:
    """Alex's calendar is read, and is empty."""
    answer = desk.send(HERE, f"{HERE}/alex", address=own.url("/secret.ics"))
    assert answer.status_code == 303, answer.text
    return own


def again(database: Database) -> int:
    """Lets the calendars be due, and reads them."""
    with database.begin() as connection:
        connection.execute(update(busy_calendars).values(tried_at=None))
    return read_round(database)


def clashes(database: Database) -> list[attention.Task]:
    with database.read() as connection:
        found = attention.open_tasks(connection)
    return [task for task in found if task.kind == "double_booked"]


def of_alex(database: Database) -> list[Slot]:
    return Screenings(database).free_slots(therapist="alex")


def test_what_is_taken_there_is_offered_and_booked_no_more(
    alex: Own, database: Database, desk: Desk
) -> None:
    slot = of_alex(database)[-1]
    alex.has(slot)
    assert read_round(database) == 1
    assert slot not in of_alex(database)
    with pytest.raises(SlotNotOffered):
        Screenings(database).book(
            slot, Booking(Patient("Bo Berg", "+14145550176"), key="k", channel="web")
        )
    day = slot.starts_at.astimezone(get_content().clinic.tz).date()
    page = desk.get("/desk/diary", day=day.isoformat()).text
    assert "Busy, by their own calendar" in page
    assert "dentist" not in page
    alex.has()
    again(database)
    assert slot in of_alex(database)


def test_no_word_of_a_calendar_is_kept_and_its_address_is_sealed(
    alex: Own, database: Database
) -> None:
    alex.has(of_alex(database)[-1])
    read_round(database)
    with database.read() as connection:
        stored = connection.execute(select(type_coerce(busy_calendars.c.address, Text))).scalar()
        times = connection.execute(select(busy_times)).mappings().all()
        assert "secret" not in str(stored)
        assert set(times[0]) == {"id", "therapist", "starts_at", "ends_at"}
        assert verify(connection, []) == []


def test_a_visit_that_stands_in_a_busy_time_is_told_of_once(
    alex: Own, database: Database, desk: Desk
) -> None:
    slot = of_alex(database)[-1]
    rosa = Patient("Rosa Field", "+14145550175")
    visit = Screenings(database).book(slot, Booking(rosa, key="k", channel="web"))
    alex.has(visit)
    read_round(database)
    (task,) = clashes(database)
    assert task.reach == rosa.phone
    assert visit.reference in task.detail
    page = desk.get("/desk").text
    assert "Booked at a busy time" in page
    assert "Alex Example, PT is busy on" in page
    again(database)
    assert len(clashes(database)) == 1
    assert Screenings(database).get(visit.reference).state == "booked"
    day = slot.starts_at.astimezone(get_content().clinic.tz).date()
    assert "Busy elsewhere" in desk.get("/desk/diary", day=day.isoformat()).text
    desk.send("/desk", f"/desk/tasks/{task.id}/acknowledge", up_to="0")
    again(database)
    assert clashes(database) == []


def test_anothers_visit_at_that_time_is_no_clash(alex: Own, database: Database) -> None:
    slot = Screenings(database).free_slots(therapist="robin")[-1]
    Screenings(database).book(
        slot, Booking(Patient("Rosa F", "+14145550175"), key="k", channel="web")
    )
    alex.has(slot)
    read_round(database)
    assert clashes(database) == []
    assert slot.starts_at not in [one.starts_at for one in of_alex(database)]


def test_a_calendar_that_can_not_be_read_keeps_what_it_blocked_and_says_so(
    alex: Own, database: Database, desk: Desk
) -> None:
    slot = of_alex(database)[-1]
    alex.has(slot)
    read_round(database)
    alex.answers["/secret.ics"] = (500, "", [])
    assert again(database) == 0
    assert slot not in of_alex(database)
    for page in (HERE, "/desk/diary"):
        assert "It answers with 500." in desk.get(page).text
    alex.has(slot)
    again(database)
    assert "It answers with" not in desk.get(HERE).text


def test_a_calendar_that_is_made_to_be_read_for_ever_is_ended(
    alex: Own, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "LONGEST_SECONDS", 4.0)
    slot = of_alex(database)[-1]
    alex.has(slot, more="RRULE:FREQ=SECONDLY\r\n")
    began = time.monotonic()
    assert read_round(database) == 0
    assert time.monotonic() - began < 15
    with database.read() as connection:
        (calendar,) = own_calendars(connection)
    assert calendar.trouble
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert "clinic.busy.reader" not in left.stdout


def test_a_private_network_is_not_asked_unless_the_setting_says_so(
    alex: Own, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALENDARS_IN_PRIVATE_NETWORKS", "false")
    get_settings.cache_clear()
    assert again(database) == 0
    assert alex.asked == []
    with database.read() as connection:
        assert "private network" in own_calendars(connection)[0].trouble


def test_it_is_read_every_few_minutes_by_one_worker(
    alex: Own, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [read_round(database), read_round(database)] == [1, 0]
    later = clock.now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert [read_round(database), read_round(database)] == [1, 0]


def test_the_worker_reads_beside_its_other_work(alex: Own, database: Database) -> None:
    slot = of_alex(database)[-1]
    alex.has(slot)
    channels: list[Channel] = []
    worker = Worker(database, channels)
    running = threading.Thread(target=worker.run)
    running.start()
    until = time.monotonic() + 30
    while slot in of_alex(database) and time.monotonic() < until:
        time.sleep(0.1)
    worker.stop()
    running.join()
    assert slot not in of_alex(database)


def test_only_an_owner_sets_an_address_and_nobody_sees_it_again(
    alex: Own, desk: Desk, database: Database
) -> None:
    page = desk.get(HERE).text
    assert "127.0.0.1" in page
    assert "secret.ics" not in page
    for therapist, address in (("alex", "file:///etc/passwd"), ("nobody", "https://example.org/a")):
        assert desk.send(HERE, f"{HERE}/{therapist}", address=address).status_code == 422
    assert ("kim", "set a therapist's calendar", "alex") in lines(database)


def test_taken_away_it_blocks_nothing_any_more(alex: Own, desk: Desk, database: Database) -> None:
    slot = of_alex(database)[-1]
    alex.has(slot)
    read_round(database)
    desk.send(HERE, f"{HERE}/alex/remove")
    assert slot in of_alex(database)
    with database.read() as connection:
        assert connection.execute(select(busy_times)).first() is None
    assert ("kim", "took a therapist's calendar away", "alex") in lines(database)
