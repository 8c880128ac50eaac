"""Screenings at the desk: moved, called off, found, who waits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from clinic import attention, staff
from clinic.content import get_content
from clinic.screenings import Actor, Booking, Patient, Screening, Screenings
from clinic.screenings.hours import slots_between
from clinic.settings import get_settings
from clinic.storage import Database, get_database
from tests.integration.desk.conftest import PASSWORD, Desk, lines


def fields(booked: Screening, what: str) -> dict[str, str]:
    return {"key": f"{booked.reference}-{booked.sequence}-{what}"}


def test_what_a_patient_said_of_a_visit_stands_in_the_diary_and_in_its_history(
    desk: Desk, booked: Screening, database: Database
) -> None:
    engine, week = Screenings(database), f"/desk/diary/list?from={booked.starts_at:%Y-%m-%d}"
    engine.confirm_visit(booked.reference, key="yes")
    assert "Will be there" in desk.get(week).text
    engine.running_late(booked.reference, note="20 min, traffic", key="late")
    assert "Running late: 20 min, traffic" in desk.get(week).text
    assert "Running late: Rosa Field" in desk.get("/desk").text
    history = desk.get(f"/desk/screenings/{booked.reference}").text
    assert "Will be there" in history
    assert "20 min, traffic" in history


def test_a_screening_moved_at_the_desk_has_it_in_history_audit_log_and_word_to_the_patient(
    desk: Desk, database: Database, booked: Screening
) -> None:
    page = f"/desk/screenings/{booked.reference}"
    slot = Screenings(database).free_slots()[0]
    assert desk.send(page, f"{page}/move", slot=slot.code, **fields(booked, "move")).is_redirect
    engine = Screenings(database)
    assert engine.get(booked.reference).slot == slot
    assert [(one.what, one.actor.name) for one in engine.history(booked.reference)] == [
        ("booked", ""),
        ("moved", "kim"),
    ]
    assert ("kim", "moved a screening", booked.reference) in lines(database)
    with database.read() as connection:
        tasks = attention.open_tasks(connection)
    assert [(task.kind, task.reach) for task in tasks] == [("call_back", booked.phone)]


def test_a_double_click_calls_off_once(desk: Desk, database: Database, booked: Screening) -> None:
    page = f"/desk/screenings/{booked.reference}"
    for _ in range(2):
        desk.send(page, f"{page}/cancel", **fields(booked, "cancel"))
    done = [line for line in lines(database) if line[1] == "called a screening off"]
    assert len(done) == 1
    assert len(Screenings(database).history(booked.reference)) == 2


def test_what_could_not_be_changed_is_said_and_not_written_down_as_done(
    desk: Desk, database: Database, booked: Screening
) -> None:
    engine = Screenings(database)
    taken = engine.free_slots()[0]
    engine.book(taken, Booking(Patient("Bo Berg", "+14145550176"), key="b", channel="web"))
    page = f"/desk/screenings/{booked.reference}"
    for code, words in ((taken.code, "just taken"), ("alex@20990101T0000Z", "no screening at")):
        answer = desk.send(page, f"{page}/move", slot=code, **fields(booked, code))
        assert answer.status_code == 409
        assert words in answer.text
    assert engine.get(booked.reference) == booked
    assert "moved a screening" not in [what for _, what, _ in lines(database)]


TUESDAY = datetime(2026, 12, 1, 8, 0, tzinfo=ZoneInfo("America/Chicago"))


def booked_at(database: Database, hour: int, therapist: str = "alex") -> Screening:
    """A visit of that Tuesday, booked by the staff."""
    at = TUESDAY.replace(hour=hour).astimezone(timezone.utc)
    slot = Screenings(database).slot(f"{therapist}@{at:%Y%m%dT%H%MZ}")
    return Screenings(database).book(
        slot,
        Booking(
            Patient("Rosa Field", "+14145550175"),
            key=f"{therapist}{hour}",
            channel="phone",
            actor=Actor("staff", "kim"),
        ),
    )


def test_a_visit_can_be_moved_to_any_free_time_of_each_therapist_from_now_on(
    desk: Desk, database: Database, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(TUESDAY)
    desk.log_in()
    visit, other = booked_at(database, 15), booked_at(database, 10, "robin")
    address = f"/desk/screenings/{visit.reference}"
    page = desk.get(address).text
    # In an hour: nearer than patients may book; both are free, and each has a name.
    nine = TUESDAY.replace(hour=9).astimezone(timezone.utc)
    for therapist, name in (("alex", "Alex Example, PT"), ("robin", "Robin Example, DPT")):
        option = f'<option value="{therapist}@{nine:%Y%m%dT%H%MZ}">9:00 AM, {name}<'
        assert option in page
    assert other.slot.code not in page
    assert "does not count here" in page
    code = f"robin@{nine:%Y%m%dT%H%MZ}"
    assert desk.send(address, f"{address}/move", slot=code, **fields(visit, "move")).is_redirect
    assert Screenings(database).get(visit.reference).slot.code == code


def test_free_times_to_move_to_are_shown_of_any_day(
    desk: Desk, database: Database, booked: Screening
) -> None:
    address, zone = f"/desk/screenings/{booked.reference}", get_content().clinic.tz
    for slot in Screenings(database).free_slots()[::40]:
        day = slot.starts_at.astimezone(zone).date()
        page = desk.get(address, day=day.isoformat()).text
        given = slots_between(get_content().clinic, slot.starts_at, slot.starts_at)
        assert [one.code in page for one in given] == [one != booked.slot for one in given]
    sunday = day + timedelta(days=6 - day.weekday())
    assert "None is free on this day" in desk.get(address, day=sunday.isoformat()).text
    furthest = re.search(r'max="([^"]+)"', page)
    assert furthest
    assert f'value="{furthest.group(1)}"' in desk.get(address, day="2099-01-01").text
    assert desk.get(address, day="yesterday").status_code == 200


def test_a_week_to_come_is_looked_at(desk: Desk, booked: Screening) -> None:
    day = f"{booked.starts_at - timedelta(days=1):%Y-%m-%d}"
    assert "Rosa Field" in desk.get(f"/desk/diary/week?from={day}").text
    assert "Rosa Field" not in desk.get("/desk/diary/week?from=2020-01-01").text


@pytest.mark.parametrize("words", ["reference", "(414) 555-0175"])
def test_a_screening_is_found_by_reference_or_number(
    desk: Desk, booked: Screening, words: str
) -> None:
    words = booked.reference if words == "reference" else words
    answer = desk.http.get("/desk/find", params={"q": words}, follow_redirects=True)
    assert "Rosa Field" in answer.text


def test_no_word_that_is_looked_for_stands_in_an_address(
    desk: Desk, database: Database, booked: Screening
) -> None:
    asked = desk.send("/desk", "/desk/find", q="(414) 555-0175")
    assert asked.status_code == 303
    address = asked.headers["location"]
    assert "555" not in address
    assert "Rosa Field" in desk.get(address).text
    # It opens for who asked, and for nobody else.
    staff.add_account(database, "lee", PASSWORD, "staff")
    desk.http.cookies.clear()
    desk.log_in(name="lee")
    assert "Rosa Field" not in desk.get(address).text
    assert desk.get(f"{address}x").status_code == 200


@pytest.mark.parametrize(
    "words", ["", "K7M2QX", "x" * 5000, "<b>hi</b>", "'; DROP TABLE screenings; --", "\x00"]
)
def test_what_is_not_found_is_said(desk: Desk, booked: Screening, words: str) -> None:
    answer = desk.http.get("/desk/find", params={"q": words})
    assert answer.status_code == 200
    assert "is known under" in answer.text
    assert "<b>hi" not in answer.text


def test_who_waits_for_a_time_is_shown(desk: Desk, database: Database) -> None:
    Screenings(database).join_waiting_list(
        Patient("Lee Park", "+14145550177"), wish="Monday after 3 PM", channel="web"
    )
    page = desk.get("/desk").text
    assert "Lee Park" in page
    assert "Monday after 3 PM" in page


# --- what became of a visit


def test_nobody_has_missed_a_visit_that_did_not_begin(
    desk: Desk, database: Database, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(TUESDAY)
    desk.log_in()
    visit = booked_at(database, 9)
    address = f"/desk/screenings/{visit.reference}"
    pages = ("/desk", "/desk/diary", address)
    for page in pages:
        assert "Arrived: Rosa Field" in desk.get(page).text
        assert "No-show: Rosa Field" not in desk.get(page).text
        assert "Done: Rosa Field" not in desk.get(page).text
    for what in ("no_show", "done"):
        answer = desk.send("/desk", f"{address}/attend", what=what)
        assert answer.status_code == 409
        assert (
            "It has not begun. Only then can it be marked as done or as a no-show." in answer.text
        )
    assert Screenings(database).get(visit.reference).attendance is None
    set_clock(visit.starts_at)
    for page in pages:
        assert "No-show: Rosa Field" in desk.get(page).text
    assert desk.send("/desk", f"{address}/attend", what="no_show").is_redirect
    assert Screenings(database).get(visit.reference).attendance == "no_show"


def test_who_arrives_does_so_on_the_day_and_is_seen_to_have(
    desk: Desk, database: Database, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(TUESDAY - timedelta(days=1))
    desk.log_in()
    visit = booked_at(database, 9)
    address = f"/desk/screenings/{visit.reference}"
    for days, offered in ((-1, False), (0, True), (1, False)):
        set_clock(TUESDAY + timedelta(days=days))
        desk.log_in()
        assert ("Arrived: Rosa Field" in desk.get(address).text) is offered
        if not offered:
            answer = desk.send("/desk", f"{address}/attend", what="arrived")
            assert answer.status_code == 409
            assert "Arrived and late are marked on the day of the visit." in answer.text
    set_clock(TUESDAY)
    assert desk.send("/desk", f"{address}/attend", what="arrived", back="/desk").is_redirect
    for page in ("/desk", "/desk/diary", address):
        assert '<span class="tag brand">Arrived</span>' in desk.get(page).text
    # What became of the time it stood at says nothing of another.
    later = Screenings(database).free_slots()[-1]
    desk.send(address, f"{address}/move", slot=later.code, **fields(visit, "move"))
    assert Screenings(database).get(visit.reference).attendance is None


@pytest.mark.parametrize(
    ("booked_in", "texts", "told"),
    [
        (("desk", None), False, "No message can be sent to this patient: you get a task to call."),
        (("phone", None), True, "The patient is told by text message."),
        (("web", "web-1"), False, "is told in the chat, and you get a task to call."),
        (("web", "web-1"), True, "The patient is told by text message and in the chat."),
    ],
)
def test_how_the_patient_is_told_of_a_change_is_said_as_it_is(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    booked_in: tuple[str, str | None],
    texts: bool,
    told: str,
) -> None:
    if texts:
        for name in ("ACCOUNT_SID", "AUTH_TOKEN", "FROM"):
            value = "+14145550142" if name == "FROM" else "AC" + "0" * 32
            monkeypatch.setenv(f"TWILIO_{name}", value)
        get_settings.cache_clear()
    engine = Screenings(get_database())
    visit = engine.book(
        engine.free_slots()[-1],
        Booking(
            Patient("Peter Lake", "+14145550176"),
            key="k",
            channel=booked_in[0],
            conversation=booked_in[1],
        ),
    )
    assert told in desk.get(f"/desk/screenings/{visit.reference}").text
