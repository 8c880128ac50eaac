"""The check of signs before a booking, answered in words of one's own."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from tests.understanding.conversing.talks import BOOKED, held, replies

CHECKED = BOOKED[:4]
TOLD_APART = [
    "ya the pee thing as i said, otherwise none",
    "none except the numbness",
    "no leg pain, just the numbness",
    "yes the bladder thing, rest is fine",
    "nothing but the leaking",
    "a little bit of the first, otherwise no",
    "besides the bladder one no",
    "no, other than the numbness",
    "all no except number 2",
    "the third, none of the others",
    "only the last one, nothing else",
    "no, but i did fall yesterday",
    "ninguno, salvo el adormecimiento",
    "nada, solo lo de la orina",
    "un poco de lo primero, lo demás no",
    "no, aparte de lo del baño no",
    "sí, lo de orinar, lo demás bien",
]
OF_TODAY = [
    "none, the chest thing was earlier today",
    "none now, i leaked a bit this morning",
    "no. i was numb down there last night though",
    "none, my bottom goes numb on and off",
    "no but i did fall a couple hours ago",
    "ninguna, lo del pecho fue hoy temprano",
    "no, anoche se me escapo la orina",
]
NOT_OF_TODAY = [
    "no to all the pee and numb stuff",
    "no chest pain or numbness today",
    "none today",
    "none, my leg hurt earlier today",
    "none, the bladder thing was years ago",
    "nada de eso hoy",
]
USUAL = [
    "No, only the pain in my leg",
    "nothing but sciatica",
    "none of these, just tired",
    "none other than my leg pain",
    "no, just a numb foot",
    "no, only my leg is a little numb",
    "no, solo dormido el pie",
    "ninguno, solo el dolor en la pierna",
    "nada más que la ciática",
    "ninguna de estas, solo cansado",
]


@pytest.mark.parametrize("words", TOLD_APART)
def test_who_leaves_a_sign_out_of_a_none_has_it(model: IntentModel, words: str) -> None:
    talk = held(model, *CHECKED, words)
    assert replies(talk) == ["alarm"]
    assert talk.state.alarm == "E"


@pytest.mark.parametrize("words", OF_TODAY)
def test_a_sign_of_today_is_one_though_it_is_gone(model, words: str) -> None:
    talk = held(model, *CHECKED, words)
    assert replies(talk) == ["alarm"]
    assert talk.state.alarm == "E"


@pytest.mark.parametrize("words", NOT_OF_TODAY)
def test_a_sign_that_is_not_of_today_is_none(model, words: str) -> None:
    assert held(model, *CHECKED, words).state.alarm is None


@pytest.mark.parametrize("words", USUAL)
def test_what_sciatica_does_anyway_is_none_of_the_signs(model: IntentModel, words: str) -> None:
    talk = held(model, *CHECKED, words)
    assert replies(talk) == ["ask_confirm"]
    assert talk.state.alarm is None


@pytest.mark.parametrize("words", ["none except the usual", "ninguno excepto lo de siempre"])
def test_what_is_left_out_and_not_named_is_asked_for(model: IntentModel, words: str) -> None:
    talk = held(model, *CHECKED, words)
    assert replies(talk) == ["ask_signs_again"]
    assert talk.state.asked == "signs"
