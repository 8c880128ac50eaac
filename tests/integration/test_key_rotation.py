"""A new SECRET_KEY loses nobody: what was written under the old one is found and read."""

from collections.abc import Callable

import httpx
import pytest
from starlette.testclient import TestClient

from channels.sms import numbers
from clinic import staff
from clinic.encrypted import UNREADABLE
from clinic.screenings import Booking, Screening, UnknownScreening
from clinic.settings import get_settings
from clinic.staff.feeds import end_feed, make_feed
from frontdesk.app import create_app
from frontdesk.calendars import feed_url
from tests.integration.screenings_world import World, patient

OLD, NEW = "the-old-secret-of-tests-only-1234567", "the-new-secret-of-tests-only-1234567"
Rotate = Callable[..., None]


@pytest.fixture
def rotate(monkeypatch: pytest.MonkeyPatch) -> Rotate:
    """Changes the secret; the old one is still known, or not."""

    def use(secret: str, old: str) -> None:
        monkeypatch.setenv("SECRET_KEY", secret)
        monkeypatch.setenv("OLD_SECRET_KEYS", old)
        get_settings.cache_clear()

    use(OLD, "")
    return lambda old=OLD: use(NEW, old)


def book(world: World, key: str = "1") -> Screening:
    slot = world.screenings.free_slots()[0]
    return world.screenings.book(slot, Booking(patient(), key=key, channel="web", conversation="c"))


def test_a_screening_is_found_by_a_number_written_under_the_old_secret(
    world: World, rotate: Rotate
) -> None:
    booked = book(world)
    rotate()
    found = world.screenings.find(booked.reference, booked.phone, guesser="c")
    assert found.name == "Ana Diaz"
    assert world.screenings.upcoming_for_phone(booked.phone) == [booked]


def test_screenings_of_both_secrets_are_found_together(world: World, rotate: Rotate) -> None:
    first = book(world)
    rotate()
    second = book(world, key="2")
    assert world.screenings.upcoming_for_phone(first.phone) == [first, second]


def test_a_wrong_number_still_finds_nothing(world: World, rotate: Rotate) -> None:
    booked = book(world)
    rotate()
    with pytest.raises(UnknownScreening):
        world.screenings.find(booked.reference, "+14145550199", guesser="c")


def test_a_place_on_the_waiting_list_is_kept_and_can_be_left(world: World, rotate: Rotate) -> None:
    world.screenings.join_waiting_list(patient(), channel="web", conversation="c")
    rotate()
    world.screenings.join_waiting_list(patient(), wish="mornings", channel="web", conversation="c")
    assert [entry.wish for entry in world.screenings.waiting()] == ["mornings"]
    assert world.screenings.leave_waiting_list(patient().phone)
    assert world.screenings.waiting() == []


def test_who_opted_out_stays_opted_out(world: World, rotate: Rotate) -> None:
    with world.database.begin() as connection:
        numbers.opt_out(connection, patient().phone, "word")
    rotate()
    with world.database.begin() as connection:
        assert numbers.is_opted_out(connection, patient().phone)


def test_without_the_old_secret_it_is_shown_as_unreadable_and_the_log_says_which_setting_is_missing(
    world: World, rotate: Rotate, caplog: pytest.LogCaptureFixture
) -> None:
    booked = book(world)
    rotate(old="")
    found = world.screenings.get(booked.reference)
    assert (found.name, found.starts_at) == (UNREADABLE, booked.starts_at)
    assert "screenings.name of row 1 can't be read with SECRET_KEY" in caplog.text
    assert "OLD_SECRET_KEYS" in caplog.text


def feed(address: str) -> httpx.Response:
    with TestClient(create_app()) as client:
        answer: httpx.Response = client.get(httpx.URL(address).path)
        return answer


def test_a_calendar_program_stays_subscribed_when_the_secret_is_turned(
    world: World, rotate: Rotate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.calendars.get_database", lambda: world.database)
    staff.add_account(world.database, "kim", "a long and quiet river")
    with world.database.begin() as connection:
        address = feed_url(make_feed(connection, "kim"))
    rotate()
    assert feed(address).status_code == 200
    rotate(old="")
    assert feed(address).status_code == 200
    with world.database.begin() as connection:
        assert end_feed(connection, "kim")
    assert feed(address).status_code == 404
