"""Questions and what follows them: reported faults, each line is what was said."""

from __future__ import annotations

import pytest

from clinic.content import get_content
from clinic.reading.learned.model import IntentModel
from evaluation.talking import Talk
from tests.understanding.conversing.talks import BOOKING, held, passages, replies


@pytest.mark.parametrize("words", ["does it hurt", "is it dangerous?"])
def test_what_is_asked_of_it_is_asked_of_the_treatment(model: IntentModel, words: str) -> None:
    wish = held(model, "what is dry needling", words).read.wishes[0]
    assert (wish.intent, wish.subject) == ("ask_treatment_detail", "treatment:dry_needling")


def test_the_last_one_is_the_last_of_the_list(model: IntentModel) -> None:
    talk = held(model, "how is it treated", "and the last one?")
    assert passages(talk) == ["treatment:education"]


def test_three_questions_are_three_answers(model: IntentModel) -> None:
    talk = held(model, "is it free? do i need a referral? and who is the therapist")
    assert talk.state.flow is None
    assert {"passage", "fact_unknown", "fact_therapists"} <= set(replies(talk))


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("open on saturday?", "hours_closed_that_day"),
        ("are you open on christmas", "hours_closed_that_day"),
        ("how long is it?", "fact_length"),
        ("who will i see?", "fact_therapists"),
        ("telehealth?", "fact"),
        ("is there a bus?", "fact_unknown"),
        ("my knee hurts", "other_part"),
        ("i think i broke a rib", "other_part"),
    ],
)
def test_a_fact_is_told_as_it_was_asked(model: IntentModel, words: str, reply: str) -> None:
    assert replies(held(model, words))[0] == reply


def test_what_comes_after_the_hours_is_of_the_hours(model: IntentModel) -> None:
    talk = held(model, "how late on thursday", "and friday?")
    assert replies(talk) == ["hours_that_day"]
    assert "Friday" in talk.words


def test_the_address_is_told_again_when_it_is_asked_again(model: IntentModel) -> None:
    talk = held(model, "where are you", "where do i park", "what was the address again")
    assert get_content().clinic.address in talk.words


def facts(talk: Talk) -> set[str]:
    return {wish.intent for wish in talk.read.wishes}


def test_heat_and_cold_are_one_thing(model: IntentModel) -> None:
    assert passages(held(model, "what are heat and ice for")) == ["treatment:heat_cold"]


@pytest.mark.parametrize(
    "words",
    ["wait what causes sciatica anyway", "ok so what causes it then", "oh btw what causes it"],
)
def test_words_that_lead_over_hide_no_question(model: IntentModel, words: str) -> None:
    talk = held(model, "I want to book a screening", "the first one", words)
    assert passages(talk) == ["causes"]
    assert (talk.state.flow, talk.state.asked) == ("book", "name")


@pytest.mark.parametrize(
    ("before", "words", "asked"),
    [
        ("what is the free screening", "How long does it last?", "fact_length"),
        ("what is heat good for", "like how long tho", "ask_treatment_detail"),
        ("what is heat good for", "how many minutes", "ask_treatment_detail"),
    ],
)
def test_how_long_is_asked_of_what_was_answered(
    model: IntentModel, before: str, words: str, asked: str
) -> None:
    assert facts(held(model, before, words)) == {asked}


def test_whether_it_is_a_person_is_no_wish_for_one(model: IntentModel) -> None:
    talk = held(model, "Am I speaking with a person, or with a machine?")
    assert replies(talk) == ["ask_if_bot"]


def test_questions_are_joined_by_a_plus_too(model: IntentModel) -> None:
    assert len(passages(held(model, "what causes sciatica + what stretching do you do"))) == 2


def test_an_act_said_outright_in_a_clause_is_meant(model: IntentModel) -> None:
    talk = held(model, "what causes sciatica", "no thanks", "you know what lets book it after all")
    assert talk.state.flow == "book"


@pytest.mark.parametrize(
    "words", ["is it really free? whats the catch", "what does it cost? how much is the screening"]
)
def test_a_fact_asked_for_twice_in_a_breath_is_told_once(model: IntentModel, words: str) -> None:
    assert held(model, words).words.count("The screening is free.") == 1


def test_who_can_tell_what_the_article_does_not_is_a_person(model: IntentModel) -> None:
    talk = held(model, "what pills can i take for this", "who can tell me then")
    assert talk.state.flow == "call_back"


def test_an_age_that_is_told_is_no_question_about_ages(model: IntentModel) -> None:
    talk = held(model, "my leg hurtin bad for 2 weeks now, im 68")
    assert not any(reply.startswith("fact") for reply in replies(talk))


@pytest.mark.parametrize("words", ["do you do massage", "massage"])
def test_a_treatment_that_is_named_is_the_one_that_is_told(model: IntentModel, words: str) -> None:
    assert passages(held(model, words)) == ["treatment:manual_therapy"]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("parking? also ur hours", {"fact_parking", "fact_hours"}),
        ("whats your address n hours", {"fact_address", "fact_hours"}),
        ("hours and parking?", {"fact_hours", "fact_parking"}),
        ("do you take aetna and the parking", {"fact_insurance", "fact_parking"}),
    ],
)
def test_two_facts_named_in_a_breath_are_both_told(
    model: IntentModel, words: str, asked: set[str]
) -> None:
    assert facts(held(model, words)) == asked


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("i got an mri in june, do you want it", "records"),
        ("do you need my xrays", "records"),
        ("whats your emial adress", "email"),
    ],
)
def test_own_scans_and_a_misspelt_e_mail_are_facts_of_the_clinic(
    model: IntentModel, words: str, asked: str
) -> None:
    assert held(model, words).state.fact == asked


@pytest.mark.parametrize("words", ["do i need an mri for this", "will an xray show my nerve"])
def test_whether_a_scan_is_needed_is_no_fact_of_the_clinic(model: IntentModel, words: str) -> None:
    assert replies(held(model, words))[0] == "ask_imaging"


@pytest.mark.parametrize("words", ["u a real person", "is this a bot or what"])
def test_who_asks_for_a_bot_asks_for_nobody(model: IntentModel, words: str) -> None:
    assert replies(held(model, words)) == ["ask_if_bot"]


def test_a_word_about_ones_day_is_met_kindly_and_the_booking_goes_on(model: IntentModel) -> None:
    talk = held(model, BOOKING[0], "the grandkids are baking, the whole house smells of cookies")
    assert replies(talk)[0] == "tell_of_self"
    assert talk.state.asked == "time"


def test_how_far_ahead_one_may_book_is_told(model: IntentModel) -> None:
    assert "30 days" in held(model, "how far ahead do you let people book").words
