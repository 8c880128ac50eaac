"""The check of signs before a booking, answered in words of one's own."""

from __future__ import annotations

import pytest

from clinic.reading.check import none_beside
from clinic.reading.learned.model import IntentModel
from tests.understanding.conversing.talks import BOOKED, BOOKING, held, replies

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
def test_a_sign_of_today_is_one_though_it_is_gone(model: IntentModel, words: str) -> None:
    talk = held(model, *CHECKED, words)
    assert replies(talk) == ["alarm"]
    assert talk.state.alarm == "E"


@pytest.mark.parametrize("words", NOT_OF_TODAY)
def test_a_sign_that_is_not_of_today_is_none(model: IntentModel, words: str) -> None:
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


SPANISH = ("quiero una cita", "la primera", "Lupe Rios", "414 555 0121")
AND_MORE = [
    ("None of these. I did fall off my bike in June but a doctor looked at it", "ask_confirm"),
    ("none of that, my wife says hi. did you get my number right?", "ask_confirm"),
    ("nope. where do I park?", "fact"),
    ("no to all of it. do I have to pay anything", "fact"),
    ("none right now, I take aspirin, is that bad", "ask_medication"),
    ("none, it has been like this since September", "kind_sad"),
    ("no none. my brother had a fall two years ago, long healed", "ask_confirm"),
    ("I don't have any of those, thanks for asking", "ask_confirm"),
    ("none of those symptoms but can my daughter sit in with me", "fact"),
    ("no to all the pee and numb stuff", "ask_confirm"),
]
AND_MORE_IN_SPANISH = [
    ("ninguna gracias a Dios. ¿y cuánto dura?", "fact_length"),
    ("ninguna, me caí en junio pero el doctor me revisó y todo bien", "ask_confirm"),
    ("nada de eso. ¿qué ropa llevo?", "fact"),
    ("no a todo, ¿de veras es gratis?", "fact"),
    ("ninguna, solo me duele la pierna. ¿a qué hora era?", "kind_pain"),
]


@pytest.mark.parametrize(("words", "first"), AND_MORE)
def test_a_none_that_goes_on_is_one_and_the_rest_is_answered(
    model: IntentModel, words: str, first: str
) -> None:
    talk = held(model, *CHECKED, words)
    assert replies(talk)[0] == first
    assert replies(talk)[-1] == "ask_confirm"
    assert (talk.state.name, talk.state.alarm) == ("Dana Miller", None)


@pytest.mark.parametrize(("words", "first"), AND_MORE_IN_SPANISH)
def test_a_none_that_goes_on_is_one_in_spanish(model: IntentModel, words: str, first: str) -> None:
    talk = held(model, *SPANISH, words)
    assert replies(talk)[0] == first
    assert talk.state.asked == "confirm"


@pytest.mark.parametrize(
    "words",
    [
        "none, the chest thing was earlier today",
        "none. I leaked a little this morning",
        "none, I still can't hold it some nights",
        "none of these, but my groin is numb",
        "ninguna, me caí ayer",
        "ninguna, pero todavía se me escapa la orina",
    ],
)
def test_a_sign_of_late_beside_a_none_is_one(model: IntentModel, words: str) -> None:
    start = SPANISH if words.startswith("ninguna") else CHECKED
    assert replies(held(model, *start, words)) == ["alarm"]


@pytest.mark.parametrize(
    "words",
    [
        "none, but I feel woozy from the pills",
        "none. there is blood in it",
        "none, a crash",
        "ninguna, estoy mareado",
    ],
)
def test_what_may_be_bad_beside_a_none_is_asked_about(model: IntentModel, words: str) -> None:
    start = SPANISH if words.startswith("ninguna") else CHECKED
    talk = held(model, *start, words)
    assert talk.state.asked in ("signs", "sign")
    assert talk.state.frame
    assert not talk.state.frame.free_of_signs


def test_what_an_alarm_was_about_may_be_left_out_of_a_none(model: IntentModel) -> None:
    talk = held(
        model,
        "I lost 20 lbs without trying and sweat every night",
        "ok, I will call my doctor. can I come to you afterwards",
        "now put me down for that free screening",
        "wednesday morning",
        "the first one",
        *("Dana Miller", "414-555-0182"),
        "none besides the weight thing I already told you about",
    )
    assert talk.state.alarm == "U"
    assert replies(talk) == ["ask_confirm"]


@pytest.mark.parametrize("words", ["I fell in October", "it was bad in November"])
def test_when_something_was_is_no_time_to_come(model: IntentModel, words: str) -> None:
    talk = held(model, *CHECKED, words)
    assert talk.state.wish is None
    assert "ask_time_too_far" not in replies(talk)


@pytest.mark.parametrize("words", ["thursday at 3 instead", "none, could we do thursday at 3"])
def test_another_time_that_is_asked_for_at_the_check_is_one(model: IntentModel, words: str) -> None:
    talk = held(model, *CHECKED, words)
    assert talk.state.frame
    assert "20261203T2100Z" in (talk.state.frame.slot or "")


def test_who_asks_whether_a_visit_can_be_called_off_calls_none_off(model: IntentModel) -> None:
    talk = held(model, *CHECKED, "none of those. is it true I can cancel whenever")
    assert (talk.state.flow, talk.state.asked) == ("book", "confirm")


def test_a_number_put_right_beside_a_none_leaves_it_one(model: IntentModel) -> None:
    talk = held(model, *CHECKED, "NONE. and my number is 414-555-0186 not 82 sorry")
    assert (talk.state.phone, talk.state.asked) == ("+14145550186", "confirm")


@pytest.mark.parametrize("words", ["no one told me about this", "nothing helps", "no I think"])
def test_what_only_begins_like_a_none_is_none(words: str) -> None:
    assert none_beside(words, "en") is None


def test_no_answer_to_the_check_is_read_before_it_is_asked(model: IntentModel) -> None:
    talk = held(model, *BOOKING, "none of these, is it free?")
    assert talk.state.asked == "phone"


@pytest.mark.parametrize(
    "words",
    [
        "no no no yes no",
        "n n y n n",
        "none... well ok, one",
        "nope, sometimes though",
        "none unless peeing a little when I sneeze counts",
        "no comment",
        "not yet",
        "ninguna, bueno la tercera",
    ],
)
def test_a_none_with_anything_open_beside_it_books_nothing(model: IntentModel, words: str) -> None:
    talk = held(model, *CHECKED, words)
    assert talk.state.asked in ("signs", "sign") or talk.state.alarm
    assert "ask_confirm" not in replies(talk)


def test_a_sign_beside_the_last_yes_is_asked_about(model: IntentModel) -> None:
    talk = held(model, *CHECKED, "none", "yes. also i leak pee when i sneeze")
    assert talk.state.asked == "sign" or talk.state.alarm
    assert not talk.state.booked


@pytest.mark.parametrize(
    "words",
    [
        "both his feet tingle all night, does that count",
        "my groin numbness is worse since noon, is that fine?",
    ],
)
@pytest.mark.parametrize("before", [(), ("none",)], ids=["at the check", "at the summary"])
def test_a_sign_in_what_is_asked_instead_is_asked_about(
    model: IntentModel, before: tuple[str, ...], words: str
) -> None:
    talk = held(model, *CHECKED, *before, words)
    assert talk.state.asked == "sign" or talk.state.alarm


@pytest.mark.parametrize("words", ["how long does it take", "can my mom come with me"])
def test_what_is_only_asked_at_the_summary_raises_no_question(
    model: IntentModel, words: str
) -> None:
    assert held(model, *CHECKED, "none", words).state.asked == "confirm"


def test_most_of_a_none_is_none(model: IntentModel) -> None:
    assert held(model, *CHECKED, "mostly none").state.asked == "signs"


@pytest.mark.parametrize(
    "words",
    [
        "wait, number 3 yes",
        "sorry, I do have the second one",
        "I have to correct that: one or more",
        "actually yes to the last",
    ],
)
def test_a_place_in_the_list_takes_the_none_back(model: IntentModel, words: str) -> None:
    talk = held(model, *CHECKED, "none", words)
    assert talk.state.alarm == "E"
    assert not talk.state.booked


@pytest.mark.parametrize("words", ["yes, the first one is good", "yes at the second of december"])
def test_an_ordinal_at_the_summary_is_no_place_in_the_list(model: IntentModel, words: str) -> None:
    assert held(model, *CHECKED, "none", words).state.alarm is None


@pytest.mark.parametrize(
    "words",
    ["nope, it's only a pinch in my buttock", "nothing, it's only numb in my pinky toe as always"],
)
def test_what_is_hardly_a_yes_is_asked_again(model: IntentModel, words: str) -> None:
    talk = held(model, *CHECKED, words)
    assert (talk.state.alarm, talk.state.asked) in ((None, "signs"), (None, "confirm"))


def test_a_thumb_beside_a_none_is_no_yes(model: IntentModel) -> None:
    assert held(model, *CHECKED, "none \N{THUMBS UP SIGN}").state.asked == "confirm"
