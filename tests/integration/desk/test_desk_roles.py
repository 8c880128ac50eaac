"""What each role may: every address of the desk, walked with every role."""

from __future__ import annotations

import re

import httpx
import pytest

from clinic import staff
from clinic.staff.roles import ROLES, Role, all_accounts, may
from clinic.storage import Database
from tests.integration.desk.addresses import addresses
from tests.integration.desk.conftest import PASSWORD, Desk, lines
from tests.integration.desk.world import writes

# What needs another role than to look for a look, and to work with patients for a change.
OWNERS = {
    ("GET", "/desk/audit"),
    ("GET", "/desk/audit/table.csv"),
    ("GET", "/desk/people"),
    ("POST", "/desk/people/invite"),
    ("POST", "/desk/people/{account}/role"),
    ("POST", "/desk/people/{account}/licence"),
    ("POST", "/desk/people/{account}/remove"),
    ("POST", "/desk/people/{account}/factor/reset"),
    ("POST", "/desk/people/{account}/feed/end"),
    ("POST", "/desk/clinic/hours"),
    ("POST", "/desk/calendars/{therapist}"),
    ("POST", "/desk/calendars/{therapist}/remove"),
    ("POST", "/desk/on-call/add"),
    ("POST", "/desk/on-call/{contact:int}/remove"),
    ("POST", "/desk/on-call/{contact:int}/earlier"),
    ("POST", "/desk/on-call/{contact:int}/test"),
}
STAFFS = {("GET", "/desk/diary/table.csv")}
# One's own account, whoever one is; and a search, which is posted to stand in no history.
OWN = ("/desk/account", "/desk/find")
# For who is not logged in yet, or whoever is; they keep their own guard.
OPEN = {
    "/",
    "/healthz",
    "/calendar/{token}.ics",
    "/desk/live",
    "/desk/login",
    "/desk/login/code",
    "/desk/logout",
    "/desk/password",
    "/desk/setup/{token}",
    "/desk/invited/{token}",
}


def needed(method: str, path: str) -> Role:
    if (method, path) in OWNERS:
        return "owner"
    if path.startswith(OWN):
        return "read"
    if path.startswith("/desk/patients/") and path.endswith(("/export", "/erase")):
        return "owner"
    if path.startswith("/desk/content") and (method == "POST" or path.endswith("/edit")):
        return "reviewer"
    if path == "/desk/questions/answer":
        return "reviewer"
    return "read" if method == "GET" and (method, path) not in STAFFS else "staff"


def filled(path: str) -> str:
    """A path with something in its places."""
    path = re.sub(r"\{\w+:int\}", "999", path)
    return (
        path.replace("{conversation}", "web-1")
        .replace("{reference}", "NOSUCH")
        .replace("{account}", "nobody")
        .replace("{therapist}", "nobody")
    )


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> Role:
    role: Role = request.param
    return role


@pytest.fixture
def somebody(url: str, database: Database, role: Role) -> Desk:
    """Somebody logged in with a role."""
    staff.add_account(database, "boss", PASSWORD)
    staff.add_account(database, "mo", PASSWORD, role)
    desk = Desk(url)
    assert desk.log_in(name="mo").status_code == 303
    with database.begin() as connection:
        writes(connection, "hello")
    return desk


def test_every_address_lets_in_who_may_and_nobody_else(
    somebody: Desk, database: Database, role: Role, url: str
) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', somebody.get("/desk/more").text)
    assert token
    walked = 0
    for method, path in addresses():
        if path in OPEN:
            continue
        answer = somebody.http.request(
            method, filled(path), data={"csrf": token.group(1)} if method == "POST" else None
        )
        # Their own account asks for a password, which is not given here.
        refused = answer.status_code == 403 and "is not your password" not in answer.text
        assert refused != may(role, needed(method, path)), (method, path, answer.status_code)
        assert answer.status_code < 500, (method, path)
        stranger = httpx.request(method, f"{url}{filled(path)}")
        assert stranger.headers.get("location", "").startswith("/desk/login"), (method, path)
        walked += 1
    assert walked > 45
    assert {path for _, path in addresses()} >= OPEN


def test_who_may_only_look_sees_no_way_to_change_and_leaves_no_line_of_what_was_refused(
    url: str, database: Database
) -> None:
    staff.add_account(database, "boss", PASSWORD)
    staff.add_account(database, "mo", PASSWORD, "read")
    desk = Desk(url)
    desk.log_in(name="mo")
    assert "looks-only" in desk.get("/desk").text
    assert "/desk/people" not in desk.get("/desk/more").text
    answer = desk.get("/desk/audit")
    assert answer.status_code == 403
    assert "Your account may not do this" in answer.text
    assert ("mo", "read the audit log", "") not in lines(database)


def test_what_a_role_may_not_do_is_told_in_the_process_log(
    url: str, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    staff.add_account(database, "mo", PASSWORD, "read")
    desk = Desk(url)
    desk.log_in(name="mo")
    desk.get("/desk/audit")
    desk.http.post("/desk/on-call/add", data={"name": "a patient's word"})
    assert "mo was refused GET /desk/audit" in caplog.text
    assert "mo was refused POST /desk/on-call/add" in caplog.text
    assert "word" not in caplog.text


def test_a_colleague_is_invited_by_a_link_that_is_good_once(
    desk: Desk, url: str, database: Database
) -> None:
    page = desk.send("/desk/people", "/desk/people/invite", role="staff").text
    link = re.search(r"http\S+(/desk/invited/[\w-]+)", page)
    assert link
    friend = Desk(url)
    weak = friend.send(link.group(1), link.group(1), name="Lee", password="too short")
    assert weak.status_code == 422
    assert 'value="Lee"' in weak.text
    taken = friend.send(link.group(1), link.group(1), name="kim", password=PASSWORD)
    assert taken.status_code == 422
    assert friend.send(link.group(1), link.group(1), name="Lee", password=PASSWORD).is_redirect
    assert friend.log_in(name="lee").status_code == 303
    assert friend.get("/desk/people").status_code == 403
    assert friend.get(link.group(1)).status_code == 404
    assert ("lee", "accepted an invitation", "staff") in lines(database)
    assert httpx.get(f"{url}/desk/invited/made-up").status_code == 404


def test_an_invitation_ends_after_three_days(
    desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from clinic import clock

    page = desk.send("/desk/people", "/desk/people/invite", role="staff").text
    link = re.search(r"http\S+(/desk/invited/[\w-]+)", page)
    assert link
    later = clock.now() + timedelta(days=3, seconds=1)
    monkeypatch.setattr("clinic.clock.now", lambda: later)
    assert httpx.get(f"{url}{link.group(1)}").status_code == 404


def test_there_is_always_an_owner(desk: Desk, lee: Desk, database: Database) -> None:
    page = "/desk/people"
    assert desk.send(page, f"{page}/lee/role", role="read").is_redirect
    for action, fields in (("kim/role", {"role": "staff"}), ("kim/remove", {})):
        answer = desk.send(page, f"{page}/{action}", **fields)
        assert answer.status_code == 409
        assert "There has to be an owner" in answer.text
    assert desk.send(page, f"{page}/lee/remove").is_redirect
    with database.read() as connection:
        assert [(one.name, one.role) for one in all_accounts(connection)] == [("kim", "owner")]
    assert lee.get("/desk").status_code == 303
    assert ("kim", "made an account read", "lee") in lines(database)
    assert ("kim", "took an account away", "lee") in lines(database)
