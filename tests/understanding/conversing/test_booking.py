"""Bookings: begun, led and ended: reported faults, each line is what was said."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from evaluation.talking import Talk
from tests.understanding.conversing.talks import BOOKED, BOOKING, held, passages, replies


@pytest.mark.parametrize("words", ["no dont book me anything stop", "stop, I don't want any time"])
def test_a_stop_that_says_any_ends_the_booking(model: IntentModel, words: str) -> None:
    assert held(model, "I want to book a screening", words).state.flow is None


@pytest.mark.parametrize("words", ["No thank you, not today", "no thanks"])
def test_a_no_thank_you_to_the_times_ends_the_booking(model: IntentModel, words: str) -> None:
    assert held(model, "I want to book a screening", words).state.flow is None


def test_a_greeting_wishes_for_no_time_of_day(model: IntentModel) -> None:
    talk = held(model, "good evening, can I come tuesday")
    assert "Tuesday" in talk.words
    assert "evening" not in talk.words


@pytest.mark.parametrize("follow_up", ["why", "how", "what about arthritis?", "whats it for"])
def test_a_follow_up_begins_nothing_and_stays_with_what_was_said(
    model: IntentModel, follow_up: str
) -> None:
    talk = held(model, "what causes sciatica", follow_up)
    assert talk.state.flow is None
    assert not {"out_of_scope", "why_nothing", "rephrase", "clarify"} & set(replies(talk))


def test_questions_beside_a_booking_lose_neither(model: IntentModel) -> None:
    talk = held(
        model, "What causes sciatica, do you do dry needling, and can I come Tuesday morning?"
    )
    assert passages(talk) == ["causes", "treatment:dry_needling"]
    assert (talk.state.flow, talk.state.asked) == ("book", "time")
    assert "Tuesday" in talk.words


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("I only have Thursdays after 4, and not this coming week", "Thursday after 4 PM"),
        ("not monday", "not Monday"),
        ("whenever Robin is in", "Robin"),
    ],
)
def test_a_limit_is_said_back(model: IntentModel, limit: str, said: str) -> None:
    assert said in held(model, BOOKING[0], limit).words


def test_all_said_at_once_leaves_the_check(model: IntentModel) -> None:
    talk = held(model, "hi I'm Dana Miller, 414-555-0183, can I come wednesday at 11?")
    assert (talk.state.flow, talk.state.asked) in (("book", "signs"), ("book", "time"))
    assert talk.state.name == "Dana Miller"


@pytest.mark.parametrize("words", ["can you come to my house?", "I'm running late"])
def test_what_is_no_booking_begins_none(model: IntentModel, words: str) -> None:
    assert held(model, words).state.flow is None


def test_the_same_question_four_times_is_not_the_same_reply(model: IntentModel) -> None:
    talk, came = Talk(model, "four times"), []
    for _ in range(4):
        came.append(talk.say("what causes sciatica"))
    assert len(set(came)) == len(came)


def test_a_refused_summary_books_nothing(model: IntentModel) -> None:
    talk = held(model, *BOOKING, "414-555-0177", "none of these", "nvm dont book it")
    assert replies(talk) == ["stopped_booking"]


def test_no_to_an_offer_calls_nothing_off(model: IntentModel) -> None:
    talk = held(model, "what causes sciatica", "No, I do not want a screening")
    assert replies(talk) == ["offer_declined"]


@pytest.mark.parametrize(
    "words", ["nvm the call lets just book", "forget the call, let's book a time"]
)
def test_what_is_wished_for_instead_takes_the_place_of_what_goes_on(
    model: IntentModel, words: str
) -> None:
    talk = held(model, "can somebody call me", words)
    assert [frame.flow for frame in talk.state.stack] == ["book"]


def test_never_mind_the_booking_for_a_person_drops_it(model: IntentModel) -> None:
    talk = held(model, "I want to book a screening", "never mind, just let me talk to a person")
    assert "book" not in [frame.flow for frame in talk.state.stack]


@pytest.mark.parametrize(
    "words",
    ["i dont want an appointment i want an answer", "dont tell me to call somebody", "OK ILL CALL"],
)
def test_what_is_denied_is_not_begun(model: IntentModel, words: str) -> None:
    assert held(model, "what is sciatica", words).state.flow is None


def test_a_time_that_was_passed_over_is_still_free(model: IntentModel) -> None:
    talk = held(model, "I want to book a screening", "thursday afternoon")
    slot = talk.state.options[0]
    talk.say("none of those")
    talk.say(f"you know what, {slot.label}")
    assert talk.state.asked == "name"
    assert f"slot:{talk.state.stack[-1].slot}" == slot.key


@pytest.mark.parametrize("words", ["ok bye", "thanks, good night to you"])
def test_goodbye_ends_what_is_under_way(model: IntentModel, words: str) -> None:
    assert held(model, "can somebody call me", words).state.flow is None
    booking = held(model, "book a screening", "the first one", words)
    assert booking.state.flow is None
    assert "stopped_booking" in replies(booking)


def test_who_takes_leave_takes_no_offer_up(model: IntentModel) -> None:
    talk = held(model, "what causes sciatica?", "that'd be me all right. well, i'll let you go")
    assert talk.state.flow is None


def test_an_end_beside_a_question_is_one(model: IntentModel) -> None:
    talk = held(model, "can somebody call me", "eh nvm i'll call you guys. whats the #")
    assert talk.state.flow is None
    assert "(414) 555-0142" in talk.words
    talk = held(model, "book a screening", "never mind that, what is dry needling")
    assert talk.state.flow == "book"


def test_what_may_be_forgotten_ends_nothing(model: IntentModel) -> None:
    words = "Before I forget, and I will forget, is there anywhere to park a truck?"
    assert held(model, "book a screening", "the first one", words).state.flow == "book"


def test_thanks_for_an_answer_take_no_offer_up(model: IntentModel) -> None:
    assert held(model, "what causes sciatica?", "ok thx").state.flow is None
    assert held(model, "¿qué causa la ciática?", "va gracias").state.flow is None
    assert held(model, "what causes sciatica?", "yes thanks").state.flow == "book"


def test_a_raised_thumb_books_nothing(model: IntentModel) -> None:
    assert held(model, "what causes sciatica?", "\U0001f44d").state.flow is None


def test_whoever_tells_when_they_are_free_does_not_ask_what_it_costs(model: IntentModel) -> None:
    talk = held(model, "I want to book a screening", "free for any day, but not Thursday")
    assert "fact" not in replies(talk)
    assert "Thu" not in " ".join(option.label for option in talk.state.options)


@pytest.mark.parametrize(
    "words", ["ya volví, perdón. en qué estábamos?", "ok im back, where were we"]
)
def test_who_comes_back_is_asked_the_same_again(model: IntentModel, words: str) -> None:
    talk = held(model, "I want to book a screening", "the first one", "Ana Huarcaya", words)
    assert (talk.state.flow, talk.state.asked) == ("book", "phone")
    assert not any(reply.endswith("_again") for reply in replies(talk))


@pytest.mark.parametrize(
    "words",
    ["i can only do saturdays", "can i just walk in", "my husband wants to know if fridays work"],
)
def test_when_somebody_could_come_begins_a_booking(model: IntentModel, words: str) -> None:
    assert held(model, words).state.flow == "book"


def test_a_choice_is_one_after_a_word_of_praise(model: IntentModel) -> None:
    said = "thats good, the first one"
    talk = held(model, "I want to book a screening", "whats the earliest", said)
    assert talk.state.asked == "name"


def test_a_choice_is_one_beside_a_name_a_number_or_a_question(model: IntentModel) -> None:
    talk = held(model, BOOKING[0], "the second, Walt Brezny")
    assert (talk.state.asked, talk.state.name) == ("phone", "Walt Brezny")
    talk = held(model, BOOKING[0], "the erliest, 414-555-0182")
    assert (talk.state.asked, talk.state.phone) == ("name", "+14145550182")
    talk = held(model, BOOKING[0], "the first one 414-555-0182")
    assert (talk.state.asked, talk.state.phone) == ("name", "+14145550182")
    talk = held(model, BOOKING[0], "I can do the later one but is parking free")
    assert (talk.state.asked, replies(talk)[0]) == ("name", "fact")


def test_a_wish_after_a_colon_is_one(model: IntentModel) -> None:
    talk = held(model, "two things: do you take Cigna, and can I get in Thursday after 5?")
    assert "fact_unknown" in replies(talk)
    assert "Thursday" in talk.words


def test_a_visit_is_wished_for_beside_what_is_told_of_somebody(model: IntentModel) -> None:
    talk = held(model, "my uncle is 79 and his sciatica is awful, can you see him")
    assert (talk.state.flow, talk.state.relation) == ("book", "uncle")
    assert "fact_unknown" not in replies(talk)


@pytest.mark.parametrize("words", ["yes", "no, don't cancel"])
def test_a_booking_that_was_stopped_is_taken_up(model: IntentModel, words: str) -> None:
    talk = held(model, BOOKING[0], "cancel it lol", words)
    assert (talk.state.flow, talk.state.asked) == ("book", "time")


def test_an_hour_is_one_however_it_is_spelt(model: IntentModel) -> None:
    assert "9:00 AM" in held(model, BOOKING[0], "9 oclok").words


def test_a_question_with_anything_in_it_wishes_for_no_other_time(model: IntentModel) -> None:
    talk = held(model, "can i see someone on thursday", "does it cost anything", "the early one")
    assert "Thu" in talk.words


def test_whether_the_treatments_hurt_is_no_question_about_the_nerve(model: IntentModel) -> None:
    assert not passages(held(model, "how do you treat it", "does it hurt"))


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (10, "{}:00 works, and i have none of those warning signs"),
        (11, "friday {}, none of the other stuff"),
    ],
)
def test_a_time_on_offer_that_is_named_beside_none_is_kept(
    model: IntentModel, hour: int, words: str
) -> None:
    talk = held(model, "friday morning, Ida Kell, 414-555-0176", words.format(hour))
    assert f"{hour}:00" in talk.words
    assert talk.state.asked == "signs"


def test_a_reminder_wished_for_with_the_last_yes_moves_nothing(model: IntentModel) -> None:
    talk = held(model, "thursday at 3 pm, Ida Kell, 414-555-0175", "none of these")
    talk.say("yes, and remind me the day before please")
    assert replies(talk) == ["booked"]


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ("monday at 9 am", "yeah. my mom can drive me there, is that ok"),
        ("monday at 10 am", "whatever, book it"),
        ("monday at 11 am", "ugh just book it"),
        ("monday at 1 pm", "yes and my son will wait outside"),
    ],
)
def test_a_yes_to_the_summary_books_it(model: IntentModel, time: str, words: str) -> None:
    phone = f"414-555-01{10 + len(words) % 50}"
    talk = held(model, f"{time}, Ida Kell, {phone}", "none of these", words)
    assert "booked" in replies(talk)


@pytest.mark.parametrize("words", ["but only text me, no calls", "text me only please"])
def test_how_to_be_reached_is_said_back_at_once(model: IntentModel, words: str) -> None:
    talk = held(model, "book a screening", "the last one", "Ida Kell", f"414-555-0172 {words}")
    assert replies(talk)[0] == "call_when_kept"
    assert talk.state.asked == "signs"


@pytest.mark.parametrize(
    "words",
    [
        "i run track, can i come w/o my mom knowing",
        "i'm NOT pregnant. can i book",
        "hi is this the pt place? need a screening",
    ],
)
def test_what_no_word_says_is_not_answered(model: IntentModel, words: str) -> None:
    said = held(model, words).words
    assert "pregnan" not in said
    assert "your home" not in said


@pytest.mark.parametrize(
    "words", ["yes book it, see you then", "ok book it. have a nice day", "yep all right, bye"]
)
def test_a_goodbye_beside_the_last_yes_leaves_it_one(model: IntentModel, words: str) -> None:
    assert held(model, *BOOKED[:-1], words).state.booked


@pytest.mark.parametrize(
    "words", ["bye", "no thanks, bye", "ok gotta go, bye", "ok have a good day"]
)
def test_a_goodbye_alone_books_nothing(model: IntentModel, words: str) -> None:
    assert not held(model, *BOOKED[:-1], words).state.booked


@pytest.mark.parametrize("asked", ["are you near the bus", "do you guys have wifi"])
def test_a_question_beside_a_choice_is_not_passed_over(model: IntentModel, asked: str) -> None:
    talk = held(model, "book a screening", f"the first one, {asked}")
    assert talk.state.asked == "name"
    assert replies(talk)[-1] == "back_name"


@pytest.mark.parametrize("words", ["the first one, can you do that", "the second one, is that ok?"])
def test_a_choice_that_is_put_as_a_question_asks_nothing(model: IntentModel, words: str) -> None:
    assert replies(held(model, "book a screening", words)) == ["ask_name"]
