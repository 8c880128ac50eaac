"""Minds changed, answers that are none, and all at once: what patients do to a booking."""

import pytest

from clinic.screenings.references import make_reference
from tests.phones import own_number

BOOKED = "You're booked!"


def say_all(chat, *messages):
    for message in messages:
        reply = chat.say(message)
    return reply


def slots(chat):
    return chat.tracker()["slots"]


def offered(chat):
    return [label for label, payload in chat.buttons.items() if payload.startswith("/inform")]


@pytest.fixture
def at_the_time(chat):
    """A booking that asks for the time."""
    say_all(chat, "book a screening", "Dana Whitfield", own_number())
    return chat


@pytest.fixture
def at_the_check(at_the_time):
    """A booking that asks for signs."""
    at_the_time.say("the first one")
    return at_the_time


@pytest.fixture
def at_the_summary(at_the_check):
    """A booking that waits for the last yes."""
    at_the_check.press("None of these")
    return at_the_check


# --- what is known is not asked again


def test_name_number_and_wish_in_one_answer_are_all_taken(chat):
    chat.say("book a screening")
    assert "after 4 PM" in chat.say("John Q. Public, 414-555-0114, any day after 4")
    assert slots(chat)["patient_name"] == "John Q. Public"
    assert slots(chat)["patient_phone"] == "+14145550114"
    assert offered(chat)


def test_a_number_beside_the_name_is_taken(chat):
    chat.say("book a screening")
    chat.say("Mary Smith and my number is 414-555-0115")
    assert slots(chat)["patient_name"] == "Mary Smith"
    assert slots(chat)["requested_slot"] == "screening_time"


@pytest.mark.parametrize("words", ["next tuesday", "any day after 4", "tomorrow afternoon"])
def test_a_time_told_for_the_name_is_kept_and_the_name_asked_for(chat, words):
    say_all(chat, "book a screening", words)
    assert slots(chat)["patient_name"] is None
    say_all(chat, "Dana Whitfield")
    assert slots(chat)["times_offered"]["wish"] in chat.say(own_number())


def test_a_second_exclusion_does_not_take_back_the_first_wish(at_the_time):
    at_the_time.say("any day after 4")
    assert "after 4 PM, but not Monday" in at_the_time.say("not monday")


def test_all_at_once_in_the_first_sentence_is_all_taken(chat):
    chat.say("hi im Ana Diaz, i'd like a screening next monday after 2, my cell is 414 555 0188")
    assert slots(chat)["patient_name"] == "Ana Diaz"
    assert slots(chat)["patient_phone"] == "+14145550188"
    assert slots(chat)["requested_slot"] == "screening_time"
    assert "after 2 PM" in slots(chat)["times_offered"]["wish"]


# --- the time


def test_a_no_to_the_times_brings_others_and_then_a_person(at_the_time):
    before = offered(at_the_time)
    assert "other free times" in at_the_time.say("no")
    assert not set(before) & set(offered(at_the_time))
    at_the_time.say("none of those work")
    assert "Talk to a person" in at_the_time.buttons
    assert "Nothing was booked" in at_the_time.say("no")


def test_other_times_keep_to_the_day_that_was_wished_for(at_the_time):
    at_the_time.say("next wednesday")
    at_the_time.say("no")
    assert {label[:3] for label in offered(at_the_time)} == {"Wed"}


def test_other_times_are_none_of_those_on_offer(at_the_summary):
    chosen = slots(at_the_summary)["screening_time"]
    at_the_summary.press("Other time")
    assert chosen not in slots(at_the_summary)["times_offered"]["codes"]
    assert offered(at_the_summary)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("do you have anything later", "a later time"),
        ("what else do you have", "any day"),
        ("anything in the evening?", "in the evening"),
    ],
)
def test_a_question_about_other_times_is_answered_with_them(at_the_time, words, meant):
    before = offered(at_the_time)
    assert meant in at_the_time.say(words)
    assert offered(at_the_time) != before


def test_a_time_is_read_even_where_it_sounds_like_a_question_for_the_article(at_the_time):
    assert "or later" in at_the_time.say("in two weeks or later")


@pytest.mark.parametrize("question", ["what does it cost", "who won the football game last night?"])
def test_after_a_question_the_first_one_is_the_first_time(at_the_time, question):
    at_the_time.say(question)
    payloads = [item for item in at_the_time.buttons.values() if item.startswith("/inform")]
    at_the_time.say("the first one")
    assert f'"{slots(at_the_time)["screening_time"]}"' in payloads[0]


@pytest.mark.parametrize("words", ["I don't know", "not sure"])
def test_who_does_not_know_is_asked_again_and_then_offered_a_person(at_the_time, words):
    at_the_time.say(words)
    assert offered(at_the_time)
    at_the_time.say(words)
    assert "Talk to a person" in at_the_time.buttons


def test_the_hour_of_one_offered_time_chooses_it(at_the_time):
    hours = [label.split(", ")[1] for label in offered(at_the_time)]
    alone = next(hour for hour in hours if hours.count(hour) == 1)
    at_the_time.say(alone)
    assert slots(at_the_time)["screening_time"]
    assert slots(at_the_time)["requested_slot"] == "red_flags_checked"


def test_a_yes_that_says_the_time_again_is_a_yes(at_the_summary):
    summary = at_the_summary.replies[0]["text"]
    hour = summary.split(" at ")[1].split(" (")[0]
    assert BOOKED in at_the_summary.say(f"yes {hour} is great")


# --- what was said before


@pytest.mark.parametrize("words", ["that's the wrong number", "change my number please"])
def test_a_number_said_to_be_wrong_is_asked_for_again(at_the_summary, words):
    assert "right phone number" in at_the_summary.say(words)
    assert "(414) 555-0198" in at_the_summary.say("414-555-0198")


def test_a_yes_with_a_correction_is_not_final(at_the_summary):
    assert "(414) 555-0199" in at_the_summary.say("yes but make it 414-555-0199")
    assert slots(at_the_summary)["requested_slot"] == "screening_confirmed"


def test_a_name_is_corrected_before_the_last_yes(at_the_summary):
    assert "Name: Danna Whitfield" in at_the_summary.say("my name is spelled Danna Whitfield")


def test_cancel_in_the_middle_stops_the_booking(at_the_check):
    assert "Nothing was booked" in at_the_check.say("cancel")
    assert at_the_check.active_loop is None
    assert slots(at_the_check)["patient_phone"] is None


@pytest.mark.parametrize(
    "words",
    [
        "what if I can't make it?",
        "what if i can’t make it",
        "what if I won't be there",
        "what happens if i need to cancel",
        "can I move it later?",
    ],
)
def test_what_if_it_does_not_suit_later_is_answered_and_ends_nothing(chat, words):
    say_all(chat, "book a screening", "Dana Whitfield")
    assert "at any time" in chat.say(words)
    assert chat.active_loop == "screening_form"
    chat.say(own_number())
    assert slots(chat)["requested_slot"] == "screening_time"


@pytest.mark.parametrize(
    "words",
    [
        "can I move it to a later time",
        "can we change it to after 3",
        "what if i can't make it tuesday, do you have wednesday?",
        "what if I can't make it, can I talk to a person",
    ],
)
def test_another_time_or_a_person_is_not_put_off_to_later(at_the_summary, words):
    assert "at any time" not in at_the_summary.say(words)


@pytest.mark.parametrize(
    "words", ["cancel it, i don't know if i have time", "cancel, i'll book again if i want"]
)
def test_what_stops_the_booking_stops_it_whatever_ifs_follow(at_the_summary, words):
    assert "Nothing was booked" in at_the_summary.say(words)
    assert at_the_summary.active_loop is None


@pytest.mark.parametrize("words", ["hold on", "wait", "let me check my calendar"])
def test_who_needs_a_moment_gets_it(at_the_summary, words):
    reply = at_the_summary.say(words)
    assert "No hurry" in reply
    assert "Shall I book it?" in reply


def test_what_was_offered_beside_the_booking_is_not_what_a_later_yes_means(chat):
    say_all(
        chat, "what does it cost", "book a screening", "what does it cost", "Dana", own_number()
    )
    say_all(chat, "the first one", "/none_of_these", "yes")
    chat.say("yes")
    assert chat.active_loop is None


# --- the check before booking


@pytest.mark.parametrize("words", ["maybe", "I think so", "ok", "the first one", "not sure", "1"])
def test_only_a_plain_answer_passes_the_safety_check(at_the_check, words):
    assert "safe to book" in at_the_check.say(words)
    assert slots(at_the_check)["red_flags_checked"] is None


@pytest.mark.parametrize("words", ["no", "none of those", "nope, none"])
def test_a_plain_no_passes_the_safety_check(at_the_check, words):
    assert "Shall I book it?" in at_the_check.say(words)


# --- a screening that stands


def test_who_has_a_screening_is_told_before_booking_another(at_the_summary):
    at_the_summary.say("yes")
    assert "You have a screening already" in at_the_summary.say("book a screening")
    assert at_the_summary.active_loop is None
    at_the_summary.press("Book another one")
    assert at_the_summary.active_loop == "screening_form"
    assert "Name: Tom Whitfield" in say_all(
        at_the_summary, "Tom Whitfield", "the first one", "/none_of_these"
    )


def test_who_can_not_come_is_asked_whether_to_move_or_call_off(at_the_summary):
    at_the_summary.say("yes")
    at_the_summary.say("I can't make it")
    assert {"Move it", "Call it off"} <= set(at_the_summary.buttons)


def test_a_later_time_is_later_than_the_screening_that_stands(at_the_summary):
    booked = at_the_summary.say("yes")
    at_the_summary.say("I want a later time that day")
    assert at_the_summary.active_loop == "move_visit_form"
    assert offered(at_the_summary)
    assert all(label.split(", ")[1] not in booked for label in offered(at_the_summary)[:1])


def test_a_wish_to_move_that_names_the_day_is_answered_with_that_day(at_the_summary):
    say_all(at_the_summary, "yes", "I want to talk to a person")
    assert "Wednesday" in at_the_summary.say("can I move it to next wednesday")
    assert at_the_summary.active_loop == "move_visit_form"


def test_a_strangers_wrong_guesses_do_not_lock_out_who_booked_here(product, at_the_summary):
    at_the_summary.say("yes")
    number = slots(at_the_summary)["patient_phone"]
    stranger = product.chat()
    stranger.say("when is my appointment")
    for _ in range(5):
        say_all(stranger, make_reference(), number)
    assert "can't look it up now" in say_all(
        product.chat(), "when is my appointment", make_reference(), number
    )
    assert "Your screening is on" in at_the_summary.say("when is my appointment?")


def test_a_move_is_not_offered_the_time_it_has(at_the_summary):
    booked = at_the_summary.say("yes")
    at_the_summary.say("can I move it to the same day")
    assert offered(at_the_summary)
    hour = booked.split(" at ")[1].split(" (")[0]
    assert all(not label.endswith(f", {hour}") for label in offered(at_the_summary))
