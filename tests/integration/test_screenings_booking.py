"""Holding, booking, moving and calling off, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clinic import attention
from clinic.reading.when import read_wish
from clinic.screenings import (
    Actor,
    Booking,
    KeyReused,
    Screening,
    ScreeningCancelled,
    ScreeningOver,
    SlotNotOffered,
    SlotTaken,
    TooManyGuesses,
    UnknownScreening,
)
from tests.integration.screenings_world import World, facts, patient


def book(world: World, number: int = 142, at: int = 0, key: str | None = None) -> Screening:
    slot = world.screenings.free_slots()[at]
    return world.screenings.book(
        slot,
        Booking(
            patient(number), key=key or f"book-{number}", channel="web", conversation=f"c{number}"
        ),
    )


def test_a_booked_time_is_no_longer_free(world: World) -> None:
    booked = book(world)
    assert booked.slot not in world.screenings.free_slots()


def test_the_second_to_book_a_time_is_offered_the_nearest_free_ones(world: World) -> None:
    slot = world.screenings.free_slots()[3]
    world.screenings.book(slot, Booking(patient(1), key="one", channel="web"))
    with pytest.raises(SlotTaken) as lost:
        world.screenings.book(slot, Booking(patient(2), key="two", channel="web"))
    distances = [abs(other.starts_at - slot.starts_at) for other in lost.value.instead]
    assert len(distances) == 3
    assert distances == sorted(distances)
    assert world.screenings.upcoming_for_phone(patient(2).phone) == []


def test_the_same_key_books_once(world: World) -> None:
    first = book(world, key="click")
    assert book(world, at=1, key="click") == first
    assert world.screenings.upcoming_for_phone(first.phone) == [first]


def test_a_key_is_good_for_one_kind_of_change(world: World) -> None:
    booked = book(world, key="click")
    with pytest.raises(KeyReused):
        world.screenings.cancel(booked.reference, key="click")


def test_a_held_time_is_kept_from_others_and_free_for_its_holder(world: World) -> None:
    slot = world.screenings.free_slots()[0]
    world.screenings.hold(slot, "mine")
    assert slot not in world.screenings.free_slots()
    assert slot in world.screenings.free_slots(holder="mine")
    with pytest.raises(SlotTaken):
        world.screenings.book(
            slot, Booking(patient(), key="theirs", channel="web", conversation="theirs")
        )


def test_a_hold_runs_out_by_itself(world: World) -> None:
    slot = world.screenings.free_slots()[2]
    world.screenings.hold(slot, "slow")
    world.wait(minutes=10)
    assert slot in world.screenings.free_slots()
    booked = world.screenings.book(
        slot, Booking(patient(), key="fast", channel="web", conversation="fast")
    )
    assert booked.slot == slot
    assert world.screenings.held("slow") is None


def test_a_conversation_holds_one_time(world: World) -> None:
    first, second = world.screenings.free_slots()[:2]
    world.screenings.hold(first, "me")
    world.screenings.hold(second, "me")
    assert first in world.screenings.free_slots()
    held = world.screenings.held("me")
    assert held is not None
    assert held.slot == second


def test_a_released_time_is_free_at_once(world: World) -> None:
    slot = world.screenings.free_slots()[0]
    world.screenings.hold(slot, "me")
    assert world.screenings.release("me")
    assert slot in world.screenings.free_slots()
    assert not world.screenings.release("me")


def test_booking_ends_the_hold_on_another_time(world: World) -> None:
    held, wanted = world.screenings.free_slots()[:2]
    world.screenings.hold(held, "me")
    world.screenings.book(wanted, Booking(patient(), key="k", channel="web", conversation="me"))
    assert held in world.screenings.free_slots()


def test_a_hold_goes_to_another_therapist_who_is_free_at_that_time(world: World) -> None:
    both = [{"id": "alex", "name": "Alex"}, {"id": "robin", "name": "Robin"}]
    world.clinic = facts(therapists=both)
    slot = world.screenings.free_slots()[0]
    world.screenings.hold(slot, "first")
    second = world.screenings.hold(slot, "second")
    assert second.slot.starts_at == slot.starts_at
    assert second.slot.therapist != slot.therapist


def test_a_moved_screening_keeps_its_reference(world: World) -> None:
    booked = book(world)
    slot = world.screenings.free_slots()[5]
    moved = world.screenings.move(booked.reference, slot, key="move")
    assert (moved.reference, moved.uid, moved.slot) == (booked.reference, booked.uid, slot)
    assert moved.sequence == booked.sequence + 1
    assert booked.slot in world.screenings.free_slots()


def test_a_screening_can_move_onto_part_of_its_own_time(world: World) -> None:
    booked = book(world)
    world.clinic = facts(hours={"monday": ["09:10-12:10", "13:10-17:00"]})
    overlapping = [
        slot
        for slot in world.screenings.free_slots()
        if abs((slot.starts_at - booked.starts_at).total_seconds()) < 20 * 60
    ]
    assert overlapping == []  # its own minutes are taken for everybody else
    start = booked.starts_at.replace(minute=booked.starts_at.minute + 10)
    slot = world.screenings.slot(f"alex@{start:%Y%m%dT%H%MZ}")
    assert world.screenings.move(booked.reference, slot, key="move").slot == slot


def test_who_loses_the_race_for_a_move_keeps_the_old_time(world: World) -> None:
    mine, theirs = book(world, 1), book(world, 2)
    with pytest.raises(SlotTaken):
        world.screenings.move(mine.reference, theirs.slot, key="move")
    assert world.screenings.get(mine.reference) == mine
    assert mine.slot not in world.screenings.free_slots()


def test_the_same_key_moves_once(world: World) -> None:
    booked = book(world)
    first, second = world.screenings.free_slots()[3:5]
    moved = world.screenings.move(booked.reference, first, key="move")
    assert world.screenings.move(booked.reference, second, key="move") == moved


def test_a_screening_that_was_called_off_frees_its_time_and_stays_known(world: World) -> None:
    booked = book(world)
    world.screenings.cancel(booked.reference, key="cancel")
    assert booked.slot in world.screenings.free_slots()
    assert world.screenings.get(booked.reference).state == "cancelled"
    assert world.screenings.upcoming_for_phone(booked.phone) == []


def test_calling_off_twice_under_one_key_is_one_change(world: World) -> None:
    booked = book(world)
    first = world.screenings.cancel(booked.reference, key="cancel")
    assert world.screenings.cancel(booked.reference, key="cancel") == first
    assert [change.what for change in world.screenings.history(booked.reference)] == [
        "booked",
        "cancelled",
    ]


def test_a_screening_that_was_called_off_can_not_be_moved(world: World) -> None:
    booked = book(world)
    world.screenings.cancel(booked.reference, key="cancel")
    with pytest.raises(ScreeningCancelled):
        world.screenings.move(booked.reference, world.screenings.free_slots()[1], key="move")


def test_a_screening_that_was_called_off_is_not_moved_to_its_own_time_either(world: World) -> None:
    booked = book(world)
    world.screenings.cancel(booked.reference, key="cancel")
    with pytest.raises(ScreeningCancelled):
        world.screenings.move(booked.reference, booked.slot, key="move")


def test_a_time_that_is_not_wanted_is_left_out_of_the_offer(world: World) -> None:
    (first, *_) = world.screenings.offer().slots
    assert first not in world.screenings.offer(besides=first.starts_at).slots


def test_a_screening_that_has_begun_can_not_be_changed(world: World) -> None:
    booked = book(world)
    world.now = booked.starts_at
    with pytest.raises(ScreeningOver):
        world.screenings.cancel(booked.reference, key="late")


def test_the_history_says_who_did_what(world: World) -> None:
    booked = book(world)
    slot = world.screenings.free_slots()[4]
    staff = Actor("staff", "front-desk")
    world.screenings.move(booked.reference, slot, key="move", actor=staff)
    done = world.screenings.history(booked.reference)
    assert [(change.what, change.actor.kind) for change in done] == [
        ("booked", "patient"),
        ("moved", "staff"),
    ]
    assert (done[1].before, done[1].after) == (booked.slot, slot)


def test_a_time_outside_the_hours_can_not_be_booked(world: World) -> None:
    slot = world.screenings.free_slots()[0]
    world.clinic = facts(hours={"friday": ["09:00-12:00"]})
    with pytest.raises(SlotNotOffered):
        world.screenings.book(slot, Booking(patient(), key="k", channel="web"))


@pytest.mark.parametrize("code", ["", "alex", "alex@yesterday", "nobody@20261201T1500Z", "'; --"])
def test_a_code_that_names_no_time_of_the_clinic_is_refused(world: World, code: str) -> None:
    with pytest.raises(SlotNotOffered):
        world.screenings.slot(code)


def test_a_slots_code_leads_back_to_it(world: World) -> None:
    slot = world.screenings.free_slots()[7]
    assert world.screenings.slot(slot.code) == slot


def test_a_screening_is_found_by_reference_and_phone_together(world: World) -> None:
    booked = book(world)
    assert world.screenings.find(booked.reference, booked.phone, guesser="c") == booked
    with pytest.raises(UnknownScreening):
        world.screenings.find(booked.reference, patient(7).phone, guesser="c")


def test_wrong_guesses_are_limited_for_a_conversation(world: World) -> None:
    booked = book(world)
    for number in range(5):
        with pytest.raises(UnknownScreening):
            world.screenings.find("C2C2C2", patient(number).phone, guesser="c")
    with pytest.raises(TooManyGuesses):
        world.screenings.find(booked.reference, booked.phone, guesser="c")
    assert world.screenings.find(booked.reference, booked.phone, guesser="another") == booked


def test_wrong_guesses_are_limited_for_a_reference_from_many_conversations(world: World) -> None:
    booked = book(world)
    for number in range(5):
        with pytest.raises(UnknownScreening):
            world.screenings.find(booked.reference, patient(number).phone, guesser=f"c{number}")
    with pytest.raises(TooManyGuesses):
        world.screenings.find(booked.reference, booked.phone, guesser="fresh")


def test_after_an_hour_one_may_look_again(world: World) -> None:
    booked = book(world)
    for number in range(5):
        with pytest.raises(UnknownScreening):
            world.screenings.find(booked.reference, patient(number).phone, guesser="c")
    with pytest.raises(TooManyGuesses) as limited:
        world.screenings.find(booked.reference, booked.phone, guesser="c")
    world.now = limited.value.until
    assert world.screenings.find(booked.reference, booked.phone, guesser="c") == booked


def test_a_changed_unit_of_work_of_the_caller_is_undone_with_it(world: World) -> None:
    slot = world.screenings.free_slots()[0]

    def book_and_fail() -> None:
        with world.database.begin() as connection:
            world.screenings.book(
                slot, Booking(patient(), key="k", channel="web"), connection=connection
            )
            raise RuntimeError("the audit line could not be written")

    with pytest.raises(RuntimeError):
        book_and_fail()
    assert slot in world.screenings.free_slots()
    assert world.screenings.upcoming_for_phone(patient().phone) == []


def test_a_wish_that_fits_nothing_is_answered_with_the_nearest_times(world: World) -> None:
    reading = read_wish("wednesday at 8am", world.now, world.clinic.tz, 30)
    offer = world.screenings.offer(reading.wish)
    assert offer.kind == "nearest"
    starts = [slot.starts_at.astimezone(world.clinic.tz) for slot in offer.slots]
    assert [(start.strftime("%a"), start.hour) for start in starts] == [
        ("Wed", 9),
        ("Wed", 9),
        ("Wed", 10),
    ]


def test_an_exact_wish_that_is_free_is_offered_as_such(world: World) -> None:
    reading = read_wish("tuesday at 2:30", world.now, world.clinic.tz, 30)
    offer = world.screenings.offer(reading.wish)
    assert (offer.kind, len(offer.slots)) == ("exact", 1)


def test_a_weekday_is_the_next_one_that_has_a_time(world: World) -> None:
    reading = read_wish("tuesday", world.now, world.clinic.tz, 30)
    days = {
        slot.starts_at.astimezone(world.clinic.tz).date()
        for slot in world.screenings.offer(reading.wish).slots
    }
    assert [day.isoformat() for day in days] == ["2026-12-01"]


def test_times_offered_without_a_wish_differ(world: World) -> None:
    offer = world.screenings.offer()
    halves = {
        (start.date(), start.hour >= 12)
        for start in (slot.starts_at.astimezone(world.clinic.tz) for slot in offer.slots)
    }
    assert (offer.kind, len(halves)) == ("all", 3)


def test_with_nothing_free_there_is_nothing_to_offer(world: World) -> None:
    world.clinic = facts(hours={})
    assert world.screenings.offer().kind == "none"


# --- what patients say of a visit that stays as it is


def test_who_says_that_they_will_be_there_has_it_in_the_history_once(world: World) -> None:
    booked = book(world)
    for _ in range(2):
        assert world.screenings.confirm_visit(booked.reference, key="yes") == booked
    done = world.screenings.history(booked.reference)
    assert [change.what for change in done] == ["booked", "confirmed"]
    assert (done[1].before, done[1].after) == (booked.slot, booked.slot)


def test_who_is_late_has_it_in_the_history_and_the_staff_have_a_card_once(world: World) -> None:
    booked = book(world)
    for _ in range(2):
        world.screenings.running_late(booked.reference, note="20 min, traffic", key="late")
    assert world.screenings.history(booked.reference)[-1].note == "20 min, traffic"
    with world.database.read() as connection:
        (card,) = attention.open_tasks(connection)
    assert (card.kind, card.reach, card.name) == ("running_late", booked.phone, booked.name)
    assert booked.reference in card.detail
    assert "20 min, traffic" in card.detail


def test_a_patient_can_be_late_for_a_visit_that_has_begun_and_not_for_one_that_is_over(
    world: World,
) -> None:
    booked = book(world)
    world.now = booked.starts_at + timedelta(minutes=5)
    assert world.screenings.upcoming_for_phone(booked.phone) == []
    assert world.screenings.upcoming_for_phone(booked.phone, begun=True) == [booked]
    world.screenings.running_late(booked.reference, key="late")
    world.now = booked.ends_at
    with pytest.raises(ScreeningOver):
        world.screenings.running_late(booked.reference, key="too late")
    with pytest.raises(ScreeningOver):
        world.screenings.confirm_visit(booked.reference, key="yes")


def test_nobody_comes_to_a_screening_that_was_called_off(world: World) -> None:
    booked = book(world)
    world.screenings.cancel(booked.reference, key="cancel")
    for says in (world.screenings.confirm_visit, world.screenings.running_late):
        with pytest.raises(ScreeningCancelled):
            says(booked.reference, key="too late")


def test_what_was_said_last_of_a_visit_holds_until_it_is_moved(world: World) -> None:
    one, other = book(world, 1), book(world, 2)
    world.screenings.confirm_visit(one.reference, key="yes")
    world.screenings.confirm_visit(other.reference, key="yes, too")
    world.screenings.running_late(other.reference, key="late")
    said = world.screenings.said_of([one, other])
    assert {name: change.what for name, change in said.items()} == {
        one.reference: "confirmed",
        other.reference: "late",
    }
    world.screenings.move(one.reference, world.screenings.free_slots()[7], key="move")
    assert set(world.screenings.said_of([one, other])) == {other.reference}
    assert world.screenings.said_of([]) == {}
