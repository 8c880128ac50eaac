"""One number, and one conversation, can't fill the clinic's days; its staff can."""

from __future__ import annotations

import pytest

from clinic.screenings import Actor, Booking, Patient, TooManyScreenings
from clinic.screenings.models import PATIENT
from clinic.settings import get_settings
from tests.integration.screenings_world import World


def book(
    world: World, number: int, phone: str, conversation: str | None, actor: Actor = PATIENT
) -> None:
    slot = world.screenings.free_slots()[0]
    who = Patient("Ana Diaz", phone)
    world.screenings.book(
        slot, Booking(who, key=f"k{number}", channel="web", conversation=conversation, actor=actor)
    )


def test_one_number_books_as_many_as_the_settings_allow(world: World) -> None:
    booked = 0
    for number in range(12):
        try:
            book(world, number, "+14145550175", f"web-{number}")
            booked += 1
        except TooManyScreenings:
            pass
    assert booked == get_settings().screenings_per_number


def test_one_conversation_books_as_many_as_the_settings_allow(world: World) -> None:
    for number in range(3):
        book(world, number, f"+1414555018{number}", "web-1")
    with pytest.raises(TooManyScreenings):
        book(world, 9, "+14145550189", "web-1")


def test_the_limit_is_a_setting(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCREENINGS_PER_NUMBER", "1")
    get_settings.cache_clear()
    book(world, 1, "+14145550175", "web-1")
    with pytest.raises(TooManyScreenings):
        book(world, 2, "+14145550175", "web-2")


def test_staff_book_as_many_as_they_like(world: World) -> None:
    for number in range(6):
        book(world, number, "+14145550175", None, actor=Actor("staff", "kim"))


def test_what_was_called_off_counts_no_more(world: World) -> None:
    for number in range(3):
        book(world, number, "+14145550175", f"web-{number}")
    standing = world.screenings.upcoming_for_phone("+14145550175")
    world.screenings.cancel(standing[0].reference, key="c")
    book(world, 9, "+14145550175", "web-9")


def test_the_same_wish_again_is_no_other_screening(world: World) -> None:
    for number in range(3):
        book(world, number, "+14145550175", f"web-{number}")
    slot = world.screenings.upcoming_for_phone("+14145550175")[0].slot
    again = world.screenings.book(
        slot,
        Booking(Patient("Ana Diaz", "+14145550175"), key="k0", channel="web", conversation="web-0"),
    )
    assert again.phone == "+14145550175"
