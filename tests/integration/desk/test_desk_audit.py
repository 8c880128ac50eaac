"""The audit log at the desk: filtered by who, what and when, page by page, and as a table."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic import clock, staff
from clinic.storage import Database
from tests.integration.desk.conftest import Desk, lines

ZONE = ZoneInfo("America/Chicago")


@pytest.fixture
def log(database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Lines of three days; of each day its first and its last minute."""
    with monkeypatch.context() as patch:
        for day in (2, 3, 4):
            for hour, minute in ((0, 0), (23, 59)):
                moment = datetime(2026, 3, day, hour, minute, tzinfo=ZONE)
                patch.setattr(clock, "now", lambda moment=moment: moment)
                with database.begin() as connection:
                    staff.audit(connection, "lee", "read a screening", f"DAY{day}{hour:02}")
                    staff.audit(connection, "mo", "moved a screening", f"50%_{day}")
    return desk


def rows(desk: Desk, **asked: str) -> list[list[str]]:
    table = desk.get("/desk/audit/table.csv", **asked).content.decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(table)))
    assert found[0] == ["When (UTC)", "Who", "What", "About"]
    return found[1:]


def test_lines_are_found_by_who_and_by_what_and_about_what(log: Desk) -> None:
    assert {row[1] for row in rows(log, who="lee")} == {"lee"}
    assert {row[2] for row in rows(log, what="MOVED")} == {"moved a screening"}
    assert [row[3] for row in rows(log, what="day3")] == ["DAY323", "DAY300"]
    assert rows(log, who="lee", what="moved") == []


def test_what_stands_for_other_letters_in_sql_is_looked_for_as_it_is(log: Desk) -> None:
    assert {row[3] for row in rows(log, what="50%_3")} == {"50%_3"}
    assert rows(log, what="5_%") == []
    assert rows(log, what="\\") == []


def test_a_day_is_the_clinics_from_its_first_minute_to_its_last(log: Desk) -> None:
    one_day = {"from": "2026-03-03", "to": "2026-03-03"}
    assert [row[3] for row in rows(log, who="lee", **one_day)] == ["DAY323", "DAY300"]
    assert len(rows(log, who="lee", to="2026-03-03")) == 4
    since = rows(log, **{"who": "lee", "from": "2026-03-04"})
    assert [row[3] for row in since] == ["DAY423", "DAY400"]


@pytest.mark.parametrize(
    "asked",
    [{"from": "x"}, {"to": "9999-12-31"}, {"from": "0001-01-01"}, {"before": "\u0661"},
     {"before": "9" * 40}, {"what": "' OR 1=1 --"}, {"who": "x" * 5000}],
)  # fmt: skip
def test_what_is_no_day_or_number_is_no_failure(log: Desk, asked: dict[str, str]) -> None:
    for page in ("/desk/audit", "/desk/audit/table.csv"):
        assert log.get(page, **asked).status_code == 200


def test_earlier_lines_stand_on_pages_of_their_own(
    log: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.audit.routes.SHOWN", 2)
    page, seen = "/desk/audit?who=lee", []
    for _ in range(3):
        text = log.http.get(page).text
        seen += [part[:6] for part in text.split("<td>DAY")[1:]]
        link = text.partition('class="next"><a href="')[2].partition('"')[0]
        page = link.replace("&amp;", "&")
    assert [one[:3] for one in seen] == ["423", "400", "323", "300", "223", "200"]
    assert page == ""


def test_an_export_of_the_log_is_in_it_and_holds_no_formula(desk: Desk, database: Database) -> None:
    with database.begin() as connection:
        staff.audit(connection, "kim", "put somebody on call", "=HYPERLINK(1)")
    answer = desk.get("/desk/audit/table.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in answer.text
    assert ("kim", "exported the audit log", "") in lines(database)
    stamp = rows(desk)[0][0]
    at = datetime.fromisoformat(stamp).replace(tzinfo=ZoneInfo("UTC"))
    assert abs(clock.now() - at) < timedelta(minutes=5)
