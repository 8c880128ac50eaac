"""One's own account: a second factor, recovery codes, sessions, the password."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import Text, select, type_coerce

from clinic import clock, staff
from clinic.settings import get_settings
from clinic.staff import second_factor
from clinic.staff.tables import factors, recovery_codes, sessions
from clinic.storage import Database
from tests.integration.desk.conftest import PASSWORD, Desk, lines

HERE = "/desk/account"
CODE = "/desk/login/code"


class Clock:
    """A clock that is put forward."""

    def __init__(self) -> None:
        self.at = datetime.now().astimezone()

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(clock, "now", moved)
    return moved


class App:
    """An authenticator app."""

    def __init__(self, secret: str, recovery: list[str]) -> None:
        self._app = pyotp.TOTP(secret)
        self.recovery = recovery

    @property
    def code(self) -> str:
        return self.code_in(0)

    def code_in(self, seconds: int) -> str:
        """What an app shows whose clock is that much early, or late."""
        return self._app.at(clock.now() + timedelta(seconds=seconds))


def turn_on(desk: Desk) -> App:
    """Turns a second factor on as somebody at the desk does."""
    page = desk.send(HERE, f"{HERE}/factor", password=PASSWORD).text
    shown = re.search(r'<code class="long">([A-Z2-7 ]+)</code>', page)
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert shown
    assert token
    assert "<svg" in page
    app = App(shown.group(1).replace(" ", ""), [])
    done = desk.http.post(f"{HERE}/factor/on", data={"csrf": token.group(1), "code": app.code})
    app.recovery = re.findall(r"<code>([a-z0-9-]{19})</code>", done.text)
    assert len(app.recovery) == 10
    return app


@pytest.fixture
def app(later: Clock, desk: Desk) -> App:
    """Kim's app; Kim's factor is on, and its first code used up."""
    return turn_on(desk)


def half(url: str) -> Desk:
    """Somebody who has given Kim's password and is asked for the code."""
    other = Desk(url)
    answer = other.log_in()
    assert answer.headers["location"] == CODE
    return other


def is_in(desk: Desk) -> bool:
    return desk.get("/desk").status_code == 200


# --- the second factor


def test_the_password_alone_opens_nothing_any_more(url: str, app: App, later: Clock) -> None:
    later.forward(seconds=31)
    other = half(url)
    assert not is_in(other)
    assert other.http.get("/desk/live").status_code == 204
    answer = other.send(CODE, CODE, code=app.code)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    assert is_in(other)


def test_a_wrong_password_says_nothing_of_a_second_factor(url: str, app: App) -> None:
    other = Desk(url)
    with_factor = other.log_in("not the password at all")
    unknown = other.send("/desk/login", "/desk/login", name="lee", password=PASSWORD)
    assert with_factor.status_code == unknown.status_code == 403
    plain = [re.sub(r'value="[^"]*"', "", page.text) for page in (with_factor, unknown)]
    assert plain[0] == plain[1]
    assert Desk(url).get(CODE).headers["location"] == "/desk/login"


def test_a_code_is_good_once_and_so_is_every_earlier_one(url: str, app: App, later: Clock) -> None:
    used = app.code  # with which the factor was turned on
    assert half(url).send(CODE, CODE, code=used).status_code == 403
    later.forward(seconds=30)
    newer = app.code
    assert half(url).send(CODE, CODE, code=newer).is_redirect
    for old in (used, newer):
        assert half(url).send(CODE, CODE, code=old).status_code == 403


@pytest.mark.parametrize(
    "wrong", ["", "000", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666", "9" * 400]
)
def test_what_is_no_code_is_refused(url: str, app: App, wrong: str) -> None:
    assert half(url).send(CODE, CODE, code=wrong).status_code == 403


def test_a_code_is_taken_from_a_clock_that_is_a_little_off_and_no_more(
    url: str, app: App, later: Clock
) -> None:
    later.forward(minutes=5)
    for wrong in (app.code_in(60), app.code_in(-60)):
        assert half(url).send(CODE, CODE, code=wrong).status_code == 403
    assert half(url).send(CODE, CODE, code=app.code_in(-30)).is_redirect


def test_a_recovery_code_lets_in_once(url: str, app: App, database: Database) -> None:
    code = app.recovery[3]
    given = code.upper().replace("-", " ")
    assert half(url).send(CODE, CODE, code=given).is_redirect
    assert half(url).send(CODE, CODE, code=code).status_code == 403
    assert ("kim", "logged in", "with a recovery code") in lines(database)
    with database.read() as connection:
        assert second_factor.recovery_codes_left(connection, "kim") == 9


def test_new_recovery_codes_take_the_place_of_the_old_ones(url: str, desk: Desk, app: App) -> None:
    page = desk.send(HERE, f"{HERE}/factor/codes", password=PASSWORD).text
    (new, *_) = re.findall(r"<code>([a-z0-9-]{19})</code>", page)
    assert half(url).send(CODE, CODE, code=app.recovery[0]).status_code == 403
    assert half(url).send(CODE, CODE, code=new).is_redirect


def test_neither_secret_nor_recovery_codes_stand_in_the_database_in_clear(
    app: App, database: Database
) -> None:
    with database.read() as connection:
        secret = connection.execute(select(factors.c.secret)).scalar_one()
        sealed = connection.execute(select(type_coerce(factors.c.secret, Text))).scalar_one()
        hashes = set(connection.execute(select(recovery_codes.c.code)).scalars())
    assert secret not in sealed
    assert len(hashes) == 10
    for code in app.recovery:
        assert not {code, code.replace("-", "")} & hashes


def test_codes_are_slowed_down_and_the_password_forgives_none(
    url: str, app: App, later: Clock
) -> None:
    stranger = Desk(url)
    stranger.http.headers["x-forwarded-for"] = "203.0.113.9"
    for _ in range(5):
        assert half(url).send(CODE, CODE, code="000000").status_code == 403
    later.forward(seconds=1)
    right = half(url).send(CODE, CODE, code=app.recovery[0])
    assert right.status_code == 403
    assert "wait a little" in right.text
    later.forward(minutes=2)
    assert half(url).send(CODE, CODE, code=app.recovery[0]).is_redirect


def test_a_strangers_guesses_at_the_code_keep_nobody_out_who_is_known(
    app: App, database: Database, later: Clock
) -> None:
    home, strange = staff.Place("10.0.0.2", "a browser"), staff.Place("203.0.113.9")
    assert staff.confirm_login(database, "kim", app.recovery[0], home)
    for _ in range(5):
        with pytest.raises(staff.LoginRefused):
            staff.confirm_login(database, "kim", "000000", strange)
    with pytest.raises(staff.LoginRefused) as refused:
        staff.confirm_login(database, "kim", app.recovery[1], strange)
    assert refused.value.until is not None
    assert staff.confirm_login(database, "kim", app.recovery[2], home)


def test_a_right_password_makes_a_place_known_only_with_its_code(
    app: App, database: Database
) -> None:
    strange = staff.Place("203.0.113.9", "another browser")
    assert staff.log_in(database, "kim", PASSWORD, strange) == "kim"
    for _ in range(5):
        with pytest.raises(staff.LoginRefused):
            staff.log_in(database, "kim", "not the password", staff.Place("203.0.113.10"))
    with pytest.raises(staff.LoginRefused) as refused:
        staff.log_in(database, "kim", PASSWORD, strange)
    assert refused.value.until is not None


def test_half_a_login_is_over_after_five_minutes(url: str, app: App, later: Clock) -> None:
    other = half(url)
    later.forward(minutes=5, seconds=1)
    page = other.get(CODE)
    assert page.headers["location"] == "/desk/login"


def test_after_the_code_one_is_led_to_where_one_wanted_and_nowhere_else(
    url: str, app: App, later: Clock
) -> None:
    for address, to in (("/desk/diary", "/desk/diary"), ("https://example.org", "/desk")):
        later.forward(seconds=31)
        other = Desk(url)
        page = "/desk/login"
        other.send(page, page, name="kim", password=PASSWORD, next=address)
        assert other.send(CODE, CODE, code=app.code).headers["location"] == to


def test_it_is_not_on_before_its_first_code(later: Clock, url: str, desk: Desk) -> None:
    page = desk.send(HERE, f"{HERE}/factor", password=PASSWORD)
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    wrong = desk.http.post(f"{HERE}/factor/on", data={"csrf": token.group(1), "code": "000000"})
    assert wrong.status_code == 422
    assert "That code is wrong" in wrong.text
    other = Desk(url)
    assert other.log_in().headers["location"] == "/desk"


def test_turning_it_on_or_off_asks_for_the_password(
    desk: Desk, app: App, url: str, database: Database
) -> None:
    refused = desk.send(HERE, f"{HERE}/factor/off", password="not my password")
    assert refused.status_code == 403
    assert half(url)
    assert desk.send(HERE, f"{HERE}/factor/off", password=PASSWORD).is_redirect
    assert Desk(url).log_in().headers["location"] == "/desk"
    done = [line for line in lines(database) if "second factor" in line[1]]
    assert done == [
        ("kim", "began a second factor", ""),
        ("kim", "turned their second factor on", ""),
        ("kim", "turned their second factor off", ""),
    ]


def test_an_owner_takes_anothers_factor_off_and_not_their_own(
    desk: Desk, lee: Desk, app: App, url: str, database: Database
) -> None:
    people = "/desk/people"
    assert "With a second factor." in lee.get(people).text
    desk.send(people, f"{people}/kim/factor/reset")
    assert half(url)
    lee.send(people, f"{people}/kim/factor/reset")
    assert not is_in(desk)
    assert Desk(url).log_in().headers["location"] == "/desk"
    assert ("lee", "took a second factor away", "kim") in lines(database)


def test_an_account_taken_away_takes_its_factor_along(
    lee: Desk, app: App, database: Database
) -> None:
    assert lee.send("/desk/people", "/desk/people/kim/remove").is_redirect
    with database.read() as connection:
        assert second_factor.with_factor(connection) == set()
        assert connection.execute(select(recovery_codes)).first() is None


# --- sessions and the password


def test_ones_sessions_are_seen_and_ended_one_by_one(
    desk: Desk, lee: Desk, url: str, database: Database
) -> None:
    phone = Desk(url)
    phone.http.headers["user-agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Safari/604.1"
    phone.log_in()
    page = desk.get(HERE).text
    assert page.count("this one") == 1
    assert "Safari on iPhone" in page
    found = re.findall(r"/desk/account/sessions/(\w{16})/end", page)
    assert len(found) == 1
    # Nobody ends another's.
    lee.send(HERE, f"{HERE}/sessions/{found[0]}/end")
    assert is_in(phone)
    desk.send(HERE, f"{HERE}/sessions/{found[0]}/end")
    assert not is_in(phone)
    assert is_in(desk)
    assert ("kim", "ended a session", "") in lines(database)


def test_what_is_shown_of_a_session_opens_nothing(desk: Desk, url: str, database: Database) -> None:
    Desk(url).log_in()
    page = desk.get(HERE).text
    with database.read() as connection:
        kept = connection.execute(select(sessions.c.token)).scalars().all()
    assert len(kept) == 2
    assert not [token for token in kept if token[:12] in page]


def test_all_other_sessions_are_ended_at_once(desk: Desk, lee: Desk, url: str) -> None:
    others = [Desk(url), Desk(url)]
    for other in others:
        other.log_in()
    desk.send(HERE, f"{HERE}/sessions/end")
    assert [is_in(one) for one in (desk, lee, *others)] == [True, True, False, False]


def test_a_new_password_ends_all_sessions_but_the_one_it_is_given_in(
    desk: Desk, url: str, database: Database
) -> None:
    other = Desk(url)
    other.log_in()
    new = "another long and quiet river"
    change = f"{HERE}/password"
    assert desk.send(HERE, change, password="not my password", new=new).status_code == 403
    weak = desk.send(HERE, change, password=PASSWORD, new="too short")
    assert weak.status_code == 422
    assert "at least 15 characters" in weak.text
    assert is_in(other)
    assert desk.send(HERE, change, password=PASSWORD, new=new).is_redirect
    assert is_in(desk)
    assert not is_in(other)
    assert Desk(url).log_in().status_code == 403
    assert Desk(url).log_in(new).status_code == 303
    assert ("kim", "changed their password", "") in lines(database)


def test_guesses_at_the_password_inside_are_counted_too(desk: Desk) -> None:
    answers = [desk.send(HERE, f"{HERE}/feed", password="not my password").text for _ in range(6)]
    assert "Too many wrong passwords" in answers[-1]
    assert "Too many wrong passwords" not in answers[0]


def test_who_may_only_look_has_an_account_of_their_own_too(url: str, database: Database) -> None:
    staff.add_account(database, "boss", PASSWORD)
    staff.add_account(database, "mo", PASSWORD, "read")
    mo = Desk(url)
    mo.log_in(name="mo")
    new = "another long and quiet river"
    assert mo.send(HERE, f"{HERE}/password", password=PASSWORD, new=new).is_redirect


def test_where_owners_need_a_second_factor_one_without_does_nothing_but_turn_it_on(
    desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECOND_FACTOR_FOR", "owners")
    get_settings.cache_clear()
    for path in ("/desk", "/desk/diary", "/desk/audit", "/desk/find?q=rosa"):
        answer = desk.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, HERE), path
    assert desk.http.post("/desk/people/invite", data={"role": "owner"}).headers["location"] == HERE
    assert [what for _, what, _ in lines(database)] == ["logged in"]
    assert "Your clinic asks for a second factor" in desk.get(HERE).text
    turn_on(desk)
    assert desk.get("/desk").status_code == 200
    assert "Your clinic asks for a second factor" not in desk.get(HERE).text


def test_who_works_with_patients_needs_one_where_everybody_does(
    desk: Desk, url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff.add_account(database, "mo", PASSWORD, "staff")
    mo = Desk(url)
    mo.log_in(name="mo")
    for asked, status in (("nobody", 200), ("owners", 200), ("everybody", 303)):
        monkeypatch.setenv("SECOND_FACTOR_FOR", asked)
        get_settings.cache_clear()
        assert mo.get("/desk").status_code == status, asked
