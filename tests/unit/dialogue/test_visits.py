"""A visit that stands, a person instead, and what is said after something came to its end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinic.screenings import Screening
from tests.unit.dialogue.steps import (
    ANA,
    OTHER_PHONE,
    PHONE,
    at_the_phone,
    at_the_time,
    booked,
)
from tests.unit.dialogue.world import Talk, World, read

# --- a visit that stands


def test_a_known_visit_needs_no_reference() -> None:
    talk = booked()
    talk.say(read("reschedule_screening", time="thursday at 2 pm"))
    assert talk.state.asked == "confirm_move"
    talk.say(read(stance="yes"))
    assert talk.replies == ["moved"]


def test_no_wait_keep_it_keeps_it() -> None:
    talk = booked()
    talk.say(read("cancel_screening"))
    talk.say(read(stance="keep"))
    assert talk.replies == ["kept"]
    talk.say(read("cancel_screening"))
    talk.say(read(stance="yes"))
    assert talk.replies == ["called_off"]


def test_a_look_up_in_the_middle_of_a_booking_comes_back_to_it() -> None:
    talk = at_the_phone()
    talk.say(read("check_screening", reference="K7M2QX"))
    assert talk.state.flow == "look_up"
    talk.say(read(phone=PHONE))
    assert talk.replies[0] == "visit_not_found"
    talk.say(read(refuses=frozenset({"reference"})))
    assert talk.state.flow in ("book", None)


def test_a_lost_reference_leads_to_a_call() -> None:
    talk = Talk()
    talk.say(read("check_screening"))
    talk.say(read(refuses=frozenset({"reference"}), phone=PHONE))
    assert talk.state.asked == "call_offer"
    talk.say(read(stance="yes"))
    assert talk.world.tasks[-1][0] == "call_back"
    assert talk.world.tasks[-1][2] == PHONE


def test_a_visit_that_is_looked_up_is_told_with_the_name_it_is_under() -> None:
    talk = booked()
    assert ANA in talk.say(read("check_screening"))


def test_running_late_is_written_down_at_the_visit_and_no_new_booking() -> None:
    talk = booked()
    (reference,) = talk.world.booked
    talk.say(read("running_late", quote="20 min late"))
    assert talk.replies == ["running_late"]
    assert talk.world.said == [(reference, "late", "20 min late")]
    assert talk.state.flow is None


def test_who_is_late_for_a_visit_that_has_begun_is_still_known() -> None:
    talk = booked()
    (visit,) = talk.world.booked.values()
    talk.world.at = visit.starts_at + timedelta(minutes=5)
    talk.say(read("running_late"))
    assert [what for _, what, _ in talk.world.said] == ["late"]


def test_who_is_late_and_not_known_reaches_the_staff_at_once_and_is_asked_the_name() -> None:
    talk = Talk()
    talk.say(read("running_late", quote="stuck in traffic"))
    assert talk.world.tasks == [("running_late", "stuck in traffic", None)]
    assert talk.state.asked == "name"
    talk.say(read(name="Ana Diaz"))
    assert talk.world.tasks[-1][:2] == ("running_late", "Ana Diaz")
    assert talk.replies == ["running_late_named"]
    assert (talk.state.asked, talk.state.flow) == (None, None)


def test_who_is_late_may_keep_their_name() -> None:
    talk = Talk()
    talk.say(read("running_late"))
    talk.say(read(stance="no"))
    assert talk.replies == ["stopped_nothing"]
    assert talk.state.flow is None


def test_who_will_be_there_has_it_written_down_at_the_visit() -> None:
    talk = booked()
    (reference,) = talk.world.booked
    talk.say(read("confirm_visit"))
    assert talk.world.said == [(reference, "confirmed", "")]
    assert talk.replies == ["visit_confirmed"]
    assert talk.world.tasks == []


def test_who_will_be_there_for_a_visit_that_is_not_known_is_told_so() -> None:
    talk = Talk()
    talk.say(read("confirm_visit"))
    assert talk.replies == ["confirmed_unknown"]
    assert talk.world.said == []


def test_a_time_told_with_a_visit_standing_moves_it() -> None:
    talk = booked()
    talk.say(read(time="thursday at 2 pm"))
    assert talk.state.flow == "move"


def test_a_visit_is_offered_the_same_time_with_another_therapist() -> None:
    talk = booked()
    (visit,) = talk.world.booked.values()
    other = next(t.id for t in talk.world.content.clinic.therapists if t.id != visit.therapist)
    hours = {"wednesday": talk.world.content.clinic.hours["wednesday"]}
    clinic = talk.world.content.clinic
    both = tuple(t.copy(update={"hours": hours}) for t in clinic.therapists)
    talk.world.content = replace(
        talk.world.content, clinic=clinic.copy(update={"therapists": both})
    )
    talk.say(read("reschedule_screening", time="wednesday at 9", therapist=other))
    assert [(frame.slot or "").partition("@")[0] for frame in talk.state.stack] == [other]


def test_that_a_time_was_taken_is_said_once() -> None:
    talk = at_the_time(time="wednesday at 9")
    talk.world.taken |= {frame.slot for frame in talk.state.stack if frame.slot}
    talk.world.release()
    talk.say(read(name=ANA))
    assert talk.replies[-1] == "ask_time_taken"
    talk.say(read(phone=PHONE))
    assert "ask_time_taken" not in talk.replies


def test_this_is_not_them() -> None:
    talk = booked()
    (reference,) = talk.world.booked
    talk.say(read("not_me"))
    assert talk.world.unlinked == [reference]
    assert talk.replies == ["not_them"]
    assert [kind for kind, *_ in talk.world.tasks] == ["not_them"]


# --- a person


def test_a_person_in_the_middle_and_then_back_to_the_booking() -> None:
    talk = at_the_phone()
    talk.say(read("talk_to_person"))
    assert talk.state.asked == "callback_phone"
    talk.say(read(phone=PHONE))
    assert "(414) 555-0183" in talk.words
    assert talk.state.flow == "book"
    assert talk.state.asked == "signs"


def test_after_hours_it_is_said_when_somebody_will_call() -> None:
    talk = Talk()
    talk.world.at += timedelta(hours=10)
    talk.say(read("talk_to_person", phone=PHONE))
    assert "Tuesday, December 1" in talk.words
    assert "9 AM" in talk.words


def test_cancel_in_the_middle_of_a_booking_ends_it_and_cancel_with_a_visit_calls_it_off() -> None:
    talk = at_the_phone()
    talk.say(read("cancel_screening", stance="stop"))
    assert talk.replies == ["stopped_booking"]
    talk = booked()
    talk.say(read("cancel_screening", stance="stop"))
    assert talk.state.asked == "confirm_call_off"


def test_what_day_was_it_again_shows_the_visit() -> None:
    talk = booked()
    talk.say(read("follow_repeat"))
    assert talk.replies == ["visit"]


# --- what is said after something came to its end


def test_a_call_that_was_noted_is_changed_for_the_staff_too() -> None:
    talk = Talk()
    talk.say(read("talk_to_person"))
    talk.say(read(phone=PHONE))
    calls = len(talk.world.tasks)
    talk.say(read(phone="+14145550142"))
    assert talk.world.tasks[calls:] == [("call_back", "their words", "+14145550142")]
    assert "(414) 555-0142" in talk.words


def test_a_visit_that_was_called_off_here_is_said_to_be_called_off() -> None:
    talk = booked()
    talk.say(read("cancel_screening"))
    talk.say(read(stance="yes"))
    talk.say(read("check_screening"))
    assert talk.replies == ["visit_called_off"]


def test_a_time_for_somebody_else_moves_no_visit_of_ones_own() -> None:
    talk = booked()
    talk.say(read(time="thursday at 2 pm", relation="brother", name="Bo Diaz"))
    assert talk.state.flow == "book"


def test_the_time_of_a_visit_is_remembered_until_it_is_called_off() -> None:
    talk = booked()
    [visit] = talk.world.booked.values()
    assert talk.state.as_json()["context"]["stands"] == visit.slot.code
    talk.say(read("reschedule_screening", time="thursday at 2"))
    talk.say(read(stance="yes"))
    [moved] = talk.world.booked.values()
    assert talk.state.stands == moved.slot.code != visit.slot.code
    talk.say(read("cancel_screening"))
    talk.say(read(stance="yes"))
    assert talk.state.stands is None


@pytest.mark.parametrize(
    "wish", ["reschedule_screening", "cancel_screening", "check_screening", "confirm_visit"]
)
def test_by_text_no_code_is_asked_for_where_nothing_is_booked(wish: str) -> None:
    talk = Talk(World(channel="sms", senders_phone=PHONE))
    talk.say(read(wish))
    assert "ask_reference" not in talk.replies
    assert talk.state.flow is None


def test_a_code_that_is_sent_after_all_is_looked_for() -> None:
    talk = Talk(World(channel="sms", senders_phone=PHONE))
    talk.say(read("check_screening"))
    assert talk.replies == ["no_visit_by_number"]
    talk.say(read(reference="K7M2Q2"))
    assert talk.replies == ["visit_not_found"]


def test_when_to_call_stands_once_on_the_card() -> None:
    talk = Talk()
    talk.say(read("talk_to_person"))
    talk.say(read(phone=PHONE, call_when="after 3", quote="414-555-0183 after 3"))
    assert [detail for _, detail, _ in talk.world.tasks] == ["414-555-0183 after 3"]


def test_when_to_call_told_before_the_number_stands_on_the_card() -> None:
    talk = Talk()
    talk.say(read("talk_to_person", call_when="after 3"))
    talk.say(read(phone=PHONE, quote="414-555-0183"))
    assert [detail for _, detail, _ in talk.world.tasks] == ["414-555-0183\nafter 3"]


def test_another_day_in_the_middle_of_a_move_is_for_that_visit() -> None:
    talk = booked()
    talk.say(read("reschedule_screening", time="not wednesday"))
    talk.say(read("book_screening", time="thursday afternoon"))
    assert talk.replies == ["ask_time_matching"]
    assert talk.state.flow == "move"


# --- a visit that the staff changed meanwhile


def moved_by_staff(talk: Talk, code: str | None = None) -> Screening:
    """The visit at another time, which nobody in the conversation knows of."""
    (reference,) = talk.world.booked
    code = code or next(iter(talk.world._free())).code
    talk.world.move(reference, code)
    return talk.world.booked[reference]


def called_off_by_staff(talk: Talk) -> str:
    (reference,) = talk.world.booked
    talk.world.cancel(reference)
    return reference


def test_a_yes_to_calling_off_the_old_time_calls_nothing_off() -> None:
    talk = booked()
    talk.say(read("cancel_screening"))
    assert talk.state.asked == "confirm_call_off"
    visit = moved_by_staff(talk)
    talk.say(read(stance="yes"))
    assert talk.replies[0] == "visit_changed"
    assert talk.world.booked[visit.reference].state == "booked"
    assert talk.state.asked == "confirm_call_off"
    talk.say(read(stance="yes"))
    assert talk.replies == ["called_off"]


def test_keep_it_is_told_what_stands_and_not_what_stood() -> None:
    talk = booked()
    talk.say(read("cancel_screening"))
    moved_by_staff(talk)
    talk.say(read(stance="keep"))
    assert talk.replies == ["visit_changed", "kept"]
    talk.say(read("cancel_screening"))
    called_off_by_staff(talk)
    talk.say(read(stance="keep"))
    assert talk.replies == ["visit_called_off"]
    assert talk.state.flow is None


def test_an_old_time_of_a_visit_that_was_called_off_books_nothing() -> None:
    talk = booked()
    talk.say(read("reschedule_screening"))
    old = talk.state.frame.offered[0]
    called_off_by_staff(talk)
    talk.say(read(choice=f"slot:{old}"))
    assert talk.replies == ["visit_called_off"]
    assert (talk.state.flow, len(talk.world.booked), talk.world.held()) == (None, 1, None)


def test_move_on_the_card_of_a_visit_that_was_called_off_asks_for_no_reference() -> None:
    talk = booked()
    called_off_by_staff(talk)
    talk.say(read(choice="move"))
    assert talk.replies == ["visit_called_off"]
    talk.say(read(choice="book"))
    assert talk.state.flow == "book"


def test_move_on_the_card_of_a_visit_that_was_moved_goes_on_from_the_time_that_stands() -> None:
    talk = booked()
    moved_by_staff(talk)
    talk.say(read(choice="move"))
    assert talk.replies[0] == "visit_changed"
    assert talk.state.flow == "move"
    talk.say(read(choice="move"))
    assert "visit_changed" not in talk.replies


def test_an_old_time_shows_the_visit_that_stands_and_books_no_second_one() -> None:
    talk = booked()
    old = next(iter(talk.world._free())).code
    talk.say(read(choice=f"slot:{old}"))
    assert talk.replies == ["visit"]
    assert (talk.state.flow, len(talk.world.booked)) == (None, 1)


def test_an_old_time_with_no_visit_begins_a_booking_with_it() -> None:
    talk = Talk()
    free = next(iter(talk.world._free())).code
    talk.say(read(choice=f"slot:{free}"))
    assert talk.state.flow == "book"
    assert talk.state.frame.slot == free


def test_by_text_a_visit_booked_for_another_number_is_the_writers_own() -> None:
    talk = Talk(World(channel="sms", senders_phone=OTHER_PHONE))
    talk.say(read("book_screening", time="wednesday at 9", name=ANA, phone=PHONE))
    talk.say(read(stance="no"))
    talk.say(read(stance="yes"))
    assert talk.world.booked
    talk.say(read("cancel_screening"))
    assert talk.state.asked == "confirm_call_off"
