"""What holds for every page of the desk: the audit log, bad addresses, the clinic's facts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from clinic import attention
from clinic.screenings import Screening
from clinic.settings import ROOT, get_settings
from clinic.storage import Database
from tests.integration.desk.conftest import PASSWORD, Desk, lines
from tests.integration.desk.world import writes


@pytest.mark.parametrize(
    "path",
    [
        "/desk/tasks/99999999999999999999/acknowledge",
        "/desk/tasks/0/acknowledge",
        "/desk/incidents/99999999999999999999999/settle",
        "/desk/incidents/0/settle",
        "/desk/screenings/NOSUCH/move",
        "/desk/screenings/NOSUCH/cancel",
    ],
)
def test_what_is_not_there_is_no_failure(desk: Desk, path: str) -> None:
    assert desk.send("/desk", path, key="k", slot="x").status_code < 500


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("/desk/conversations/web-1/note", {"text": ""}),
        ("/desk/conversations/web-1/answer", {"text": ""}),
        ("/desk/conversations/web-1/snooze", {"until": ""}),
        ("/desk/conversations/web-1/assign", {"to": "nobody here"}),
        ("/desk/conversations/web-9/snooze", {"until": ""}),
    ],
)
def test_what_is_shown_when_a_change_to_a_conversation_is_refused_is_a_look_at_it(
    desk: Desk, database: Database, action: str, fields: dict[str, str]
) -> None:
    with database.begin() as connection:
        writes(connection, "what is sciatica")
    answer = desk.send("/desk", action, **fields)
    assert answer.status_code == 409
    assert lines(database)[-1] == ("kim", "read a conversation", action.split("/")[3])


@pytest.mark.parametrize("what", ["attend", "move"])
def test_what_is_shown_when_a_change_to_a_visit_is_refused_is_a_look_at_it(
    desk: Desk, database: Database, booked: Screening, what: str
) -> None:
    answer = desk.send(
        "/desk", f"/desk/screenings/{booked.reference}/{what}", what="done", slot="x"
    )
    assert answer.status_code == 409  # it has not begun; there is no such time
    assert booked.name in answer.text
    assert lines(database)[-1] == ("kim", "read a screening", booked.reference)


def test_what_is_shown_when_another_change_is_refused_is_a_look_at_it(
    desk: Desk, database: Database
) -> None:
    assert desk.send("/desk", "/desk/on-call/add", name="").status_code == 422
    assert lines(database)[-1] == ("kim", "read who is on call", "")
    assert desk.send("/desk", "/desk/people/kim/remove").status_code == 409
    assert lines(database)[-1] == ("kim", "read the accounts", "kim")
    with database.begin() as connection:
        attention.record_unanswered(
            connection, text="is it ok to fly", reason="not_covered", intent="", key="k"
        )
        number = attention.unanswered_questions(connection)[0].id
    example = f"/desk/questions/{number}/example"
    assert desk.send("/desk", example, text="", intent="x").status_code == 422
    assert lines(database)[-1] == ("kim", "looked at a question to add", str(number))


@pytest.mark.parametrize("page", ["inbox", "inbox/part", "conversations/web-1"])
@pytest.mark.parametrize(
    "before", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "9999-12-31", "0001-01-01"]
)
def test_a_time_at_the_end_of_the_calendar_is_no_failure(
    desk: Desk, database: Database, page: str, before: str
) -> None:
    with database.begin() as connection:
        writes(connection, "what is sciatica")
    assert desk.get(f"/desk/{page}", before=before).status_code == 200


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_log SET staff = 'lee'", "DELETE FROM audit_log"]
)
def test_the_audit_log_is_append_only(desk: Desk, database: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
        connection.execute(text(statement))


def test_the_opening_hours_in_force_are_shown(desk: Desk) -> None:
    page = desk.get("/desk/clinic").text
    assert "9:00 AM to 12:00 PM" in page
    assert "America/Chicago" in page
    assert "Robin Example, DPT: Tuesday 9:00 AM to 12:00 PM" in page
    assert "Closed on" in page  # a public holiday is never 90 days away


def test_a_mistake_in_the_content_stands_on_every_page_of_the_desk_until_it_is_mended(
    desk: Desk, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    monkeypatch.setattr("clinic.content.watched.RECHECK_SECONDS", 0)
    get_settings.cache_clear()
    good = (folder / "clinic.yml").read_text()
    assert "A mistake in the content" not in desk.get("/desk").text
    (folder / "clinic.yml").write_text(good.replace("zone: ", "zone: Mars/"))
    line = 1 + good[: good.index("zone: ")].count("\n")
    for path in ("/desk", "/desk/clinic", "/desk/audit"):
        assert f"content/clinic.yml:{line}" in desk.get(path).text
    login = httpx.get(f"{url}/desk/login")
    assert login.status_code == 200
    assert "content/clinic.yml" not in login.text
    (folder / "clinic.yml").write_text(good)
    assert "A mistake in the content" not in desk.get("/desk").text


def test_a_persons_feed_opens_with_its_secret_only_and_ends_alone(
    desk: Desk, lee: Desk, url: str, booked: Screening, database: Database
) -> None:
    here = "/desk/account"
    assert desk.send(here, f"{here}/feed", password="not my password").status_code == 403
    feeds = []
    for who in (desk, lee):
        page = who.send(here, f"{here}/feed", password=PASSWORD).text
        found = re.search(r"http\S+/calendar/(\w+)\.ics", page)
        assert found
        feeds.append(f"{url}/calendar/{found.group(1)}.ics")
        assert found.group(1) not in who.get(here).text
    answer = httpx.get(feeds[0])
    assert answer.headers["content-type"].startswith("text/calendar")
    assert booked.reference in answer.text
    for wrong in ("0" * 40, "\u00e9", "", "x" * 5000):
        assert httpx.get(f"{url}/calendar/{wrong}.ics").status_code == 404
    assert desk.send("/desk/people", "/desk/people/lee/feed/end").is_redirect
    assert [httpx.get(feed).status_code for feed in feeds] == [200, 404]
    again = desk.send(here, f"{here}/feed", password=PASSWORD).text
    assert feeds[0].rpartition("/")[2] not in again
    assert httpx.get(feeds[0]).status_code == 404
    assert ("kim", "ended a calendar address", "lee") in lines(database)


def test_a_page_that_fails_is_the_desks_own_with_the_headers_of_every_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("on our side")

    monkeypatch.setattr("frontdesk.inbox.queries.the_list", fails)
    answer = desk.get("/desk/inbox")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "</html>" in answer.text
    whole = desk.get("/desk")
    assert whole.status_code == 200
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy"):
        assert answer.headers[name] == whole.headers[name]
    assert answer.headers["cache-control"] == "no-store"
