"""Who gives a screening, asked about without a wish for them: reported faults, each line is what
was said."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from tests.understanding.conversing.talks import BOOKED, held, replies

TO_THE_SUMMARY = ("thursday at 2 pm, Ida Kell, 414-555-0177", "none of these")


@pytest.mark.parametrize(
    "words",
    [
        "yes. hold on, is that robin?",
        "you never told me if it's with Robin",
        "ok and will it be with robin",
        "wait who is robin, is she any good?",
    ],
)
def test_who_asks_whether_it_is_them_keeps_the_time_and_is_told(
    model: IntentModel, words: str
) -> None:
    talk = held(model, *TO_THE_SUMMARY)
    assert talk.state.frame
    slot = talk.state.frame.slot
    talk.say(words)
    assert {"with_whom", "with_another"} & set(replies(talk))
    assert [frame.slot for frame in talk.state.stack] == [slot]
    assert talk.state.asked == "confirm"


def test_who_asks_beside_the_check_has_answered_it(model: IntentModel) -> None:
    talk = held(model, TO_THE_SUMMARY[0], "none of those. oh and is it robin then")
    assert talk.state.asked == "confirm"


@pytest.mark.parametrize("words", ["and who is Robin, is he nice?", "i wanted to know about Robin"])
def test_a_question_about_a_therapist_moves_no_visit(model: IntentModel, words: str) -> None:
    talk = held(model, *BOOKED, words)
    assert talk.state.flow is None
    assert {"with_whom", "with_another"} & set(replies(talk))


@pytest.mark.parametrize(
    "words", ["which therapist is in on mondays", "who works on Mondays?", "who's there on monday"]
)
def test_who_is_there_on_a_day_is_told_by_the_clinics_hours(model: IntentModel, words: str) -> None:
    talk = held(model, words)
    assert "Alex" in talk.words
    assert "Robin" not in talk.words
    assert talk.state.flow is None


@pytest.mark.parametrize("words", ["is robin free on thursday?", "how about Robin, thursday"])
def test_a_wish_for_a_therapist_stays_one(model: IntentModel, words: str) -> None:
    talk = held(model, "book a screening", words)
    assert talk.state.therapist == "robin"


def test_a_therapist_who_is_let_go_is_wished_for_no_more(model: IntentModel) -> None:
    talk = held(
        model, "book me thursday with robin", "forget robin, any therapist is ok. friday 10"
    )
    assert (talk.state.therapist, talk.state.asked) == (None, "name")
