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


TIGHT, LEAKED = "my chest was tight on and off today", "i lost control of my bladder twice today"


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        (TIGHT, "no its gone now"),
        (TIGHT, "nah it went away again, just stress i guess"),
        (TIGHT, "no it stopped, only nerves. tuesday at 10"),
        (LEAKED, "nope, just coughing, all good lol"),
        (LEAKED, "no was just laughing. can i come friday"),
        (LEAKED, "can i come friday, it was only sneezing"),
        (NUMB, "no its ok now was just the chair"),
        (NUMB, "its back to normal now"),
        (NUMB, "i exaggerated a bit"),
        (NO_PEE_ES, "no ya se me quito, era puro estres"),
        (NO_PEE_ES, "ya paso, eran los nervios. el viernes a las 10"),
    ],
)
def test_what_is_gone_now_or_has_a_guessed_cause_takes_nothing_back(
    model: IntentModel, sign: str, words: str
) -> None:
    talk = held(model, sign, words)
    assert talk.state.alarm == "E"
    assert talk.state.flow is None
    assert "withdrawn" not in replies(talk)
    assert "911" in talk.words
    names_a_time = any(day in words for day in ("tuesday", "friday", "viernes"))
    assert ("book_after_alarm" in replies(talk)) == names_a_time


@pytest.mark.parametrize("words", ["no its gone now", "nah, went away again", "no not anymore"])
def test_what_is_gone_now_is_no_answer_to_the_question_about_the_sign(
    model: IntentModel, words: str
) -> None:
    talk = held(model, TIGHT, "i dont have a tight chest", words)
    assert "withdrawn" not in replies(talk)
    assert talk.state.alarm == "E"


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        (NUMB, "er doc looked at me today, no cauda equina. thursday at 11"),
        (NUMB, "i meant my toe is numb, a typo. thursday at 11 please"),
        (NUMB, "that was years ago. can you do thursday 11am"),
        ("i want to kill myself", "sorry, i didnt mean it, i was venting. thursday at 11"),
        (NO_PEE_ES, "ya me atendieron en urgencias, todo bien. el jueves a las 11"),
    ],
)
def test_a_time_beside_what_takes_an_alarm_back_is_taken(
    model: IntentModel, sign: str, words: str
) -> None:
    talk = held(model, sign, words)
    if talk.state.asked == "sign":
        talk.say("no")
    assert "withdrawn" in replies(talk)
    assert talk.state.flow == "book"
    assert talk.state.frame is not None
    assert talk.state.frame.slot or talk.state.frame.offered


def test_a_day_on_which_it_was_is_wished_for_by_nobody(model: IntentModel) -> None:
    talk = held(model, NUMB, "typo, i meant my shin, and that was on monday")
    assert talk.state.flow is None


SWOLLEN = "my calf is swollen and warm"


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        (NUMB, "my surgeon saw it this morning and gave me antibiotics"),
        (NUMB, "the nurse already examined me today"),
        (SWOLLEN, "the ultrasound was clear"),
        (SWOLLEN, "i saw my doctor today, doppler came back negative"),
        (TIGHT, "they did an ekg at the hospital, all good"),
        (NO_PEE_ES, "ya fui a urgencias y me revisaron, todo bien"),
        (NO_PEE_ES, "me dieron de alta hoy"),
        (NO_PEE_ES, "el doctor me vio y el ultrasonido salio bien"),
    ],
)
def test_who_was_looked_at_has_no_alarm_any_more(model: IntentModel, sign: str, words: str) -> None:
    talk = held(model, sign, words)
    assert replies(talk)[0] == "withdrawn"
    assert talk.state.alarm is None


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        (NUMB, "my doctor saw me last month"),
        (NUMB, "the doctor never saw me"),
        (NUMB, "my doctor will see me"),
        (NUMB, "i dont need the er im fine"),
        (NUMB, "my mom is in the hospital, i cant go there"),
        (NO_PEE_ES, "no me revisaron, me fui"),
    ],
)
def test_who_was_not_looked_at_for_it_keeps_the_alarm(
    model: IntentModel, sign: str, words: str
) -> None:
    talk = held(model, sign, words)
    assert talk.state.alarm == "E"
    assert "withdrawn" not in replies(talk)


@pytest.mark.parametrize(
    ("sign", "words", "books"),
    [
        ("my dad has chest pain", "he's in the hospital now. can i book for myself", True),
        ("my wife cant feel her legs", "the ambulance took her. how much is the screening", False),
        ("mi mama no puede orinar", "ya la llevamos al hospital. quiero una cita para mi", True),
        ("mi papa no puede respirar", "mi papa ya esta en el hospital. cuanto cuesta", False),
    ],
)
def test_where_another_is_in_the_hospital_help_is_there(
    model: IntentModel, sign: str, words: str, books: bool
) -> None:
    talk = held(model, sign, words)
    assert "help_is_coming" in replies(talk)
    assert (talk.state.alarm, talk.state.help_comes) == ("E", True)
    assert {"book_after_alarm", "fact"} & set(replies(talk))
    talk.say("book me for friday please" if books else "gracias")
    assert (talk.state.flow == "book") == books


@pytest.mark.parametrize("words", ["should he be in the hospital?", "he is not in the hospital"])
def test_who_is_not_in_the_hospital_yet_keeps_the_alarm(model: IntentModel, words: str) -> None:
    assert held(model, "my dad has chest pain", words).state.alarm == "E"
