"""What is said after an alarm: what ends it, what does not, and what is wished for all the same."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from tests.understanding.conversing.talks import (
    BOOKING,
    EMERGENCY,
    TO_THE_CHECK,
    held,
    passages,
    replies,
)


def test_a_question_after_an_alarm_is_the_same_question(model: IntentModel) -> None:
    talk = held(model, "I can't feel between my legs and I wet myself", "ok. what causes sciatica")
    assert passages(talk) == ["causes"]


def test_an_emergency_holds_a_booking_back_until_it_is_taken_back(model: IntentModel) -> None:
    talk = held(model, EMERGENCY, "ok. where are you?", "can you book me friday 9:30")
    assert talk.state.flow is None
    assert "book_after_alarm" in replies(talk)
    talk.say("and friday afternoon? book me please")
    assert talk.state.flow is None
    talk.say("I was wrong, that was years ago and it is fine now")
    talk.say("book me friday please")
    assert talk.state.flow == "book"


def test_what_only_sounds_like_help_is_no_help_where_it_holds_a_sign(model: IntentModel) -> None:
    told = "both my legs feel kinda heavy and tingly since tonight"
    talk = held(model, told, "well the left one gave out on the stairs")
    assert "help_is_coming" not in replies(talk)
    assert not talk.state.help_comes


@pytest.mark.parametrize("words", ["no, just wet", "nah just a bit of wee, it's my age"])
def test_what_only_makes_light_of_an_emergency_takes_nothing_back(
    model: IntentModel, words: str
) -> None:
    assert held(model, EMERGENCY, words).state.alarm == "E"


@pytest.mark.parametrize(
    "words",
    ["what do i do", "can you send somebody out", "is that bad? i still have 40 stops to make"],
)
def test_what_is_asked_after_an_alarm_is_met_with_it(model: IntentModel, words: str) -> None:
    talk = held(model, EMERGENCY, words)
    assert "911" in talk.words
    assert not passages(talk)


def test_who_is_on_the_way_to_the_emergency_room_has_called(model: IntentModel) -> None:
    talk = held(model, EMERGENCY, "ok wife is driving me to the ER")
    assert talk.state.help_comes
    assert not held(model, EMERGENCY, "i'm not going to the ER").state.help_comes


@pytest.mark.parametrize(
    "words", ["nah its fine really, just slept funny. can you book me or not", "its nothing"]
)
def test_who_makes_light_of_an_emergency_takes_nothing_back(model: IntentModel, words: str) -> None:
    talk = held(model, EMERGENCY, words)
    assert talk.state.alarm == "E"
    assert talk.state.flow is None
    talk.say("ok ok my girlfriend is driving me to the ER now")
    assert talk.state.help_comes
    talk.say("they told me its a 3 hr wait so im leaving")
    assert not talk.state.help_comes
    talk.say("ok im back home. book me for thursday 5pm")
    assert talk.state.flow is None


@pytest.mark.parametrize(
    "words",
    [
        "back from the ER, they sent me home, all clear. thursday 6pm screening?",
        "im back. they did an mri and said no emergency. can i book a screening now",
    ],
)
def test_who_was_looked_at_may_book(model: IntentModel, words: str) -> None:
    talk = held(model, EMERGENCY, words)
    assert talk.state.alarm is None
    assert talk.state.flow == "book"


@pytest.mark.parametrize(
    "words",
    [
        "they never looked at me. i left. its still numb but whatever",
        "they sent me home without seeing a doctor",
        "ive been here 4 hrs nobody saw me, im leaving",
    ],
)
def test_who_was_not_looked_at_takes_nothing_back(model: IntentModel, words: str) -> None:
    talk = held(model, EMERGENCY, "fine, heading to the ER now", words)
    assert talk.state.alarm == "E"
    assert "911" in talk.words
    talk.say("so book me thursday 5")
    assert talk.state.flow is None


def test_who_was_cleared_is_heard_in_other_words_too(model: IntentModel) -> None:
    words = "ok im back now, doctor at the er checked me, did an mri, im cleared"
    assert held(model, EMERGENCY, words).state.alarm is None
    words = "im back. er doc checked me out today and its all fine, nothing serious"
    assert held(model, EMERGENCY, words).state.alarm is None


@pytest.mark.parametrize(
    "words",
    [
        "oh no i meant no, none of those",
        "sorry i pressed that by mistake",
        "oops i hit the wrong button. i have none of them",
        "it was a mis tap!!",
        "None of these",
        "can you ask me again",
    ],
)
def test_an_alarm_by_mistake_gives_the_booking_back(model: IntentModel, words: str) -> None:
    talk = held(model, *TO_THE_CHECK, "yes")
    assert talk.state.flow is None
    talk.say(words)
    assert (talk.state.alarm, talk.state.flow, talk.state.asked) == (None, "book", "signs")
    talk.say("none of these")
    assert (talk.state.asked, talk.state.name) == ("confirm", "Ana Flores")


@pytest.mark.parametrize(
    ("said", "taken_back"),
    [
        (
            "my wife fell off the bladder and cant feel her legs",
            "LADDER. autocorrect. the ladder slid, nobody on it. my bladder is fine",
        ),
        (
            "dad cant breathe and his chest hurts",
            "Back. It was his gallbladder, he is home and fine. Can I book my own screening now?",
        ),
    ],
)
def test_an_alarm_is_over_when_it_was_no_such_thing(
    model: IntentModel, said: str, taken_back: str
) -> None:
    talk = held(model, said, taken_back)
    assert talk.state.alarm is None
    assert "withdrawn" in replies(talk)


@pytest.mark.parametrize(
    "words",
    [
        "he saw me and ordered an mri, says not an emergency. can i book pt friday",
        "they said no cauda equina. can i book",
    ],
)
def test_who_was_looked_at_is_booked_at_once(model: IntentModel, words: str) -> None:
    talk = held(model, "my foot drags since this morning and i lost control of my bladder", words)
    assert (talk.state.alarm, talk.state.flow) == (None, "book")


def test_who_goes_to_the_hospital_is_asked_for_no_reference(model: IntentModel) -> None:
    talk = held(model, EMERGENCY, "ok heading to the er now, cancel everything")
    assert replies(talk) == ["help_is_coming", "nothing_to_call_off"]
    talk.say("my sister is driving me there")
    assert talk.state.asked is None
    assert talk.state.help_comes


def test_what_is_asked_for_in_the_search_for_a_visit_is_no_way_to_help(model: IntentModel) -> None:
    talk = held(model, EMERGENCY, "cancel my visit", "my sister is driving me there now")
    assert replies(talk) == ["help_is_coming"]
    assert talk.state.asked is None


@pytest.mark.parametrize(
    "words", ["whats your phone number, its not that bad", "can i just call the clinic? number?"]
)
def test_the_clinics_number_stands_after_911_each_time(model: IntentModel, words: str) -> None:
    talk = held(model, EMERGENCY, "how much is it", words)
    assert replies(talk)[0] == "alarm_reminder"


@pytest.mark.parametrize("words", ["so cant i book? my leg hurts", "can i still come after that"])
def test_who_asks_to_come_all_the_same_is_told_what_comes_first(
    model: IntentModel, words: str
) -> None:
    for sign in ("i have a fever and bad back pain", EMERGENCY):
        assert replies(held(model, sign, words)) == ["alarm_reminder", "book_after_alarm"]


def test_who_reached_988_is_booked(model: IntentModel) -> None:
    words = "i called them, they helped. can somebody look at my back, any afternoon"
    talk = held(model, "i want to kill myself", words)
    assert replies(talk)[0] == "help_is_coming"
    assert talk.state.flow == "book"


@pytest.mark.parametrize("words", ["i havent called them", "i wont call them. can i book"])
def test_who_did_not_call_988_is_not_taken_to_have(model: IntentModel, words: str) -> None:
    assert not held(model, "i want to kill myself", words).state.help_comes


@pytest.mark.parametrize(
    "words",
    [
        "that's fine, my son is taking me to the hospital now",
        "ok all good, we're driving to the ER",
        "está bien, mi hijo me va a llevar al hospital ahora",
        "Está bien, mi compadre me lleva a emergencias ahorita.",
    ],
)
def test_who_is_on_the_way_to_help_is_told_to_go_on_and_not_that_it_is_over(
    model: IntentModel, words: str
) -> None:
    talk = held(model, EMERGENCY, words)
    assert (talk.state.alarm, talk.state.help_comes) == ("E", True)


def test_who_asks_to_be_driven_instead_is_told_how_to_go(model: IntentModel) -> None:
    talk = held(model, EMERGENCY, "can my brother drive me instead of 911")
    assert talk.state.alarm == "E"
    assert "fact" not in replies(talk)
    assert "emergency room" in talk.words


def test_who_is_taken_to_the_hospital_is_sent_on_without_a_sign(model: IntentModel) -> None:
    talk = held(model, *BOOKING[:2], "my son is taking me to the ER now")
    assert "help_is_coming" in replies(talk)
    assert talk.state.flow is None


def test_who_was_in_the_hospital_for_an_mri_is_not_sent_there(model: IntentModel) -> None:
    talk = held(model, *BOOKING[:2], "is the clinic near the hospital")
    assert "help_is_coming" not in replies(talk)


@pytest.mark.parametrize(
    "words",
    [
        "went to urgent care, they xrayed it, nothing broken, doctor says im fine",
        "the doctor checked me out today and says I am fine and can start physical therapy",
        "doc saw me today said its ok do PT",
    ],
)
def test_who_says_that_a_doctor_has_looked_is_asked_once_and_may_book_then(
    model: IntentModel, words: str
) -> None:
    talk = held(model, "i cant lift my foot", words)
    if talk.state.alarm:
        assert talk.state.asked == "sign"
        talk.say("no")
    talk.say("book thursday afternoon")
    assert (talk.state.alarm, talk.state.flow) == (None, "book")


def test_what_to_do_now_is_a_question_for_those_who_help(model: IntentModel) -> None:
    said = replies(held(model, "i cant pee", "which hospital is closest"))
    assert said == ["alarm_how", "alarm"]


def test_who_goes_to_the_emergency_room_is_sent_on_and_asked_nothing(model: IntentModel) -> None:
    said = replies(held(model, "im headed to the ER now for the numbness between my legs"))
    assert said == ["help_is_coming"]


@pytest.mark.parametrize("words", ["is it free", "do i need a referral", "how long does it take"])
def test_a_fact_of_the_clinic_is_told_after_the_reminder(model: IntentModel, words: str) -> None:
    said = replies(held(model, EMERGENCY, words))
    assert said[0] == "alarm_reminder"
    assert "alarm" not in said
