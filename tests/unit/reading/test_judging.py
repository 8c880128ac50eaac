"""One verdict of what the gate finds and what the learned reading hears."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clinic.reading.context import Before, Context
from clinic.reading.safety import judge_by_gate
from clinic.reading.safety.judging import judge
from clinic.reading.safety.parts import LONGEST_WORDS, neighbours, parts
from clinic.reading.safety.verdict import Verdict
from tests.unit.reading.conftest import NOW, HearsWords


def verdict(text: str, before: Before | None = None, **words: str) -> Verdict:
    return judge(text, Context(NOW, before=before), lambda _language: HearsWords(**words))


def test_a_sign_that_both_hear_is_an_alarm_with_its_group_words_and_by_whom() -> None:
    found = verdict("hi, numb between my legs since noon", numb="saddle")
    assert (found.decision, found.tier, found.group) == ("alarm", "E", "saddle")
    sign = found.signs[0]
    assert (sign.group, sign.status, sign.by) == ("saddle", "present", "both")
    assert "numb between my legs" in sign.words


def test_words_that_nobody_foresaw_are_an_alarm_when_the_learned_reading_hears_them() -> None:
    found = verdict("the tap is shut since noon", tap="bladder")
    assert (found.decision, found.group, found.signs[0].by) == ("alarm", "bladder", "learned")


def test_a_plain_statement_is_certain_whatever_the_learned_reading_says() -> None:
    found = verdict("I want to kill myself")
    assert (found.decision, found.tier, found.group) == ("alarm", "C", "crisis")
    assert found.suspicion == 1.0


def test_an_ordinary_message_is_quiet() -> None:
    assert verdict("can I come on tuesday at three").decision == "quiet"


def test_a_sign_that_is_asked_about_is_no_alarm_and_is_told_as_a_question() -> None:
    found = verdict("can a slipped disc make you lose bladder control?")
    assert (found.decision, found.asked_about) == ("quiet", True)


def test_spanish_is_read_by_the_reading_of_spanish() -> None:
    asked = []

    def models(language: str) -> HearsWords:
        asked.append(language)
        return HearsWords(orinar="bladder")

    found = judge("no puedo orinar desde ayer", Context(NOW), models)
    assert (found.decision, found.group, asked) == ("alarm", "bladder", ["es"])
    asked.clear()
    judge("can I come on tuesday, my leg hurts", Context(NOW), models)
    assert asked == ["en"]


def test_a_sign_in_one_sentence_of_a_long_story_is_heard() -> None:
    story = "I went to the store and bought bread and it was nice there. " * 60
    found = verdict(f"{story} I can't feel when I pee. {story}", pee="bladder")
    assert (found.decision, found.group) == ("alarm", "bladder")


def test_a_sign_split_over_two_messages_is_heard_when_the_second_completes_it() -> None:
    before = Before("i am numb", 20.0, 0.2)
    found = verdict("between my legs", before, numb="saddle", legs="saddle")
    assert (found.decision, found.group) == ("alarm", "saddle")


def test_what_the_last_message_held_by_itself_is_not_raised_again() -> None:
    before = Before("I can't pee", 20.0, 0.99)
    assert verdict("what are your hours", before, pee="bladder").decision == "quiet"


def test_a_sign_that_was_asked_about_and_is_denied_is_not_read_into_both() -> None:
    before = Before("i am numb", 20.0, 0.2)
    said = "no, not between my legs"
    models = lambda _language: HearsWords(numb="saddle", legs="saddle")  # noqa: E731
    asked = Context(NOW, before=before, asked="sign")
    alone = judge(said, replace(asked, before=None), models)
    assert judge(said, asked, models).decision == alone.decision
    both = judge("between my legs", asked, models)
    assert (both.decision, both.group) == ("alarm", "saddle")


def test_an_old_message_is_not_read_together_with_a_new_one() -> None:
    old = Before("i am numb", 86_400.0, 0.2)
    assert verdict("between my legs", old, numb="saddle").decision == "quiet"


def test_of_two_signs_the_one_that_cannot_wait_decides() -> None:
    found = verdict("fever with my back pain and a droopy face", fever="fever", face="stroke")
    assert (found.tier, found.group) == ("E", "stroke")


def test_the_reason_names_no_words_of_the_patient() -> None:
    found = verdict("my Harold cannot pee since noon", pee="bladder")
    assert "Harold" not in found.why
    assert "bladder" in found.why


def test_the_gate_alone_raises_an_alarm_where_no_learned_reading_is() -> None:
    found = judge_by_gate("numb between my legs")
    assert (found.decision, found.tier, found.group) == ("alarm", "E", "saddle")
    assert judge_by_gate("no numbness between my legs").decision == "quiet"


def test_nothing_a_patient_can_send_makes_it_fail() -> None:
    for text in ("", " ", "?", "\ud83d", "<b>", "/restart", "a" * 30_000, "pee " * 6_000):
        assert verdict(text).decision in ("alarm", "ask", "quiet")


def test_parts_are_sentences_and_a_run_on_is_cut() -> None:
    assert parts("It hurts a lot. I can't sleep! And now what? ok") == [
        "It hurts a lot.",
        "I can't sleep!",
        "And now what? ok",
    ]
    run_on = parts("so i was walking and then it hurt and i sat down but " * 10)
    assert len(run_on) > 5
    assert all(len(part.split()) <= LONGEST_WORDS + 3 for part in run_on)
    assert parts("") == []


def test_neighbours_are_read_together_in_a_long_message() -> None:
    several = [f"this is part {number}" for number in range(7)]
    assert neighbours(several)[0] == "this is part 0 this is part 1"
    assert neighbours(several[:3]) == []


def test_every_reason_is_named_with_what_it_added() -> None:
    found = verdict("the tap is shut since noon", tap="bladder")
    assert "whole +" in found.why or "group +" in found.why
    assert replace(found, why="") != found


@pytest.mark.parametrize("text", ["auxilio", "overdose", "loss of bladder control", "me ahogo"])
def test_few_words_with_a_sign_in_them_are_never_passed_over(text: str) -> None:
    assert verdict(text).decision != "quiet"


def test_a_complaint_that_begins_with_no_denies_nothing() -> None:
    before = Before("I have loss of bladder control", 10, 0.4)
    asked = replace(Context(NOW, before=before), asked="sign")
    models = lambda _language: HearsWords(control="bladder")  # noqa: E731
    assert judge("no control at all", asked, models).decision == "alarm"
    assert judge("no, I just wonder", asked, models).decision == "quiet"


def test_where_languages_are_mixed_both_are_read() -> None:
    models = {"en": HearsWords(groin="saddle"), "es": HearsWords()}
    found = judge("hola, quiero una cita, my groin is numb", Context(NOW), models.__getitem__)
    assert (found.decision, found.group) == ("alarm", "saddle")
