"""A message is read once: what it gives, wishes and answers, given what was said before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic.content import get_content
from clinic.reading.codec import context_from_json, read_as_json, read_from_json
from clinic.reading.context import Asked, Context, Option
from clinic.reading.read import Named, Phone
from clinic.reading.reader import Reader
from clinic.screenings import Slot
from tests.unit.reading.conftest import NOW, Told

Make = Callable[..., Reader]


def test_all_that_a_first_message_gives_is_read(reader: Make, context: Context) -> None:
    said = "hi I'm Dana Miller, 414-555-0183, can I come wednesday at 11?"
    read = reader("book_screening").read(said, context)
    assert read.wants("book_screening")
    assert read.names == (Named("Dana Miller"),)
    assert read.phones == (Phone("+14145550183"),)
    assert read.time is not None
    assert read.time.reading is not None
    assert read.time.reading.wish is not None
    assert read.time.reading.wish.description == "Wednesday, December 2 at 11 AM"
    assert read.reference is None


def test_questions_beside_a_wish_keep_their_order(reader: Make, context: Context) -> None:
    said = "What causes sciatica, do you do dry needling, and can I come Tuesday morning?"
    read = reader(
        "ask_causes",
        causes="ask_causes",
        needling="ask_treatment_dry_needling",
        come="book_screening",
    ).read(said, context)
    assert [wish.intent for wish in read.wishes] == [
        "ask_causes",
        "ask_treatment_dry_needling",
        "book_screening",
    ]
    assert read.time is not None


def test_a_patient_and_the_caller_are_told_apart(reader: Make, context: Context) -> None:
    asked = replace(context, asked="name", flow="book")
    read = reader("for_someone_else").read("Rosa Diaz, I'm her daughter (Ana Diaz)", asked)
    assert read.names == (Named("Rosa Diaz"), Named("Ana Diaz", "caller"))
    assert read.relation == "mother"


def test_a_number_in_place_of_one_that_fails_is_no_name(reader: Make, context: Context) -> None:
    asked = replace(context, asked="confirm", flow="book")
    read = reader("correct").read("my number is 414-555-0183, hers doesn't work", asked)
    assert read.names == ()
    assert read.phones == (Phone("+14145550183", "caller"),)
    assert [(item.field, item.given) for item in read.corrections] == [("phone", True)]


def test_when_to_call_is_no_time_to_come(reader: Make, context: Context) -> None:
    asked = replace(context, asked="phone", flow="book")
    read = reader("inform").read("(414) 555-0183 but please don't call before noon", asked)
    assert read.call_when == "do not call before noon"
    assert read.time is None


@pytest.mark.parametrize("words", ["I'd rather not say", "prefer not to give my name", "guess"])
def test_what_is_said_in_place_of_a_name_is_none(
    words: str, reader: Make, context: Context
) -> None:
    read = reader("refuse").read(words, replace(context, asked="name", flow="book"))
    assert read.names == ()
    assert read.refuses == frozenset({"name"})


def test_a_name_that_is_a_time_of_day_is_a_name(reader: Make, context: Context) -> None:
    asked = replace(context, asked="name", flow="book")
    for name in ("Eve Jones", "Noon Lee"):
        read = reader("inform").read(name, asked)
        assert (read.names, read.time) == ((Named(name),), None)


def test_an_offered_thing_is_chosen_by_its_words(reader: Make, context: Context) -> None:
    offered = (
        Option("topic:causes", "Causes"),
        Option("topic:treatment:heat_cold", "Heat or cold"),
    )
    asked = replace(context, asked="which", options=offered)
    read = reader("inform").read("the heat one", asked)
    assert read.choice == "topic:treatment:heat_cold"
    assert read.wishes == ()


@pytest.mark.parametrize("words", ["1", "yes one", "the first one"])
def test_where_signs_are_asked_about_no_place_chooses(
    words: str, reader: Make, context: Context
) -> None:
    signs = (Option("none_of_these", "None of these"), Option("one_or_more", "One or more"))
    asked = replace(context, asked="signs", options=signs)
    assert reader("inform").read(words, asked).choice is None
    assert reader("inform").read("None of these.", asked).choice == "none_of_these"


def test_a_question_in_the_middle_of_a_booking_is_a_wish(reader: Make, context: Context) -> None:
    asked = replace(context, asked="phone", flow="book")
    read = reader("why_needed").read("what do you need it for?", asked)
    assert read.wants("why_needed")
    assert read.names == ()


def test_the_day_of_a_question_about_hours_is_its_subject(reader: Make, context: Context) -> None:
    for words, day in (
        ("are you open on thanksgiving", "2027-11-25"),
        ("open saturdays?", "saturday"),
        ("what are your hours tomorrow", "2026-11-30"),
        ("are you open now", "now"),
    ):
        read = reader("fact_hours").read(words, context)
        assert [wish.subject for wish in read.wishes] == [day], words
        assert read.time is None


def test_another_part_of_the_body_is_the_subject(reader: Make, context: Context) -> None:
    read = reader("ask_other_condition").read("my knee hurts when i run", context)
    assert read.wishes[0].subject == "knee"


def test_what_has_no_known_word_is_not_readable(context: Context) -> None:
    class Unreadable(Told):
        def rank(self, texts, context=None):
            return [replace(item, readable=False) for item in super().rank(texts, context)]

    from clinic.content import get_content

    read = Reader(Unreadable(), get_content().clinic).read("qwxz", context)
    assert not read.readable
    assert read.wants("nlu_fallback")


def test_a_sign_of_an_emergency_is_heard(reader: Make, context: Context) -> None:
    read = reader("inform").read("my groin is numb and I can't pee", context)
    assert (read.safety.decision, read.safety.tier) == ("alarm", "E")


ASKED: list[Asked | None] = [None, "time", "name", "phone", "signs", "confirm", "reference"]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(max_size=300), asked=st.sampled_from(ASKED))
def test_no_message_breaks_the_reading_and_each_read_travels_as_json(
    text: str, asked: Asked | None, reader: Make
) -> None:
    read = reader("inform").read(text, Context(NOW, asked=asked, flow="book"))
    assert read_from_json(json.loads(json.dumps(read_as_json(read)))) == read


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "a" * 10_000, "1 " * 5_000, "(" * 10_000, "мне больно", "😀" * 999, "\x00"],
    ids=lambda text: text[:4],
)
def test_huge_and_odd_messages_are_read(text: str, reader: Make, context: Context) -> None:
    read = reader("inform").read(text, replace(context, asked="name"))
    assert read.quote == text


def test_a_context_is_built_from_the_public_part_of_a_state() -> None:
    from clinic.content import get_content

    context = context_from_json(
        {
            "asked": "time",
            "flow": "book",
            "options": [{"key": "slot:alex@20261201T2030Z", "label": "Tue Dec 1, 2:30 PM"}],
            "slot_codes": ["alex@20261201T2030Z", "no code"],
        },
        NOW,
        get_content().clinic,
    )
    assert context.asked == "time"
    assert context.options[0].key == "slot:alex@20261201T2030Z"
    assert [slot.code for slot in context.slots] == ["alex@20261201T2030Z"]


def test_an_offered_time_is_chosen_by_its_hour(reader: Make) -> None:
    from clinic.content import get_content

    codes = ["alex@20261201T2030Z", "alex@20261202T1500Z"]
    offered = context_from_json(
        {
            "asked": "time",
            "flow": "book",
            "options": [{"key": f"slot:{code}", "label": code} for code in codes],
            "slot_codes": codes,
        },
        NOW,
        get_content().clinic,
    )
    assert reader("inform").read("2:30 works", offered).choice == "slot:alex@20261201T2030Z"
    assert reader("inform").read("the wednesday one", offered).choice == f"slot:{codes[1]}"


@pytest.mark.parametrize(
    ("words", "heard"),
    [("are you free at 16.30", "are you free at 16:30"), ("is it 16.30 a visit", None)],
)
def test_a_time_told_with_a_point_is_heard_as_one(
    words: str, heard: str | None, context: Context
) -> None:
    told = Told()
    asked: list[str] = []
    told.rank = lambda texts, _=None: asked.extend(texts) or Told().rank(texts)  # type: ignore[method-assign,func-returns-value]
    Reader(told, get_content().clinic).read(words, context)
    assert asked[0] == (heard or words)


MONDAY_AT_TEN = Slot(NOW + timedelta(days=1), "alex", NOW + timedelta(days=1, minutes=20))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("the same time on thursday", "Thursday, December 3 at 10 AM"),
        ("can we push it back an hour", "Monday, November 30 at 11 AM"),
        ("could it be a bit later", "a later time"),
        ("wednesday", "Wednesday"),
    ],
)
def test_a_time_is_told_beside_the_visit_that_stands(
    words: str, meant: str, reader: Make, context: Context
) -> None:
    read = reader("reschedule_screening").read(words, replace(context, stands=MONDAY_AT_TEN))
    assert read.time is not None
    assert read.time.reading is not None
    assert read.time.reading.wish is not None
    assert read.time.reading.wish.description == meant
