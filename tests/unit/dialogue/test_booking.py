"""A booking: times first, in any order, corrected at any step, refused, left and taken up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinic.reading.read import Phone, Read
from tests.unit.dialogue.steps import (
    ANA,
    OTHER_PHONE,
    PHONE,
    at_the_phone,
    at_the_summary,
    at_the_time,
    booked,
    chosen_time,
    hours,
)
from tests.unit.dialogue.world import Talk, World, content, read

# --- times first, and limits that stay


def test_times_are_shown_before_anybody_is_asked_for_a_name() -> None:
    talk = at_the_time()
    assert talk.state.asked == "time"
    assert len(talk.options) == 3


def test_only_thursdays_after_four_and_not_this_week() -> None:
    talk = at_the_time(time="thursdays after 4, not this coming week")
    assert all(day == "Thu" and hour >= 16 for hour, day in hours(talk))
    assert "after 4 PM" in talk.words


def test_limits_stay_until_they_are_taken_back() -> None:
    talk = at_the_time(time="any day after 3")
    talk.say(read(time="not monday", adds=True))
    assert all(hour >= 15 and day != "Mon" for hour, day in hours(talk))
    talk.say(read(time="thursday"))
    assert all(hour >= 15 and day == "Thu" for hour, day in hours(talk))
    talk.say(read(time="any day is fine", takes_back=True))
    assert talk.state.wish is None


def test_what_can_not_be_met_is_said() -> None:
    talk = at_the_time(time="sunday")
    assert talk.replies == ["ask_time_closed"]
    assert "Sunday" in talk.words


def test_a_wish_for_a_therapist_is_kept() -> None:
    talk = at_the_time(therapist="robin")
    assert all(code.startswith("robin@") for code in talk.state.frame.offered)
    assert "Robin" in talk.words
    talk.say(read(time="tuesday"))
    assert all(code.startswith("robin@") for code in talk.state.frame.offered)
    talk.say(read(therapist="any"))
    assert talk.state.therapist is None


def test_a_refused_time_is_not_offered_again() -> None:
    talk = at_the_time()
    refused = set(talk.state.frame.offered)
    talk.say(read(stance="no"))
    assert not refused & set(talk.state.frame.offered)


def test_no_the_thursday_after_is_the_thursday_after() -> None:
    talk = at_the_summary()
    talk.say(read(stance="no", time="thursday at 2 pm"))
    assert "Thursday" in talk.words
    assert talk.state.asked == "confirm"


def test_the_day_and_time_stand_in_every_question_that_follows() -> None:
    talk = at_the_time()
    talk.press("slot:")
    assert "Nov 30" in talk.words
    talk.say(read(name=ANA))
    assert "Nov 30" in talk.words
    talk.say(read(phone=PHONE))
    assert "Nov 30" in talk.words


def test_when_not_to_call_is_told_to_the_staff_and_is_no_wish_for_a_time() -> None:
    talk = at_the_phone()
    talk.say(read(phone=PHONE, call_when="not before noon"))
    talk.say(read(stance="no"))
    talk.say(read(stance="yes"))
    assert ("other", "not before noon", PHONE) in talk.world.tasks
    assert "not before noon" in talk.words


# --- the fewest turns


def test_a_booking_takes_three_turns_with_all_said_at_once_and_six_by_buttons() -> None:
    talk = Talk()
    talk.say(read("book_screening", name=ANA, phone=PHONE, time="wednesday at 9"))
    talk.say(read(stance="no"))
    talk.say(read(stance="yes"))
    assert talk.world.booked
    talk = Talk()
    talk.say(read("book_screening"))
    talk.press("slot:")
    talk.say(read(name=ANA))
    talk.say(read(phone=PHONE))
    talk.press("none_of_these")
    talk.press("yes_book")
    assert talk.world.booked


# --- why, no, wait


def test_why_the_number_is_needed_is_said_and_the_booking_goes_on() -> None:
    talk = at_the_phone()
    talk.say(read("why_needed"))
    assert talk.replies == ["why_phone", "back_phone"]
    assert talk.state.flow == "book"


def test_a_number_said_to_be_known_is_asked_for_with_the_reason() -> None:
    talk = at_the_phone()
    talk.say(read(known_before=True))
    assert talk.replies == ["not_kept", "back_phone"]
    talk.say(read(phone=PHONE))
    assert talk.state.asked == "signs"


def test_a_question_beside_a_chosen_time_is_answered_and_the_time_kept() -> None:
    talk = at_the_time()
    key = talk.options[0].key
    talk.say(read("fact_parking", choice=key))
    assert talk.replies == ["fact", "back_name"]
    assert f"slot:{talk.state.frame.slot}" == key


def test_who_gives_no_number_hears_of_a_way_without_it() -> None:
    talk = at_the_phone()
    talk.say(read(refuses=frozenset({"phone"})))
    assert talk.replies == ["refused_phone"]
    assert content().clinic.phone_shown in talk.words
    assert talk.state.flow == "book"
    talk.say(read(refuses=frozenset({"phone"})))
    assert talk.replies == ["refused_again"]
    assert talk.state.flow is None


def test_by_text_the_senders_own_number_needs_no_asking() -> None:
    talk = Talk(World(channel="sms", senders_phone=PHONE))
    talk.say(read("book_screening", name=ANA, time="wednesday at 9"))
    assert talk.state.asked == "signs"


def test_who_needs_a_moment_gets_it_and_the_choices_stay() -> None:
    talk = at_the_time()
    options = talk.options
    talk.say(read(stance="wait"))
    assert talk.replies == ["wait"]
    assert talk.options == options
    assert talk.state.asked == "time"


@pytest.mark.parametrize("asked", ["time", "name", "phone", "signs", "confirm"])
def test_never_mind_ends_the_booking_at_every_step(asked: str) -> None:
    talk = at_the_time()
    for message in (
        Read(choice=talk.options[0].key),
        read(name=ANA),
        read(phone=PHONE),
        read(stance="no"),
    ):
        if talk.state.asked == asked:
            break
        talk.say(message)
    assert talk.state.asked == asked
    talk.say(read(stance="stop"))
    assert talk.replies == ["stopped_booking"]
    assert talk.world.held() is None


# --- corrections


@pytest.mark.parametrize("at", ["signs", "confirm"])
def test_a_number_is_corrected_at_any_step_and_said_back(at: str) -> None:
    talk = at_the_time(time="wednesday at 9", name=ANA, phone=PHONE)
    if at == "confirm":
        talk.say(read(stance="no"))
    talk.say(read(phone=OTHER_PHONE))
    assert "(414) 555-0142" in talk.words
    assert talk.state.asked == at


def test_a_number_said_to_be_wrong_is_asked_for_and_nothing_else() -> None:
    talk = at_the_summary()
    talk.say(read(wrong=["phone"]))
    assert talk.replies == ["right_phone"]
    talk.say(read(phone=OTHER_PHONE))
    assert talk.state.asked == "confirm"
    assert "(414) 555-0142" in talk.words


def test_a_yes_with_a_correction_is_not_final() -> None:
    talk = at_the_summary()
    talk.say(read(stance="yes", phone=OTHER_PHONE))
    assert not talk.world.booked
    assert "(414) 555-0142" in talk.words


def test_a_name_and_a_time_are_corrected_at_the_summary() -> None:
    talk = at_the_summary()
    talk.say(read(name="Anna Diaz"))
    assert "Anna Diaz" in talk.words
    talk.say(read(time="thursday at 2 pm"))
    assert "Thursday" in talk.words
    talk.say(read(stance="yes"))
    (screening,) = talk.world.booked.values()
    assert screening.name == "Anna Diaz"


def test_no_to_the_summary_asks_what_to_change_and_a_second_no_ends_it() -> None:
    talk = at_the_summary()
    talk.say(read(stance="no"))
    assert talk.replies == ["what_to_change"]
    talk.say(read(stance="no"))
    assert talk.replies == ["stopped_booking"]


def test_book_it_is_a_yes_to_shall_i_book_it() -> None:
    talk = at_the_summary()
    talk.say(read("book_screening"))
    assert talk.world.booked


def test_what_is_not_understood_is_asked_again_in_other_words_and_then_a_person_offered() -> None:
    talk = at_the_phone()
    said = [talk.say(read("nlu_fallback")) for _ in range(3)]
    assert len(set(said)) == 3
    assert "person" in [option.key for option in talk.options]


# --- for somebody else


def test_a_daughter_books_for_her_mother() -> None:
    talk = at_the_time(time="wednesday at 9")
    talk.say(read(name="Rosa Diaz", caller=ANA, relation="mother"))
    assert talk.state.name == "Rosa Diaz"
    talk.say(
        Read(phones=(Phone(OTHER_PHONE, "patient", wrong=True), Phone(PHONE, "caller"))),
    )
    talk.say(read(stance="no"))
    talk.say(read(stance="yes"))
    (screening,) = talk.world.booked.values()
    assert (screening.name, screening.phone) == ("Rosa Diaz", PHONE)


def test_the_writers_own_name_is_not_the_patients() -> None:
    talk = at_the_time(time="wednesday at 9")
    talk.say(read(caller=ANA, relation="mother"))
    assert talk.state.asked == "name"
    assert talk.replies[-1] == "ask_name_other"


# --- silence


def test_a_day_later_the_thread_is_picked_up_and_the_hold_explained() -> None:
    talk = at_the_phone()
    talk.world.at += timedelta(days=1)
    talk.say(read(phone=PHONE))
    assert talk.replies[0] == "back_still_free"
    assert talk.state.asked == "signs"


def test_a_time_that_went_meanwhile_is_said_to_be_gone() -> None:
    talk = at_the_summary()
    talk.world.taken.add(chosen_time(talk))
    talk.world.at += timedelta(hours=5)
    talk.say(read(stance="yes"))
    assert talk.replies[0] == "back_not_free"
    assert talk.state.asked == "time"
    assert not talk.world.booked


def test_after_minutes_of_silence_a_time_that_is_still_free_is_booked() -> None:
    talk = at_the_summary()
    talk.world.at += timedelta(minutes=30)
    talk.say(read(stance="yes"))
    assert talk.world.booked


def test_none_of_those_work_brings_others() -> None:
    talk = at_the_time()
    before = set(talk.state.frame.offered)
    slots = [talk.world.slot(code) for code in before]
    talk.say(read("change_time", time="none of those work", slots=slots))
    assert not before & set(talk.state.frame.offered)


@pytest.mark.parametrize("wish", ["check_screening", "cancel_screening", "talk_to_person"])
def test_who_goes_on_to_book_is_not_asked_afterwards_for_what_was_given_up(wish: str) -> None:
    talk = Talk()
    talk.say(read(wish))
    talk.say(read("book_screening", time="wednesday at 9", name=ANA, phone=PHONE))
    talk.say(read(stance="no"))
    talk.say(read(stance="yes"))
    assert talk.world.booked
    assert talk.state.asked is None
    assert not talk.state.stack


def test_who_tells_after_all_what_was_refused_goes_on_with_the_same_time() -> None:
    talk = Talk()
    talk.say(read("book_screening", time="wednesday at 9 am", name="Ana Diaz"))
    slot = talk.state.frame.slot
    for _ in range(2):
        talk.say(read(refuses=frozenset({"phone"})))
    assert talk.state.flow is None
    talk.say(read(phone=PHONE))
    assert (talk.state.flow, talk.state.frame.slot) == ("book", slot)
    assert talk.state.asked == "signs"


def test_another_time_at_the_last_question_is_no_yes_to_it() -> None:
    talk = booked()
    talk.say(read("reschedule_screening", time="thursday at 2 pm"))
    assert talk.state.asked == "confirm_move"
    before = dict(talk.world.booked)
    talk.say(read("reschedule_screening", time="thursday at 3 pm"))
    assert talk.world.booked == before
    assert talk.state.asked == "confirm_move"


def test_one_booking_takes_three_messages_with_all_said_at_once() -> None:
    talk = Talk()
    talk.say(read("book_screening", time="wednesday at 9 am", name="Ana Diaz", phone=PHONE))
    talk.say(read(stance="no"))
    talk.say(read(stance="yes"))
    assert len(talk.world.booked) == 1


def test_one_booking_takes_six_messages_by_buttons() -> None:
    talk = Talk()
    talk.say(Read(choice="book"))
    talk.press("slot:")
    talk.say(read(name="Ana Diaz"))
    talk.say(read(phone=PHONE))
    talk.press("none_of_these")
    talk.press("yes_book")
    assert len(talk.world.booked) == 1


@pytest.mark.parametrize("words", ["another time", "none of those"])
def test_another_time_at_the_summary_brings_others_at_once(words: str) -> None:
    """It refuses the chosen time; it is no plain no, after which is asked what to change."""
    talk = at_the_summary()
    chosen = chosen_time(talk)
    talk.say(read("change_time", time=words, slots=[talk.world.slot(chosen)]))
    assert talk.replies == ["ask_time_other"]
    assert chosen not in talk.state.frame.offered


def test_another_time_for_a_visit_that_is_moved_brings_others() -> None:
    talk = booked()
    talk.say(read("reschedule_screening", time="thursday at 2"))
    assert talk.state.asked == "confirm_move"
    chosen = talk.world.slot(chosen_time(talk))
    talk.say(read("change_time", time="another time", slots=[chosen]))
    assert talk.replies == ["ask_time_other"]
    assert talk.state.flow == "move"


def test_the_first_is_the_first_time_whatever_stands_above_it() -> None:
    """The choices under an answer are gone when something is asked below it."""
    talk = Talk()
    talk.say(read("fact_age", "book_screening"))
    assert talk.replies == ["fact_unknown", "ask_time_all"]
    assert all(option.key.startswith("slot:") for option in talk.options)


def test_what_was_changed_is_said_back_once() -> None:
    talk = at_the_time(time="wednesday at 9", name=ANA, phone=PHONE)
    asked = talk.state.asked
    talk.say(read(phone=OTHER_PHONE))
    assert talk.state.asked == asked
    assert "changed_phone" in talk.replies
    assert "got_that" not in talk.replies


# --- a day that closes in the middle


def closes_the_day(talk: Talk) -> date:
    """The clinic closes the day that is talked about; which it was."""
    frame = talk.state.frame
    assert frame is not None
    start = talk.world.slot(frame.slot or frame.offered[0]).starts_at
    day = start.astimezone(talk.world.content.clinic.tz).date()
    talk.world.close(day)
    return day


@pytest.mark.parametrize(
    ("begun", "then"),
    [
        (at_the_time, [Read(choice="first")]),
        (at_the_phone, [read(phone=PHONE), read(stance="no"), read(stance="yes")]),
        (at_the_summary, [read(stance="yes")]),
    ],
)
def test_a_day_that_closes_in_the_middle_is_neither_booked_nor_offered(
    begun: Callable[[], Talk], then: list[Read]
) -> None:
    talk = begun()
    first = talk.options[0].key if talk.options else None
    day = closes_the_day(talk)
    for message in then:
        talk.say(replace(message, choice=message.choice and first))
    assert not talk.world.booked
    assert talk.state.asked == "time"
    zone, offered = talk.world.content.clinic.tz, talk.state.frame.offered
    days = {talk.world.slot(code).starts_at.astimezone(zone).date() for code in offered}
    assert days
    assert day not in days


def test_a_visit_stays_when_the_day_it_was_to_move_to_closes() -> None:
    talk = booked()
    before = next(iter(talk.world.booked.values()))
    talk.say(read("reschedule_screening", time="thursday at 2 pm"))
    assert talk.state.asked == "confirm_move"
    closes_the_day(talk)
    talk.say(read(stance="yes"))
    assert list(talk.world.booked.values()) == [before]
    assert talk.state.asked == "time"
