"""The diary: a day drawn, booked by hand, marked, printed, exported."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta

import pytest

from clinic import clock
from clinic.content import get_content
from clinic.messages.tables import outbox
from clinic.screenings import (
    Booking,
    Patient,
    Screening,
    Screenings,
    Slot,
)
from clinic.storage import Database
from frontdesk import spreadsheet
from tests.integration.desk.conftest import Desk, lines
from tests.integration.desk.world import block, day_of, on


@pytest.fixture
def free(database: Database) -> Slot:
    """The last time that can be booked: some weeks ahead."""
    return Screenings(database).free_slots()[-1]


def test_a_day_has_a_column_for_each_therapist_and_a_row_for_each_time(
    desk: Desk, booked: Screening
) -> None:
    page = desk.get(on("/desk/diary", booked)).text
    assert re.findall(r'<th scope="col">([^<]+)</th>', page) == [
        "Alex Example, PT",
        "Robin Example, DPT",
    ]
    assert "Rosa Field" in page
    assert page.count("free-time") > 5


@pytest.mark.parametrize("day", ["", "tomorrow", "0001-01-01", "9999-12-31", "2026-02-30", "<b>"])
def test_a_day_that_is_none_is_today(desk: Desk, day: str) -> None:
    page = desk.get("/desk/diary", day=day)
    assert page.status_code == 200
    assert ' <span class="small">today</span>' in page.text


def test_a_closed_day_says_so(desk: Desk) -> None:
    assert "Closed" in desk.get("/desk/diary", day="2026-12-25").text


def test_a_caller_is_booked_by_a_click_on_a_free_time(
    desk: Desk, database: Database, free: Slot
) -> None:
    page = desk.get(on("/desk/diary", free)).text
    codes = re.findall(r'href="/desk/diary/book\?slot=([^"]+)"', page)
    address = f"/desk/diary/book?slot={codes[-1]}"
    code = html.unescape(codes[-1]).replace("%40", "@")
    fields = {"slot": code, "name": "Bo Berg", "phone": "414-555-0176", "way": "phone"}
    answer = desk.send(address, "/desk/diary/book", key="k", **fields)
    assert answer.status_code == 303
    reference = answer.headers["location"].rpartition("/")[2]
    visit = Screenings(database).get(reference)
    assert (visit.name, visit.phone, visit.channel) == ("Bo Berg", "+14145550176", "phone")
    (change,) = Screenings(database).history(reference)
    assert (change.actor.kind, change.actor.name) == ("staff", "kim")
    assert ("kim", "booked a screening", reference) in lines(database)
    # A double click books once.
    again = desk.send(address, "/desk/diary/book", key="k", **fields)
    assert again.headers["location"] == answer.headers["location"]


def test_who_is_booked_by_hand_gets_a_text_about_it(
    desk: Desk, database: Database, free: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinic.settings import get_settings

    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "1" * 32)
    get_settings.cache_clear()
    fields = {"slot": free.code, "name": "Bo Berg", "phone": "414-555-0176", "way": "desk"}
    desk.send(f"/desk/diary/book?slot={free.code}", "/desk/diary/book", key="k", **fields)
    with database.read() as connection:
        from sqlalchemy import select

        said = [str(row.reply["text"]) for row in connection.execute(select(outbox))]
    assert any("you are booked for a free screening" in text for text in said)


@pytest.mark.parametrize(
    ("name", "phone", "told"),
    [
        ("", "414-555-0176", "letters only"),
        ("x" * 300, "414-555-0176", "letters only"),
        ("Bo <b>", "414-555-0176", "letters only"),
        ("Bo Berg", "12", "no phone number"),
        ("Bo Berg", "", "no phone number"),
    ],
)
def test_who_can_not_be_booked_is_asked_about_again_and_nothing_is_lost(
    desk: Desk, free: Slot, name: str, phone: str, told: str
) -> None:
    address = f"/desk/diary/book?slot={free.code}"
    fields = {"slot": free.code, "name": name, "phone": phone}
    answer = desk.send(address, "/desk/diary/book", key="k", **fields)
    assert answer.status_code == 409
    assert told in answer.text
    assert html.escape(name[:80]).replace("&#x27;", "'") in answer.text


def test_a_time_that_was_taken_meanwhile_is_said(
    desk: Desk, database: Database, free: Slot
) -> None:
    Screenings(database).book(
        free, Booking(Patient("Ana Diaz", "+14145550142"), key="a", channel="web")
    )
    fields = {"slot": free.code, "name": "Bo Berg", "phone": "414-555-0176"}
    answer = desk.send("/desk", "/desk/diary/book", key="k", **fields)
    assert answer.status_code == 409
    assert "just taken that time" in answer.text
    for code in ("", "alex", "alex@20990101T0000Z", "nobody@20261201T2030Z"):
        assert desk.get("/desk/diary/book", slot=code).status_code == 404
        answer = desk.send("/desk", "/desk/diary/book", key="x", **{**fields, "slot": code})
        assert answer.status_code == 404


def test_a_visit_is_marked_and_taken_back(
    desk: Desk, database: Database, booked: Screening, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/desk/screenings/{booked.reference}/attend"
    early = desk.send("/desk", address, what="arrived")
    assert early.status_code == 409
    monkeypatch.setattr("clinic.clock.now", lambda: booked.starts_at)
    engine = Screenings(database, now=lambda: booked.starts_at)
    for what in ("arrived", "late", "done", "no_show"):
        engine.attend(booked.reference, what)
        assert engine.get(booked.reference).attendance == what
    assert engine.attend(booked.reference, None)
    assert not engine.attend(booked.reference, None)


def test_a_mark_is_made_by_a_press_in_the_diary_and_written_down(
    desk: Desk, database: Database, booked: Screening
) -> None:
    from sqlalchemy import update

    from clinic.screenings.tables import screenings

    at = clock.now() - timedelta(minutes=5)
    with database.begin() as connection:
        connection.execute(
            update(screenings).values(starts_at=at, ends_at=at + timedelta(minutes=20))
        )
    back = on("/desk/diary", Screenings(database).get(booked.reference))
    page = desk.get(back).text
    assert "Arrived: Rosa Field" in page
    answer = desk.send(
        back, f"/desk/screenings/{booked.reference}/attend", what="no_show", back=back
    )
    assert answer.headers["location"] == back
    assert "No-show" in desk.get(back).text
    assert ("kim", "marked a visit: no_show", booked.reference) in lines(database)


def test_a_week_has_a_row_for_each_therapist_and_a_column_for_each_day(
    desk: Desk, database: Database, booked: Screening
) -> None:
    engine, first = Screenings(database), day_of(booked) - timedelta(days=2)
    # Another visit of that day, which was called off.
    earlier = next(one for one in engine.free_slots() if day_of(one) == day_of(booked))
    off = engine.book(earlier, Booking(Patient("Bo Berg", "+14145550176"), key="b", channel="web"))
    engine.cancel(off.reference, key="c")
    number = block(desk, booked, therapist=booked.therapist, key="off")
    page = desk.get(f"/desk/diary/week?from={first}").text
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r'<th scope="row">([^<]+)</th>(.*?)</tr>', table, re.DOTALL)
    therapists = get_content().clinic.therapists
    assert [name for name, _ in rows] == [one.name for one in therapists]
    cells = {
        one.id: re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        for one, (_, row) in zip(therapists, rows, strict=True)
    }
    assert {len(days) for days in cells.values()} == {7}
    theirs = cells[booked.therapist]
    assert ["Rosa Field" in cell for cell in theirs] == [day == 2 for day in range(7)]
    assert [f"/desk/diary/blocks/{number}" in cell for cell in theirs] == [
        day == 2 for day in range(7)
    ]
    assert f"/desk/screenings/{booked.reference}" in theirs[2]
    assert "Called off" in cells[off.therapist][2]
    for other, days in cells.items():
        if other != booked.therapist:
            assert "Blocked" not in "".join(days)
    heads = re.findall(r'href="/desk/diary\?day=([\d-]+)">\w{3} ', page.partition("<tbody>")[0])
    assert heads == [str(first + timedelta(days=ahead)) for ahead in range(7)]
    # Nobody works on a Sunday.
    closed = re.findall(r"(\w{3}) \w{3} \d+</a> <span class=.small.>Closed", page)
    assert "Sun" in closed
    assert "is-none" in page
    assert "1 visit." in page


def test_what_was_typed_stays_while_another_day_is_looked_for(
    desk: Desk, database: Database
) -> None:
    free = Screenings(database).free_slots()
    zone = get_content().clinic.tz
    days = list(dict.fromkeys(slot.starts_at.astimezone(zone).date() for slot in free))
    form = f"/desk/diary/book?slot={free[0].code}"
    page = desk.get(form).text
    assert f'value="{free[0].code}" selected' in page
    assert f'name="day" value="{days[2]}"' in page
    typed = {"name": "Bo Berg", "phone": "414-555-0176", "way": "desk", "at": free[0].code}
    other = desk.send(form, "/desk/diary/book/times", day=f"{days[2]}", **typed)
    assert 'value="Bo Berg"' in other.text
    assert 'value="414-555-0176"' in other.text
    assert 'value="desk" checked' in other.text
    assert "Bo" not in str(other.url)
    there = next(slot for slot in free if slot.starts_at.astimezone(zone).date() == days[2])
    assert f'value="{there.code}">' in other.text
    booked = desk.send(form, "/desk/diary/book", slot=there.code, key="k", **typed)
    reference = booked.headers["location"].rpartition("/")[2]
    assert Screenings(database).get(reference).slot == there


def test_the_day_and_the_week_are_printed_without_script(
    desk: Desk, database: Database, booked: Screening
) -> None:
    day = day_of(booked)
    for page in (
        on("/desk/diary", booked),
        f"/desk/diary/week?from={day}",
        f"/desk/diary/list?from={day}",
    ):
        link = re.search(r'<a href="(/desk/diary/print[^"]+)">Print</a>', desk.get(page).text)
        assert link
        paper = desk.get(html.unescape(link[1])).text
        for shown in ("Rosa Field", "(414) 555-0175", "Alex Example, PT"):
            assert shown in paper
        assert "<form" not in paper.partition("<main")[2]
    before = f"/desk/diary/print?from={day - timedelta(days=2)}"
    assert "Rosa Field" not in desk.get(before).text
    assert desk.get("/desk/diary/print?from=x&to=y").status_code == 200


def test_the_week_is_exported_without_formulas(
    desk: Desk, database: Database, booked: Screening
) -> None:
    day = day_of(booked).isoformat()
    answer = desk.get("/desk/diary/table.csv", **{"from": day, "to": day})
    assert answer.headers["content-type"].startswith("text/csv")
    assert f"screenings-{day}-{day}.csv" in answer.headers["content-disposition"]
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    cells = dict(zip(head, row, strict=True))
    assert (cells["Patient"], cells["Reference"]) == ("Rosa Field", booked.reference)
    assert (cells["Phone"], cells["Booked by"]) == ("(414) 555-0175", "Website")
    local = booked.starts_at.astimezone(get_content().clinic.tz)
    assert cells["Time"] == f"{local:%-I:%M %p}"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert ("kim", "exported the diary", "") in lines(database)
    # A spreadsheet takes the letters for what they are only with the mark before them.
    assert answer.content.startswith(b"\xef\xbb\xbf")
    for query in ({}, {"from": "x"}, {"from": "2026-12-02", "to": "2026-12-01"}):
        assert desk.get("/desk/diary/table.csv", **query).status_code == 303


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+14145550142", "(414) 555-0142"), ("+525512345678", "(+52) 55 1234 5678"), ("=1+1", "=1+1")],
)
def test_a_number_in_a_spreadsheet_is_read_by_people_and_is_no_formula(
    number: str, shown: str
) -> None:
    assert spreadsheet.phone_cell(number) == shown
    (cell,) = csv.reader(io.StringIO(spreadsheet.as_csv((), [(shown,)]).lstrip("\r\n")))
    assert not cell[0].startswith(spreadsheet.FORMULAS)
