"""Logging in at the front desk: sessions that end, guesses that are slowed, nobody kept out."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import httpx
import pytest
from starlette.testclient import TestClient

from clinic import clock, staff
from clinic.settings import get_settings
from clinic.staff import LoginRefused, Place, WeakPassword, accounts, passwords
from clinic.staff.passwords import hash_password
from clinic.storage import Database, get_database
from frontdesk.app import create_app
from tests.integration.desk.conftest import PASSWORD, Desk, account, url

__all__ = ["account", "url"]  # fixtures
WRONG = "not the password at all"
OFFICE, HOME, STRANGE = Place("10.0.0.1"), Place("10.0.0.2", "a browser"), Place("203.0.113.9")


@pytest.fixture
def kim(database: Database) -> str:
    staff.add_account(database, "kim", PASSWORD)
    return "kim"


class Clock:
    """A clock that is put forward."""

    def __init__(self) -> None:
        self.later = timedelta()

    def __call__(self) -> datetime:
        return datetime.now().astimezone() + self.later


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(clock, "now", moved)
    return moved


def outcome(database: Database, name: str, password: str, place: Place) -> str:
    try:
        staff.log_in(database, name, password, place)
    except LoginRefused as refused:
        return "wait" if refused.until else "wrong"
    return "in"


# --- sessions


def test_after_logging_out_the_old_cookie_opens_nothing(url: str, account: str) -> None:
    desk = Desk(url)
    desk.log_in()
    kept = dict(desk.http.cookies)
    assert httpx.get(f"{url}/desk", cookies=kept).status_code == 200
    desk.send("/desk", "/desk/logout")
    for path in ("/desk", "/desk/audit", "/desk/questions"):
        assert httpx.get(f"{url}{path}", cookies=kept).status_code == 303


def test_logging_in_again_ends_the_session_before(url: str, account: str) -> None:
    desk = Desk(url)
    desk.log_in()
    kept = dict(desk.http.cookies)
    desk.log_in()
    assert httpx.get(f"{url}/desk", cookies=kept).status_code == 303


def test_two_browsers_are_two_sessions(url: str, account: str) -> None:
    one, other = Desk(url), Desk(url)
    one.log_in()
    other.log_in()
    one.send("/desk", "/desk/logout")
    assert other.get("/desk").status_code == 200


@pytest.mark.parametrize(("minutes", "open_still"), [(50, True), (61, False)])
def test_a_session_nobody_uses_ends(
    database: Database, later: Clock, minutes: int, open_still: bool
) -> None:
    with database.begin() as connection:
        token = staff.open_session(connection, "kim")
        later.later = timedelta(minutes=minutes)
        assert (staff.account_of(connection, token) == "kim") is open_still


def test_a_session_ends_after_a_day_at_the_desk_however_much_it_is_used(
    database: Database, later: Clock
) -> None:
    with database.begin() as connection:
        token = staff.open_session(connection, "kim")
        for half_hours in range(1, 24):
            later.later = timedelta(minutes=30 * half_hours)
            assert staff.account_of(connection, token) == "kim"
        later.later = timedelta(hours=12, minutes=1)
        assert staff.account_of(connection, token) is None


def test_no_token_of_a_session_is_in_the_database(database: Database) -> None:
    with database.begin() as connection:
        token = staff.open_session(connection, "kim")
        kept = connection.exec_driver_sql("SELECT token FROM staff_sessions").scalar_one()
    assert token not in kept


# --- guesses


def test_a_stranger_who_guesses_keeps_nobody_out(database: Database, kim: str) -> None:
    for place in (OFFICE, HOME):
        assert outcome(database, kim, PASSWORD, place) == "in"
    for guess in range(30):
        outcome(database, kim, WRONG, Place(f"198.51.100.{guess}"))
    assert outcome(database, kim, PASSWORD, STRANGE) == "wait"
    assert outcome(database, kim, PASSWORD, OFFICE) == "in"
    known_device = Place("192.0.2.77", HOME.device)
    assert outcome(database, kim, PASSWORD, known_device) == "in"


def test_a_stranger_at_the_same_address_keeps_no_known_browser_out(
    database: Database, kim: str
) -> None:
    assert outcome(database, kim, PASSWORD, HOME) == "in"
    for _ in range(30):
        outcome(database, kim, WRONG, Place(HOME.address, "another browser"))
    assert outcome(database, kim, PASSWORD, HOME) == "in"


def test_a_known_place_does_not_guess_without_end(database: Database, kim: str) -> None:
    assert outcome(database, kim, PASSWORD, HOME) == "in"
    found = [outcome(database, kim, WRONG, HOME) for _ in range(8)]
    assert found == ["wrong"] * 5 + ["wait"] * 3


def test_names_are_not_told_apart(database: Database, kim: str) -> None:
    for name in (kim, "nobody"):
        places = [Place(f"198.51.100.{number}") for number in range(8)]
        found = [outcome(database, name, WRONG, place) for place in places]
        assert found == ["wrong"] * 5 + ["wait"] * 3


def test_names_are_not_told_apart_over_http(url: str, account: str) -> None:
    pages = []
    for name in ("kim", "lee"):
        desk = Desk(url)
        fields = {"name": name, "password": WRONG}
        answers = [desk.send("/desk/login", "/desk/login", **fields) for _ in range(6)]
        csrf = re.compile(r'value="[^"]*"')
        pages.append([(answer.status_code, csrf.sub("", answer.text)) for answer in answers])
    assert pages[0] == pages[1]


def test_an_address_guesses_at_many_names_only_so_often(database: Database, kim: str) -> None:
    found = [outcome(database, f"name{number}", WRONG, STRANGE) for number in range(25)]
    assert found == ["wrong"] * 20 + ["wait"] * 5
    assert outcome(database, kim, PASSWORD, OFFICE) == "in"


def test_who_waits_gets_in_with_the_right_password(
    database: Database, kim: str, later: Clock
) -> None:
    for _ in range(5):
        outcome(database, kim, WRONG, STRANGE)
    assert outcome(database, kim, PASSWORD, STRANGE) == "wait"
    later.later = timedelta(seconds=31)
    assert outcome(database, kim, PASSWORD, STRANGE) == "in"


def test_the_pause_grows_and_is_forgotten_after_a_day(
    database: Database, kim: str, later: Clock
) -> None:
    for _ in range(12):
        outcome(database, kim, WRONG, STRANGE)
        later.later += timedelta(hours=1)
    assert outcome(database, kim, WRONG, STRANGE) == "wrong"
    assert outcome(database, kim, PASSWORD, STRANGE) == "wait"
    later.later += timedelta(hours=25)
    assert outcome(database, kim, PASSWORD, STRANGE) == "in"


def test_many_guesses_at_once_are_many_guesses(database: Database, kim: str) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: outcome(database, kim, WRONG, STRANGE), range(16)))
    assert found.count("wrong") == 5
    assert found.count("wait") == 11


def test_an_unknown_name_takes_as_much_work_as_a_known_one(
    database: Database, kim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    def check(hashed: str, _: str) -> bool:
        checked.append(hashed)
        return False

    monkeypatch.setattr(accounts, "is_right", check)
    outcome(database, kim, WRONG, STRANGE)
    outcome(database, "nobody", WRONG, STRANGE)
    assert len(checked) == 2
    assert all(hashed.startswith("$argon2id$") for hashed in checked)


def test_a_new_password_forgets_the_places_of_the_old_one(database: Database, kim: str) -> None:
    outcome(database, kim, PASSWORD, HOME)
    staff.change_password(database, kim, "another slow and muddy river")
    for number in range(6):
        outcome(database, kim, WRONG, Place(f"198.51.100.{number}"))
    assert outcome(database, kim, PASSWORD, HOME) == "wait"


def test_few_passwords_are_checked_at_a_time(
    database: Database, kim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One check takes 64 MiB."""
    running, most, lock = 0, 0, threading.Lock()

    class Slow:
        def verify(self, *_: str) -> bool:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.05)
            with lock:
                running -= 1
            return True

    monkeypatch.setattr(passwords, "_hasher", Slow())
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: passwords.is_right("hash", "password"), range(16)))
    assert most == passwords.AT_ONCE


def test_a_rush_of_logins_leaves_the_pages_free(
    url: str, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(url)
    desk.log_in()
    release = threading.Event()

    def slow(*_: str) -> bool:
        return not release.wait(20)

    monkeypatch.setattr(accounts, "is_right", slow)

    def guess(number: int) -> int:
        return (
            Desk(url)
            .send("/desk/login", "/desk/login", name=f"n{number}", password=WRONG)
            .status_code
        )

    with ThreadPoolExecutor(30) as pool:
        guesses = [pool.submit(guess, number) for number in range(30)]
        time.sleep(2)
        started = time.monotonic()
        assert desk.get("/desk").status_code == 200
        took = time.monotonic() - started
        release.set()
        answers = [one.result() for one in guesses]
    assert took < 5
    assert 503 in answers


# --- bodies and passwords


def test_a_body_that_is_too_long_is_refused_before_it_is_read(url: str) -> None:
    port = int(url.rpartition(":")[2])
    for path in (b"/desk/login", b"/desk/logout", b"/desk/tasks/1/acknowledge", b"/callback"):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            head = (
                b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000\r\n\r\n" % path
            )
            connection.sendall(head)  # and not one byte of it
            assert b" 413 " in connection.makefile("rb").readline()


@pytest.mark.parametrize("boundary", ["a", ""])
@pytest.mark.parametrize("path", ["/desk/login", "/desk/login/code", "/desk/logout"])
def test_a_form_that_nobody_can_read_is_refused(url: str, path: str, boundary: str) -> None:
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    assert httpx.post(f"{url}{path}", content=b"x", headers=headers).status_code == 400


def test_a_body_that_does_not_say_how_long_it_is_is_read_no_further_than_it_may_be(
    url: str,
) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(2000):
            sent += 10_000
            yield b"name=" + b"x" * 9_995

    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = httpx.post(f"{url}/desk/login", content=endless(), headers=kind, timeout=20)
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # it hung up in the middle of it, which is as good
    assert sent < 20_000_000


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "passwordpassword",
        "P@ssw0rd1234567",
        "123456789012345",
        "qwertyuiopasdfghjkl",
        "aaaaaaaaaaaaaaaaaaaa",
        "kimkimkimkimkimkim",
        "invivowellness2026",
        "letmeinletmein123!",
        "abcdefghijklmnop",
        "frontdesk-frontdesk",
        "iloveyou-sunshine-1",
        "asdasdasdasdasdasd",
        "zyxwvutsrqponmlkji",
        "Summer2026Summer2026",
        "x" * 1001,
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword, match="choose"):
        hash_password("kim", password)


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "correct horse battery staple", "tR8#vvq2!mKp-9zLw", "ångström räksmörgås öl"],
)
def test_a_good_password_is_taken(password: str) -> None:
    assert hash_password("kim", password)


def test_of_two_who_set_up_at_the_same_moment_one_makes_the_first_account(
    url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from frontdesk.setup_link import setup_token

    page, both = f"/desk/setup/{setup_token()}", threading.Barrier(2)

    def together(database: Database) -> bool:
        found = staff.has_accounts(database)
        both.wait(30)  # both are told that there is no account yet
        return found

    monkeypatch.setattr("frontdesk.login.routes.has_accounts", together)

    def set_up(name: str) -> int:
        return Desk(url).send(page, page, name=name, password=PASSWORD).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(set_up, ("kim", "lee")))
    assert answers == [303, 404]
    with database.read() as connection:
        made = staff.audit_lines(connection)
        assert len(staff.account_names(connection)) == 1
    assert [line.what for line in made] == ["made the first account"]


def test_setting_up_says_what_is_wrong_with_a_password(
    migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from frontdesk.setup_link import setup_token

    monkeypatch.setenv("DATABASE_URL", migrated_sqlite_url)
    get_settings.cache_clear()
    get_database.cache_clear()
    with TestClient(create_app()) as web:
        page = f"/desk/setup/{setup_token()}"
        token = web.get(page).text.partition('name="csrf" value="')[2].partition('"')[0]
        fields = {"csrf": token, "name": "kim", "password": "passwordpassword"}
        answer = web.post(page, data=fields)
    assert answer.status_code == 422
    assert "common words" in answer.text
    get_database().engine.dispose()
    get_database.cache_clear()
