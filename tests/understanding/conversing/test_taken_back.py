"""An alarm whose sign is denied, and a sign in doubt that is: each line is what was said."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from tests.understanding.conversing.talks import BOOKING, held, replies

NUMB = "my groin is numb"
NUMB_ES = "no siento nada entre las piernas"


@pytest.mark.parametrize(
    ("sign", "denial"),
    [
        (NUMB, "I don't have numbness in my groin. I want to book"),
        (NUMB, "i said that wrong, my groin is not numb"),
        (NUMB, "no, I meant my big toe is numb"),
        (NUMB, "sorry typo, I meant my shin"),
        ("I can't pee", "I was wrong, I never had trouble peeing"),
        (NUMB_ES, "no tengo nada dormido entre las piernas, quiero una cita"),
        (NUMB_ES, "me equivoque, quise decir el dedo del pie"),
        (NUMB_ES, "me exprese mal, lo que se me duerme es el muslo"),
    ],
)
def test_a_denied_alarm_is_asked_about_and_a_no_takes_it_back(
    model: IntentModel, sign: str, denial: str
) -> None:
    talk = held(model, sign, denial)
    if talk.state.alarm:  # said surely to be none it is taken back at once
        assert replies(talk) == ["just_to_be_sure", "sign"]
        talk.say("no")
    assert replies(talk)[0] == "withdrawn"
    assert talk.state.alarm is None
    assert ("book" in denial or "cita" in denial) == (talk.state.flow == "book")


@pytest.mark.parametrize(
    "words",
    [
        "my groin is not numb but i cant pee",
        "i don't have a headache",
        "no trouble in bed",
        "I have no urge to hurt myself",
        "my groin is not just numb, it's dead",
    ],
)
def test_what_denies_something_else_takes_nothing_back(model: IntentModel, words: str) -> None:
    talk = held(model, NUMB, words)
    assert "just_to_be_sure" not in replies(talk)
    assert talk.state.alarm == "E"


@pytest.mark.parametrize("words", ["I don't want to kill myself, I meant it as a joke. book me"])
def test_a_crisis_is_not_asked_about_again(model: IntentModel, words: str) -> None:
    assert "just_to_be_sure" not in replies(held(model, "I want to kill myself", words))


IN_DOUBT = "groin tingling"


@pytest.mark.parametrize(
    "words",
    [
        "I don't have tingling in my groin",
        "my groin is not tingling",
        "no tingling in my groin",
        "not my groin",
        "I dont have that",
        "my groin feels normal",
        "its fine down there",
    ],
)
def test_a_sign_in_doubt_is_denied_in_any_words(model: IntentModel, words: str) -> None:
    talk = held(model, IN_DOUBT)
    assert replies(talk) == ["sign"]
    talk.say(words)
    assert replies(talk)[0] == "sign_denied"
    assert talk.state.alarm is None


@pytest.mark.parametrize(
    "words",
    [
        "both sides",
        "kind of numb there",
        "i can not feel anything there",
        "I have not got any feeling there",
        "yeah between my legs",
    ],
)
def test_what_can_not_be_felt_is_no_denial(model: IntentModel, words: str) -> None:
    assert held(model, IN_DOUBT, words).state.alarm == "E"


@pytest.mark.parametrize(
    "words",
    ["my number is 414-555-0142", "call me at 414-555-0142", "414-555-0142", "Ana, 414-555-0142"],
)
def test_a_number_left_under_an_alarm_gets_one_message(model: IntentModel, words: str) -> None:
    assert replies(held(model, NUMB, words)) == ["alert_has_number"]
    in_spanish = words.replace("my number is", "mi numero es").replace("call me at", "llamenme al")
    assert replies(held(model, NUMB_ES, in_spanish)) == ["alert_has_number"]
    talk = held(model, "I want to book a screening", "the first one", NUMB, words)
    assert replies(talk) == ["alert_has_number"]
    talk.say("ok")
    assert "alarm_not_booked" in replies(talk)


NO_PEE, NO_PEE_ES = "i cant pee since yesterday", "no puedo orinar desde ayer"


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        (NO_PEE, "nah im fine its prolly just dehydration"),
        (NO_PEE, "i'm okay, i think it was from the heat"),
        (NO_PEE, "no haha only since i had no water"),
        (NUMB, "im fine, i probably just sat too long"),
        (NUMB, "i guess i just slept wrong, im okay"),
        (NO_PEE, "im alright, that is why, i barely drank"),
        (NO_PEE_ES, "nah estoy bien, seguro es por no tomar agua"),
        (NO_PEE_ES, "falsa alarma, ha de ser que no tomé agua"),
    ],
)
def test_a_guess_where_it_comes_from_takes_nothing_back(
    model: IntentModel, sign: str, words: str
) -> None:
    talk = held(model, *BOOKING, sign, words)
    assert talk.state.alarm == "E"
    assert talk.state.flow is None
    assert "withdrawn" not in replies(talk)


def test_a_guess_is_no_answer_to_the_question_about_the_sign(model: IntentModel) -> None:
    talk = held(model, NO_PEE, "i dont have trouble peeing", "nah, it is only from the heat")
    assert replies(talk) == ["sign_again"]
    talk.say("no")
    assert replies(talk)[0] == "withdrawn"
