"""Who writes in Spanish is reminded and told in Spanish, on both databases; others in English."""

from __future__ import annotations

from typing import Any

import pytest

from clinic.languages import speaking
from clinic.messages import threads
from clinic.screenings import Actor
from clinic.screenings.notices import get_notices
from tests.integration.screenings_world import World, patient
from tests.integration.test_screenings_contact import book, full, queued, wait_in_line

STAFF = Actor("staff", "front-desk")
SPANISH, ENGLISH = 143, 144


def writes(world: World, number: int, language: str) -> None:
    """Has a patient's conversation held in a language."""
    conversation = f"c{number}"
    with world.database.begin() as connection:
        threads.open_thread(connection, conversation, "sms", patient(number).phone)
        threads.keep_language(connection, conversation, language)


@pytest.fixture()
def both(world: World) -> World:
    """A patient who writes in Spanish and one who writes in English."""
    writes(world, SPANISH, "es")
    writes(world, ENGLISH, "en")
    return world


def begins(name: str, language: str) -> str:
    """How a notice begins in a language, after the clinic's name."""
    with speaking(language):
        words = str(getattr(get_notices(), name))
    return words.removeprefix("{clinic}: ").partition("{")[0].strip()


def words_of(row: Any) -> str:
    """What is to be sent."""
    return str(row.reply["text"])


def test_every_notice_for_patients_begins_otherwise_in_spanish() -> None:
    names = ("reminder_day_before", "reminder_hours_before", "reminder_days_before", "booked")
    for name in (*names, "moved", "other_times", "cancelled", "offer", "waiting_over"):
        assert begins(name, "es") not in ("", begins(name, "en"))


@pytest.mark.parametrize("kind", ["day_before", "hours_before"])
def test_a_visit_is_reminded_of_in_the_language_of_its_conversation(both: World, kind: str) -> None:
    booked = {
        language: book(both, number) for language, number in (("es", SPANISH), ("en", ENGLISH))
    }
    for language, visit in booked.items():
        (row,) = queued(both, f"reminder:{visit.reference}:0:{kind}")
        assert begins(f"reminder_{kind}", language) in words_of(row)


@pytest.mark.parametrize("what", ["moved", "cancelled"])
def test_what_staff_do_is_told_in_it(both: World, what: str) -> None:
    for language, number in (("es", SPANISH), ("en", ENGLISH)):
        visit = book(both, number)
        if what == "moved":
            slot = both.screenings.free_slots()[-1]
            both.screenings.move(visit.reference, slot, key=f"m{number}", actor=STAFF)
        else:
            both.screenings.cancel(visit.reference, key=f"c{number}", actor=STAFF)
        (notice,) = queued(both, f"{what}:{visit.reference}")
        assert begins(what, language) in words_of(notice)


def test_a_moved_visit_is_reminded_of_in_it(both: World) -> None:
    visit = book(both, SPANISH)
    slot = both.screenings.free_slots()[-1]
    both.screenings.move(visit.reference, slot, key="move", actor=STAFF)
    (row,) = queued(both, f"reminder:{visit.reference}:1:day_before")
    assert begins("reminder_day_before", "es") in words_of(row)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_free_time_is_offered_in_it(world: World, language: str) -> None:
    booked = full(world)
    writes(world, 10, language)
    wait_in_line(world, 10)
    world.screenings.cancel(booked[0].reference, key="k")
    world.upkeep.round()
    (notice,) = queued(world, "offer:")
    assert begins("offer", language) in words_of(notice)
