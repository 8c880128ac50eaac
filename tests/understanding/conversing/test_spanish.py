"""Conversations in Spanish: reported faults, each line is what was said."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from tests.understanding.conversing.talks import held, replies

BOOKING_IN_SPANISH = ("quiero una cita", "la primera", "Dana Cuello", "414-555-0143")


@pytest.mark.parametrize("yes", ["Correcto.", "dale", "si señora", "sí, así mismo"])
def test_a_booking_in_spanish_is_confirmed_as_people_say_yes(model: IntentModel, yes: str) -> None:
    talk = held(model, *BOOKING_IN_SPANISH, "Ninguna de estas", yes)
    assert (talk.state.flow, talk.state.booked) == (None, True)
    assert "Su cita" in talk.words


def test_what_is_said_beside_a_day_in_spanish_is_kept(model: IntentModel) -> None:
    talk = held(model, "Cita para Macario Olvera, 414-555-0182, el miércoles.")
    assert (talk.state.name, talk.state.phone) == ("Macario Olvera", "+14145550182")
    assert "miércoles" in talk.words
    talk.say("La primera. Confírmala.")
    assert talk.state.asked not in ("time", "name", "phone")


def test_a_greeting_in_spanish_wishes_for_no_time_of_day(model: IntentModel) -> None:
    talk = held(model, "Buenas tardes. Deseo reservar la revisión gratuita para un viernes.")
    assert "viernes" in talk.words
    assert "tarde" not in talk.words


def test_only_one_day_in_spanish_is_a_wish_for_a_visit(model: IntentModel) -> None:
    talk = held(model, "Necesito cita. Solo puedo los jueves por la tarde, otro día no.")
    assert (talk.state.flow, talk.state.asked) == ("book", "time")


@pytest.mark.parametrize(
    "words",
    ["a que hora abren y si hay estacionamiento", "qué causa la ciática y me regala el horario"],
)
def test_two_questions_in_spanish_are_two(model: IntentModel, words: str) -> None:
    assert len(held(model, words).read.wishes) == 2


@pytest.mark.parametrize("words", ["a las diez esta bien", "las diez está bien"])
def test_an_hour_is_understood_in_spanish(model: IntentModel, words: str) -> None:
    talk = held(model, "quiero una cita el martes", words)
    assert "ask_time_again" not in replies(talk)  # whether or not another test took that hour


def test_another_day_is_no_name_in_spanish(model: IntentModel) -> None:
    said = "quiero una cita el lunes", "la primera", "en realidad el viernes"
    assert held(model, *said).state.name is None


@pytest.mark.parametrize(
    "words",
    [
        "Buenas tardes, es para mi abuelita de 74, le duele la espalda. que dia hay",
        "vaya entonces mejor deme una nueva",
    ],
)
def test_a_visit_is_wished_for_in_spanish_without_the_word(model: IntentModel, words: str) -> None:
    assert held(model, words).state.flow == "book"


def test_who_says_put_me_down_gives_a_name_in_spanish(model: IntentModel) -> None:
    talk = held(model, "necesito una cita", "el de la tarde", "ponme Wilkin Tavárez")
    assert talk.state.name == "Wilkin Tavárez"


def test_what_the_assistant_is_called_is_no_phone(model: IntentModel) -> None:
    assert "ask_if_bot" in replies(held(model, "como te llamas"))


@pytest.mark.parametrize(
    ("words", "wished"),
    [
        ("dónde queda y quiénes atienden", {"fact_address", "fact_therapists"}),
        ("qué ropa uso y debo llevar algo", {"fact_wear", "fact_bring"}),
        ("digame el horario y anóteme para el jueves", {"fact_hours", "book_screening"}),
    ],
)
def test_two_wishes_in_spanish_are_heard_whatever_joins_them(
    model: IntentModel, words: str, wished: set[str]
) -> None:
    assert {wish.intent for wish in held(model, words).read.wishes} == wished


def test_what_is_told_beside_a_none_in_spanish_is_no_question(model: IntentModel) -> None:
    talk = held(model, *BOOKING_IN_SPANISH, "no, gracias a Dios nada de eso, puro dolor de pierna")
    assert talk.state.asked == "confirm"


def test_whether_spanish_is_spoken_there_is_answered_in_a_booking(model: IntentModel) -> None:
    talk = held(model, "quiero una cita", "la primera", "Ana Poe", "¿hablan español ahí?")
    assert talk.state.asked == "phone"
    assert "ask_phone_again" not in replies(talk)
