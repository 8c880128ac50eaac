"""The staff's pages over HTTP, on both databases: logins, changes, what is written down."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from sqlalchemy import Text, text, type_coerce, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from clinic import attention, staff
from clinic.attention import heard
from clinic.clock import now
from clinic.encrypted import UNREADABLE, sealed_columns
from clinic.messages import open_thread, post_to_conversation, receive
from clinic.reading.safety import Sign, Verdict
from clinic.screenings import Patient, Screening, Screenings
from clinic.settings import ROOT, get_settings
from clinic.storage import Database, get_database, metadata
from frontdesk.app import create_app
from tests.ports import free_port

PASSWORD = "a long and quiet river"


class Desk:
    """Somebody at the front desk, in a browser of their own."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=60)

    def log_in(self, password: str = PASSWORD) -> httpx.Response:
        return self.send("/desk/login", "/desk/login", name="kim", password=password)

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path)

    def send(self, page: str, action: str, **fields: str) -> httpx.Response:
        """Opens a page and sends a form of it."""
        token = re.search(r'name="csrf" value="([^"]+)"', self.get(page).text)
        return self.http.post(action, data={**fields, "csrf": token.group(1) if token else ""})


@pytest.fixture
def url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a front desk on a database of its own."""
    port = free_port()
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DESK_PORT", str(port))
    get_settings.cache_clear()
    get_database.cache_clear()
    config = uvicorn.Config(create_app(), port=port, log_level="critical", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
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
def booked(database: Database) -> Screening:
    """A screening some days ahead."""
    engine = Screenings(database)
    return engine.book(
        engine.free_slots()[-1], Patient("Rosa Field", "+14145550175"), key="k", channel="web"
    )


def lines(database: Database) -> list[tuple[str, str, str]]:
    """The audit log, the oldest line first."""
    with database.read() as connection:
        found = staff.audit_lines(connection)
    return [(line.staff, line.what, line.about) for line in reversed(found)]


# --- logging in


def test_without_a_login_every_page_leads_to_it(url: str) -> None:
    for path in ("/desk", "/desk/clinic", "/desk/audit", "/desk/questions", "/desk/find?q=1"):
        answer = httpx.get(f"{url}{path}")
        assert (answer.status_code, answer.headers["location"][:11]) == (303, "/desk/login")


def test_the_session_cookie_is_for_the_desk_only_and_out_of_reach_of_scripts(desk: Desk) -> None:
    cookie = desk.get("/desk").headers["set-cookie"].lower()
    assert {"path=/desk", "httponly", "samesite=strict"} <= set(cookie.split("; "))
    assert "secure" not in cookie  # http, on this machine only


def test_with_https_the_session_cookie_is_for_https_only(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_URL", "https://desk.example.org")
    monkeypatch.setenv("DATABASE_URL", database_url)
    get_settings.cache_clear()
    answer = TestClient(create_app()).get("/desk/login")
    assert "secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_an_unknown_name_is_refused_in_the_same_words(url: str, account: str) -> None:
    desk = Desk(url)
    known = desk.log_in("not the password at all")
    unknown = desk.send("/desk/login", "/desk/login", name="lee", password=PASSWORD)
    assert known.status_code == unknown.status_code == 403
    assert "name or the password is wrong" in unknown.text


def test_a_new_password_ends_the_sessions_of_the_old_one(desk: Desk, database: Database) -> None:
    staff.change_password(database, "kim", "another long and quiet river")
    assert desk.get("/desk").status_code == 303


def test_an_account_taken_away_is_logged_out(desk: Desk, database: Database) -> None:
    assert staff.remove_account(database, "kim")
    assert desk.get("/desk").status_code == 303


def test_logging_out_ends_the_session(desk: Desk) -> None:
    desk.send("/desk", "/desk/logout")
    assert desk.get("/desk").status_code == 303


def test_after_a_login_nobody_is_sent_to_another_site(url: str, account: str) -> None:
    for address in ("https://example.org", "//example.org", "/desk//example.org"):
        desk = Desk(url)
        answer = desk.send(
            "/desk/login", "/desk/login", name="kim", password=PASSWORD, next=address
        )
        assert answer.headers["location"] == "/desk"


def test_a_form_without_the_sessions_token_changes_nothing(
    desk: Desk, database: Database, booked: Screening
) -> None:
    answer = desk.http.post(
        f"/desk/screenings/{booked.reference}/cancel", data={"key": "x", "csrf": "guessed"}
    )
    assert answer.status_code == 403
    assert "load it again" in answer.text
    assert Screenings(database).get(booked.reference).state == "booked"


# --- screenings


def fields(booked: Screening, what: str) -> dict[str, str]:
    return {"key": f"{booked.reference}-{booked.sequence}-{what}"}


def test_what_a_patient_said_of_a_visit_stands_in_the_week_and_in_its_history(
    desk: Desk, booked: Screening, database: Database
) -> None:
    engine, week = Screenings(database), f"/desk?from={booked.starts_at:%Y-%m-%d}"
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
    engine.book(taken, Patient("Bo Berg", "+14145550176"), key="b", channel="web")
    page = f"/desk/screenings/{booked.reference}"
    for code, words in ((taken.code, "just taken"), ("alex@20990101T0000Z", "no screening at")):
        answer = desk.send(page, f"{page}/move", slot=code, **fields(booked, code))
        assert answer.status_code == 409
        assert words in answer.text
    assert engine.get(booked.reference) == booked
    assert "moved a screening" not in [what for _, what, _ in lines(database)]


def test_any_free_time_can_be_chosen_for_a_move(
    desk: Desk, database: Database, booked: Screening
) -> None:
    page = desk.get(f"/desk/screenings/{booked.reference}").text
    assert all(slot.code in page for slot in Screenings(database).free_slots())


def test_a_week_to_come_is_looked_at(desk: Desk, booked: Screening) -> None:
    day = f"{booked.starts_at - timedelta(days=1):%Y-%m-%d}"
    assert "Rosa Field" in desk.get(f"/desk?from={day}").text
    assert "Rosa Field" not in desk.get("/desk?from=2020-01-01").text


@pytest.mark.parametrize("words", ["reference", "(414) 555-0175"])
def test_a_screening_is_found_by_reference_or_number(
    desk: Desk, booked: Screening, words: str
) -> None:
    words = booked.reference if words == "reference" else words
    answer = desk.http.get("/desk/find", params={"q": words}, follow_redirects=True)
    assert "Rosa Field" in answer.text


@pytest.mark.parametrize(
    "words", ["", "K7M2QX", "x" * 5000, "<b>hi</b>", "'; DROP TABLE screenings; --", "\x00"]
)
def test_what_is_not_found_is_said(desk: Desk, booked: Screening, words: str) -> None:
    answer = desk.http.get("/desk/find", params={"q": words})
    assert answer.status_code == 200
    assert "No screening is known" in answer.text
    assert "<b>hi" not in answer.text


def test_who_waits_for_a_time_is_shown(desk: Desk, database: Database) -> None:
    Screenings(database).join_waiting_list(
        Patient("Lee Park", "+14145550177"), wish="Monday after 3 PM", channel="web"
    )
    page = desk.get("/desk").text
    assert "Lee Park" in page
    assert "Monday after 3 PM" in page


# --- tasks, and what is written down


def raise_three(database: Database) -> None:
    with database.begin() as connection:
        attention.raise_task(connection, kind="call_back", key="1", detail="please call")
        attention.raise_task(connection, kind="failed_message", key="2", detail="not sent")
        attention.raise_task(
            connection, kind="safety_alert", key="3", detail="chest pain", tier="E", at=now()
        )


def test_safety_alerts_stand_on_top_of_older_tasks(desk: Desk, database: Database) -> None:
    raise_three(database)
    page = desk.get("/desk").text
    assert page.index("chest pain") < page.index("please call") < page.index("not sent")


def test_an_acknowledged_task_is_off_the_list_and_says_who_saw_it(
    desk: Desk, database: Database
) -> None:
    raise_three(database)
    with database.read() as connection:
        alert = attention.open_tasks(connection)[0]
    desk.send("/desk", f"/desk/tasks/{alert.id}/acknowledge")
    with database.read() as connection:
        assert alert.id not in [task.id for task in attention.open_tasks(connection)]
        assert attention.seen_tasks(connection)[0].acknowledged_by == "kim"
    assert ("kim", "acknowledged a task", str(alert.id)) in lines(database)


def alarm(connection: Connection, number: int, conversation: str = "web-1") -> None:
    attention.raise_task(
        connection,
        kind="safety_alert",
        key=f"safety:web-{number}",
        detail=f"chest pain {number}",
        tier="E",
        channel="web",
        conversation=conversation,
    )


def test_a_card_has_name_number_conversation_and_what_came_later(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        alarm(connection, 1)
        said = "my name is Rosa Field, 414-555-0175"
        rosa = attention.Person("Rosa Field", "+14145550175")
        attention.note_said(
            connection, conversation="web-1", message_id="web-2", text=said, said=rosa
        )
    page = desk.get("/desk").text
    for shown in ("Rosa Field", "(414) 555-0175", "/desk/conversations/web-1", said):
        assert shown in page
    assert "no number known" not in page


def test_an_alarm_that_came_while_a_card_was_read_stays_on_the_desk(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        alarm(connection, 1)
    page = desk.get("/desk").text
    with database.begin() as connection:
        alarm(connection, 2)
    token, up_to = (
        re.search(rf'name="{name}" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
        for name in ("csrf", "up_to")
    )
    action = re.search(r"/desk/tasks/\d+/acknowledge", page)
    assert action
    desk.http.post(action.group(), data={"csrf": token, "up_to": up_to})
    assert "chest pain 2" in desk.get("/desk").text


def test_many_alerts_leave_the_week_in_sight(desk: Desk, database: Database) -> None:
    with database.begin() as connection:
        for number in range(61):
            alarm(connection, number, conversation=f"web-{number}")
    page = desk.get("/desk").text
    assert page.count("<article") == 61
    assert "49 more" in page


def test_a_conversation_is_read_at_the_desk_and_the_look_is_written_down(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        open_thread(connection, "web-1", "web")
        receive(connection, channel="web", conversation="web-1", external_id="1", text="is it <b>")
        post_to_conversation(connection, "web-1", {"text": "It is."})
    page = desk.get("/desk/conversations/web-1").text
    assert page.index("is it &lt;b&gt;") < page.index("It is.")
    assert ("kim", "read a conversation", "web-1") in lines(database)
    assert "not kept any more" in desk.get("/desk/conversations/web-unknown").text


@pytest.mark.parametrize(
    "path",
    [
        "/desk/tasks/99999999999999999999/acknowledge",
        "/desk/tasks/0/acknowledge",
        "/desk/screenings/NOSUCH/move",
        "/desk/screenings/NOSUCH/cancel",
    ],
)
def test_what_is_not_there_is_no_failure(desk: Desk, path: str) -> None:
    assert desk.send("/desk", path, key="k", slot="x").status_code < 500


def test_every_look_is_a_line_of_the_audit_log(
    desk: Desk, database: Database, booked: Screening
) -> None:
    for path in ("/desk", f"/desk/screenings/{booked.reference}", "/desk/clinic", "/desk/audit"):
        desk.get(path)
    desk.http.get("/desk/find", params={"q": booked.phone})
    assert lines(database) == [
        ("kim", "logged in", ""),
        ("kim", "read the week", ""),
        ("kim", "read a screening", booked.reference),
        ("kim", "read the clinic's facts", ""),
        ("kim", "read the audit log", ""),
        ("kim", "looked for a number", booked.reference),
    ]


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


# --- a mistake in the content


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


# --- the calendar feed


def test_the_clinics_feed_opens_with_its_secret_only(
    desk: Desk, url: str, booked: Screening
) -> None:
    feed = re.search(r"http\S+/calendar/\w+\.ics", desk.get("/desk/clinic").text).group()
    secret = feed.rpartition("/")[2]
    answer = httpx.get(f"{url}/calendar/{secret}")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert booked.reference in answer.text
    for wrong in ("0" * 40, secret[1:], "é", ""):
        assert httpx.get(f"{url}/calendar/{wrong}.ics").status_code == 404


def test_an_alert_tells_what_was_heard_and_can_be_marked_as_wrong(
    desk: Desk, database: Database
) -> None:
    words = "the tap is shut since noon"
    sign = Sign("bladder", "present", words, "learned", 0.97)
    with database.begin() as connection:
        attention.raise_task(
            connection,
            kind="safety_alert",
            key="safety:m1",
            tier="E",
            detail=words,
            channel="web",
            conversation="web-1",
        )
        attention.note_heard(
            connection,
            conversation="web-1",
            message_id="m1",
            verdict=Verdict("alarm", "E", "bladder", (sign,)),
        )
    page = desk.http.get("/desk").text
    assert "Bladder: " in page
    assert "by the learned reading" in page
    sent = {"kind": "false", "text": words, "conversation": "web-1"}
    assert desk.send("/desk", "/desk/incidents/mark", **sent).is_redirect
    listed = desk.http.get("/desk/incidents").text
    assert "Should not have raised the alarm" in listed
    assert words in listed
    assert desk.send("/desk/incidents", "/desk/incidents/1/settle").is_redirect
    assert words not in desk.http.get("/desk/incidents").text


# --- rows that can't be read


def spoil(database: Database) -> None:
    """Makes every encrypted value in the database one that can't be read."""
    with database.begin() as connection:
        for table in metadata.sorted_tables:
            for column in sealed_columns(table):
                values = {column.name: type_coerce("2.00000000.AAAA", Text)}
                written = update(table).where(column.is_not(None)).values(values)
                connection.execute(written)


def test_rows_that_can_not_be_read_are_shown_as_such_on_every_page(
    desk: Desk, booked: Screening, database: Database
) -> None:
    with database.begin() as connection:
        alarm(connection, 1)
        said = attention.Person("Rosa Field", "+14145550175")
        attention.note_said(
            connection, conversation="web-1", message_id="web-2", text="more", said=said
        )
        open_thread(connection, "web-1", "web")
        receive(connection, channel="web", conversation="web-1", external_id="1", text="words")
        post_to_conversation(connection, "web-1", {"text": "It is."})
        heard.mark(connection, kind="missed", text="words", staff="kim")
        attention.record_unanswered(
            connection, text="words", reason="detail", intent="greet", key="k"
        )
    Screenings(database).join_waiting_list(
        Patient("Ben Ochoa", "+14145550176"), wish="mornings", channel="web", conversation="web-1"
    )
    spoil(database)
    pages = ("", "/incidents", "/questions", "/conversations/web-1")
    for path in (*pages, f"/screenings/{booked.reference}"):
        page = desk.get(f"/desk{path}")
        assert page.status_code == 200, path
        assert UNREADABLE in page.text, path
    assert desk.get("/desk/find?q=Rosa").status_code == 200
