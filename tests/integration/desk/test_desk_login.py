"""Logging in to the desk, and out of it."""

from __future__ import annotations

import httpx
import pytest
from starlette.testclient import TestClient

from clinic import staff
from clinic.screenings import Screening, Screenings
from clinic.settings import get_settings
from clinic.storage import Database
from frontdesk.app import create_app
from tests.integration.desk.conftest import PASSWORD, Desk


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
