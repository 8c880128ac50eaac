"""The figures: counted by week, drawn and as tables, without anybody's word."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlalchemy.engine import Connection

from clinic import attention, clock, staff
from clinic.figures import Week, weeks
from clinic.learning.ratings import rate
from clinic.messages.tables import inbound
from clinic.screenings import Booking, Patient, Screenings
from clinic.screenings.tables import screenings
from clinic.storage import Database
from tests.integration.desk.conftest import Desk, lines
from tests.integration.desk.world import writes

ZONE = ZoneInfo("America/Chicago")
# A Wednesday; the clocks went back on November 1.
NOW = datetime(2026, 11, 11, 12, 0, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def by_monday(connection: Connection) -> dict[date, Week]:
    return {week.monday: week for week in weeks(connection, ZONE)}


def said(connection: Connection, number: int, at: datetime, outcome: str | None) -> None:
    receipt = writes(connection, "a word of the patient", number=number)
    values = {"received_at": at, "outcome": outcome}
    connection.execute(update(inbound).where(inbound.c.id == receipt.inbound_id).values(**values))


def test_there_are_twelve_weeks_and_the_present_one(database: Database) -> None:
    with database.read() as connection:
        found = weeks(connection, ZONE)
    assert len(found) == 13
    assert found[-1].monday == date(2026, 11, 9)
    assert found[0].monday == date(2026, 8, 17)
    assert {week.asked for week in found} == {0}
    assert {week.minutes for week in found} == {None}


def test_a_week_ends_at_midnight_of_the_clinic(database: Database) -> None:
    sunday = datetime.combine(date(2026, 11, 8), time(23, 59), ZONE)
    with database.begin() as connection:
        said(connection, 1, sunday, "turn")
        said(connection, 2, sunday + timedelta(minutes=1), "person")
        said(connection, 3, NOW, None)
        found = by_monday(connection)
    before, present = found[date(2026, 11, 2)], found[date(2026, 11, 9)]
    assert (before.asked, before.answered, before.by_people) == (1, 1, 0)
    assert (present.asked, present.answered, present.by_people) == (2, 0, 1)


def test_questions_calls_takeovers_and_ratings_are_counted(database: Database) -> None:
    with database.begin() as connection:
        for number, reason in enumerate(["not_covered", "out_of_scope", "unclear", "rephrased"]):
            attention.record_unanswered(
                connection, text="a word of the patient", reason=reason, intent="greet",
                key=str(number),
            )  # fmt: skip
        attention.raise_task(
            connection, attention.Occasion(kind="call_back", key="c", detail="call")
        )
        staff.audit(connection, "kim", "took a conversation over", "web-1")
        staff.audit(connection, "kim", "read a conversation", "web-1")
        for helpful, day in ((True, NOW.date()), (True, NOW.date()), (False, date(2026, 11, 8))):
            rate(connection, "causes", helpful, day)
        found = by_monday(connection)
    present = found[date(2026, 11, 9)]
    assert (present.declined, present.unclear) == (2, 1)
    assert (present.taken, present.calls) == (1, 1)
    assert (present.helped, present.did_not) == (2, 0)
    assert found[date(2026, 11, 2)].did_not == 1


def test_alerts_are_counted_with_the_median_time_until_they_were_seen(database: Database) -> None:
    with database.begin() as connection:
        for number, minutes in enumerate((1, 4, 90, None)):
            raised = NOW - timedelta(hours=3)
            attention.raise_task(
                connection,
                attention.Occasion(
                    kind="safety_alert", key=str(number), tier="E", detail="x", at=raised
                ),
            )
            newest = max(task.id for task in attention.open_tasks(connection))
            if minutes:
                seen = raised + timedelta(minutes=minutes)
                assert attention.acknowledge(connection, newest, "kim", seen)
        present = by_monday(connection)[date(2026, 11, 9)]
    assert (present.alerts, present.unseen, present.minutes) == (4, 1, 4.0)


def test_visits_are_counted_when_booked_and_when_they_were(database: Database) -> None:
    engine = Screenings(database, now=clock.now)
    rosa = Patient("Rosa Field", "+14145550175")
    engine.book(engine.free_slots()[-1], Booking(rosa, key="k", channel="web"))
    with database.begin() as connection:
        past = {
            "starts_at": datetime(2026, 11, 3, 9, tzinfo=ZONE),
            "ends_at": datetime(2026, 11, 3, 10, tzinfo=ZONE),
        }
        for attendance, week in (("done", (1, 0)), ("no_show", (0, 1)), (None, (0, 0))):
            connection.execute(update(screenings).values(attendance=attendance, **past))
            found = by_monday(connection)
            before = found[date(2026, 11, 2)]
            assert (before.came, before.missed) == week
        assert found[date(2026, 11, 9)].booked == 1


def test_each_picture_is_a_table_too_and_nobodys_word_stands_in_it(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        said(connection, 1, NOW, "turn")
        attention.raise_task(
            connection,
            attention.Occasion(kind="call_back", key="c", detail="a word of the patient"),
        )
    page = desk.get("/desk/figures").text
    assert page.count('<svg class="chart"') == page.count("<table>") == 2
    assert page.count("Nothing yet.") == 5
    row = re.search(r"Nov 9, 2026</th>(.*?)</tr>", page)
    assert row
    assert re.findall(r"<td>(\d+)</td>", row.group(1)) == ["1", "1", "0"]
    assert "a word of the patient" not in page
    assert "style=" not in page
    assert lines(database)[-1] == ("kim", "read the figures", "")
