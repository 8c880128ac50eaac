"""Reminders, notices and the waiting list, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Row

from channels.sms.gsm7 import outside, segments
from clinic import attention
from clinic.messages.tables import outbox
from clinic.screenings import Actor, Booking, Screening, SlotTaken, tables, waiting_list
from clinic.settings import get_settings
from tests.integration.screenings_world import MONDAY, World, facts, patient

STAFF = Actor("staff", "front-desk")


def queued(world: World, starting: str = "") -> list[Row]:
    """What waits in the outbox, by its key."""
    with world.database.read() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.state == "queued")).all()
    return sorted((row for row in rows if row.key.startswith(starting)), key=lambda row: row.key)


def tasks(world: World) -> list[attention.Task]:
    with world.database.read() as connection:
        return list(attention.open_tasks(connection))


def book(world: World, number: int = 142, day: int = 2, channel: str = "sms") -> Screening:
    """A screening on some day ahead, in the afternoon."""
    slot = next(
        slot
        for slot in world.screenings.free_slots()
        if slot.starts_at >= world.now + timedelta(days=day, hours=6)
    )
    return world.screenings.book(
        slot, Booking(patient(number), key=f"b{number}", channel=channel, conversation=f"c{number}")
    )


@pytest.fixture()
def texting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text messages can be sent."""
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "token")
    get_settings.cache_clear()


def test_a_booking_queues_two_reminders_for_their_times(world: World) -> None:
    booked = book(world)
    due = {row.key.split(":")[3]: row for row in queued(world, "reminder:")}
    assert set(due) == {"day_before", "hours_before"}
    assert due["day_before"].due_at == booked.starts_at - timedelta(days=1)
    assert due["hours_before"].due_at == booked.starts_at - timedelta(hours=2)
    assert due["hours_before"].recipient == booked.phone


def test_a_cancelled_screening_is_not_reminded_of(world: World) -> None:
    booked = book(world)
    world.screenings.cancel(booked.reference, key="cancel")
    assert queued(world, "reminder:") == []


def test_a_moved_screening_is_reminded_of_at_its_new_time_only(world: World) -> None:
    booked = book(world)
    slot = world.screenings.free_slots()[-1]
    world.screenings.move(booked.reference, slot, key="move")
    due = [row.due_at for row in queued(world, "reminder:")]
    ahead = (timedelta(days=1), timedelta(days=3), timedelta(hours=2))  # by the keys' names
    assert due == [slot.starts_at - one for one in ahead]


def test_a_move_that_fails_leaves_the_reminders_as_they_were(world: World) -> None:
    mine, theirs = book(world, 1), book(world, 2)
    before = [row.key for row in queued(world)]
    with pytest.raises(SlotTaken):
        world.screenings.move(mine.reference, theirs.slot, key="move")
    assert [row.key for row in queued(world)] == before


def test_word_goes_to_the_website_and_by_text_when_texts_can_be_sent(
    world: World, texting: None
) -> None:
    book(world, channel="web")
    ways = {row.channel for row in queued(world, "reminder:")}
    assert ways == {"web", "sms"}


def test_clearing_the_chat_does_not_take_the_reminder_with_it(world: World) -> None:
    book(world, channel="web")
    assert {row.conversation for row in queued(world, "reminder:")} == {None}


@pytest.mark.parametrize("what", ["moved", "cancelled"])
def test_what_staff_do_the_patient_is_told(world: World, what: str) -> None:
    booked = book(world)
    if what == "moved":
        slot = world.screenings.free_slots()[-1]
        world.screenings.move(booked.reference, slot, key="k", actor=STAFF)
    else:
        world.screenings.cancel(booked.reference, key="k", actor=STAFF)
    (notice,) = queued(world, f"{what}:")
    assert notice.recipient == booked.phone
    assert notice.due_at == world.now


def test_what_patients_do_they_are_not_told_again(world: World) -> None:
    booked = book(world)
    world.screenings.cancel(booked.reference, key="k")
    assert queued(world) == []


def test_staff_are_asked_to_call_when_no_text_can_be_sent(world: World) -> None:
    booked = book(world, channel="web")
    world.screenings.cancel(booked.reference, key="k", actor=STAFF)
    (task,) = tasks(world)
    assert task.kind == "call_back"
    assert task.reach == booked.phone
    assert booked.reference in task.detail


def test_word_of_a_change_at_night_waits_until_nine(world: World) -> None:
    booked = book(world)
    world.wait(hours=14)  # 23:00
    world.screenings.cancel(booked.reference, key="k", actor=STAFF)
    (notice,) = queued(world, "cancelled:")
    assert notice.due_at == MONDAY + timedelta(days=1)


def test_word_that_would_come_too_late_in_the_morning_goes_out_at_night(world: World) -> None:
    first = next(s for s in world.screenings.free_slots() if s.starts_at == MONDAY + timedelta(1))
    booked = world.screenings.book(
        first, Booking(patient(), key="b", channel="sms", conversation="c")
    )
    world.wait(hours=14)  # 23:00; the visit is at 9:00
    world.screenings.cancel(booked.reference, key="k", actor=STAFF)
    (notice,) = queued(world, "cancelled:")
    assert (notice.due_at, notice.expires_at) == (world.now, booked.starts_at)


def test_an_open_chat_shows_a_change_at_night_at_once(world: World, texting: None) -> None:
    booked = book(world, channel="web")
    world.wait(hours=14)  # 23:00
    world.screenings.cancel(booked.reference, key="k", actor=STAFF)
    due = {row.channel: row.due_at for row in queued(world, "cancelled:")}
    assert due == {"web": world.now, "sms": MONDAY + timedelta(days=1)}


def test_everything_sent_first_fits_two_text_messages_in_plain_letters(world: World) -> None:
    booked = book(world)
    world.screenings.move(booked.reference, world.screenings.free_slots()[-1], key="m", actor=STAFF)
    world.screenings.cancel(booked.reference, key="c", actor=STAFF)
    with world.database.read() as connection:
        texts = [row.reply["text"] for row in connection.execute(select(outbox))]
    assert len(texts) == 7
    for text in texts:
        assert outside(text) == []
        assert segments(text) <= 2
        assert "CANCEL" not in text.upper().split()
        assert "sciatica" not in text.lower()


def full(world: World) -> list[Screening]:
    """A clinic with two times, both booked."""
    world.clinic = facts(hours={"wednesday": ["13:00-14:00"]}, screening={"ahead_days": 3})
    booked = [book(world, number, day=0) for number in (1, 2)]
    assert world.screenings.free_slots() == []
    return booked


def wait_in_line(world: World, number: int, wish: str = "") -> None:
    world.screenings.join_waiting_list(
        patient(number), wish=wish, channel="sms", conversation=f"c{number}"
    )


def test_a_freed_time_is_held_for_and_offered_to_the_first_in_line(world: World) -> None:
    booked = full(world)
    wait_in_line(world, 10)
    wait_in_line(world, 11)
    world.screenings.cancel(booked[0].reference, key="k")
    assert world.upkeep.round() == 1
    offer = world.screenings.open_offer(phone=patient(10).phone)
    assert offer is not None
    assert offer.offered == booked[0].slot
    assert offer.offer_until == world.now + timedelta(hours=2)
    assert world.screenings.open_offer(phone=patient(11).phone) is None
    assert booked[0].slot not in world.screenings.free_slots()
    (notice,) = queued(world, "offer:")
    assert notice.recipient == patient(10).phone


def test_a_time_is_offered_once(world: World) -> None:
    booked = full(world)
    wait_in_line(world, 10)
    world.screenings.cancel(booked[0].reference, key="k")
    assert [world.upkeep.round() for _ in range(3)] == [1, 0, 0]
    assert len(queued(world, "offer:")) == 1


def test_the_first_whom_it_fits_is_offered_the_time(world: World) -> None:
    booked = full(world)
    wait_in_line(world, 10, "any day before 10 AM")
    wait_in_line(world, 11, "Wednesday in the afternoon")
    world.screenings.cancel(booked[0].reference, key="k")
    world.upkeep.round()
    assert world.screenings.open_offer(phone=patient(10).phone) is None
    assert world.screenings.open_offer(phone=patient(11).phone) is not None


def test_after_the_deadline_the_next_in_line_is_offered_the_time(world: World) -> None:
    booked = full(world)
    wait_in_line(world, 10)
    wait_in_line(world, 11)
    world.screenings.cancel(booked[0].reference, key="k")
    world.upkeep.round()
    world.wait(hours=2)
    world.upkeep.round()
    assert world.screenings.open_offer(phone=patient(10).phone) is None
    assert world.screenings.open_offer(phone=patient(11).phone) is not None


def test_an_offered_time_is_booked_by_who_it_was_offered_to(world: World) -> None:
    booked = full(world)
    wait_in_line(world, 10)
    world.screenings.cancel(booked[0].reference, key="k")
    world.upkeep.round()
    offer = world.screenings.open_offer(phone=patient(10).phone)
    assert offer
    assert offer.offered
    with pytest.raises(SlotTaken):
        world.screenings.book(offer.offered, Booking(patient(99), key="other", channel="sms"))
    taken = world.screenings.book(
        offer.offered, Booking(patient(10), key="accept", channel="sms", conversation="c10")
    )
    assert taken.slot == booked[0].slot
    assert world.screenings.waiting() == []


def test_who_is_offered_a_time_sees_it_first_when_they_book(world: World) -> None:
    booked = full(world)
    wait_in_line(world, 10)
    world.screenings.cancel(booked[0].reference, key="k")
    world.upkeep.round()
    assert world.screenings.offer(holder="c99").kind == "none"
    (slot,) = world.screenings.offer(holder="c10").slots
    assert slot == booked[0].slot
    assert world.screenings.hold(slot, "c10").slot == slot
    world.screenings.book(
        slot, Booking(patient(10), key="accept", channel="sms", conversation="c10")
    )
    assert world.screenings.waiting() == []


def test_who_is_offered_a_time_keeps_it_while_they_talk_about_it(world: World) -> None:
    booked = full(world)
    wait_in_line(world, 10)
    world.screenings.cancel(booked[0].reference, key="k")
    world.upkeep.round()
    world.screenings.hold(booked[0].slot, "c10")
    with pytest.raises(SlotTaken):
        world.screenings.hold(booked[0].slot, "c99")


def test_who_does_not_answer_two_offers_leaves_the_list(world: World) -> None:
    booked = full(world)
    wait_in_line(world, 10)
    world.screenings.cancel(booked[0].reference, key="k")
    for _ in range(2):
        assert world.upkeep.round() == 1
        world.wait(hours=2)
    world.upkeep.round()
    assert world.screenings.waiting() == []
    assert booked[0].slot in world.screenings.free_slots()


def test_nobody_is_offered_a_time_at_night(world: World) -> None:
    booked = full(world)
    wait_in_line(world, 10)
    world.screenings.cancel(booked[0].reference, key="k")
    world.wait(hours=14)  # 23:00
    assert world.upkeep.round() == 0
    world.wait(hours=10)  # 9:00
    assert world.upkeep.round() == 1


def test_a_number_stands_in_line_once_and_keeps_its_place(world: World) -> None:
    full(world)
    wait_in_line(world, 10, "Wednesday")
    wait_in_line(world, 11)
    wait_in_line(world, 10, "any day after 3 PM")
    assert [(entry.phone, entry.wish) for entry in world.screenings.waiting()] == [
        (patient(10).phone, "any day after 3 PM"),
        (patient(11).phone, ""),
    ]


def test_who_leaves_the_list_frees_what_was_held_for_them(world: World) -> None:
    booked = full(world)
    wait_in_line(world, 10)
    world.screenings.cancel(booked[0].reference, key="k")
    world.upkeep.round()
    assert world.screenings.leave_waiting_list(patient(10).phone)
    assert booked[0].slot in world.screenings.free_slots()
    assert not world.screenings.leave_waiting_list(patient(10).phone)


def test_who_waited_for_days_that_have_passed_is_told(world: World) -> None:
    full(world)
    wait_in_line(world, 10, "Wednesday, December 2")
    world.wait(days=3)
    world.upkeep.round()
    assert world.screenings.waiting() == []
    assert len(queued(world, "waiting-over:")) == 1


def test_upkeep_ends_holds_that_ran_out(world: World) -> None:
    world.screenings.hold(world.screenings.free_slots()[0], "slow")
    world.wait(minutes=11)
    world.upkeep.round()
    with world.database.read() as connection:
        assert connection.execute(select(tables.cells)).all() == []


def test_what_is_older_than_the_clinic_keeps_is_deleted_whole(world: World) -> None:
    old = book(world, 1)
    world.wait(days=10)
    kept = book(world, 2)
    world.upkeep.prune(world.now - timedelta(days=1))
    with world.database.read() as connection:
        left = connection.execute(select(tables.screenings.c.reference)).scalars().all()
        lines = connection.execute(select(tables.history)).all()
    assert left == [kept.reference] != [old.reference]
    assert len(lines) == 1


def test_an_offers_holder_is_its_entry(world: World) -> None:
    booked = full(world)
    wait_in_line(world, 10)
    world.screenings.cancel(booked[0].reference, key="k")
    world.upkeep.round()
    (entry,) = world.screenings.waiting()
    held = world.screenings.held(waiting_list.holder(entry.id))
    assert held is not None
    assert held.slot == booked[0].slot
