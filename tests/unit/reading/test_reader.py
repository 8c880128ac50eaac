"""A message is read once: what it gives, wishes and answers, given what was said before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic.content import get_content
from clinic.reading.codec import context_from_json, read_as_json, read_from_json
from clinic.reading.context import Asked, Context, Option
from clinic.reading.learned.ranking import Ranking
from clinic.reading.read import Named, Phone
from clinic.reading.reader import Reader
from clinic.reading.safety.evidence import Hears
from clinic.reading.safety.verdict import Sign, Verdict
from tests.unit.reading.conftest import NOW, HearsWords, Told

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


def test_another_part_of_the_body_is_the_subject(reader: Make, context: Context) -> None:
    read = reader("ask_other_condition").read("my knee hurts when i run", context)
    assert read.wishes[0].subject == "knee"


def test_what_has_no_known_word_is_not_readable(context: Context) -> None:
    class Unreadable(Told):
        def rank(self, texts: list[str], context: Context | None = None) -> list[Ranking]:
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


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("is the screening really free?", "fact_cost"),
        ("what does a free screening look like", "ask_screening_info"),
    ],
)
def test_what_it_costs_is_asked_of_the_clinic(
    words: str, intent: str, reader: Make, context: Context
) -> None:
    read = reader("ask_screening_info").read(words, context)
    assert [wish.intent for wish in read.wishes] == [intent]


def test_a_weekday_may_be_a_first_name_where_a_name_is_asked(
    reader: Make, context: Context
) -> None:
    asked = replace(context, asked="name", flow="book")
    read = reader("inform").read("Tuesday Collins", asked)
    assert read.names == (Named("Tuesday Collins"),)
    assert read.time is None
    assert reader("inform").read("Tuesday Night", asked).names == ()


@pytest.mark.parametrize("asked", ["phone", "confirm", "time"])
def test_a_name_written_as_one_is_one_at_other_questions_too(
    asked: Asked, reader: Make, context: Context
) -> None:
    during = replace(context, asked=asked, flow="book", name="Ana Ruiz")
    assert reader("out_of_scope").read("Rosa Diaz", during).names == (Named("Rosa Diaz"),)
    assert reader("affirm").read("Go Ahead", during).names == ()


def test_a_name_that_was_asked_for_is_no_sign(context: Context) -> None:
    class Unsure(Told):
        def signs(self, language: str = "en") -> Hears:
            return HearsWords(vega="heart")

    names = Reader(Unsure("inform"), get_content().clinic)
    said = "Luis Vega and Carmen Vega"
    verdict = Verdict("ask", "E", "heart")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clinic.reading.guarding.judge", lambda *_: verdict)
        asked = replace(context, asked="name", flow="book")
        assert names.read(said, asked).safety.decision == "quiet"
        assert names.read(said, context).safety.decision == "ask"
        heard = replace(verdict, signs=(Sign("heart", "doubt", "chest", "learned", 0.5),))
        patch.setattr("clinic.reading.guarding.judge", lambda *_: heard)
        assert names.read(said, asked).safety.decision == "ask"


@pytest.mark.parametrize("heard", ["ask_diagnosis", "ask_other_condition", "nlu_fallback"])
def test_can_you_see_somebody_is_a_wish_for_a_visit_of_theirs(
    heard: str, reader: Make, context: Context
) -> None:
    read = reader(heard, 0.5).read("my aunt hurts all down one leg, could you look at her", context)
    assert [wish.intent for wish in read.wishes] == ["book_screening"]
    assert read.relation == "aunt"


def test_what_is_to_be_changed_is_no_question_besides(reader: Make, context: Context) -> None:
    summary = replace(context, asked="confirm", flow="book", phone="+14145550183")
    read = reader("out_of_scope", 0.6).read("I need to change the phone number", summary)
    assert read.wishes == ()
    assert [(item.field, item.given) for item in read.corrections] == [("phone", False)]


def test_an_opening_ok_answers_no_offer_before_what_was_not_understood(
    reader: Make, context: Context
) -> None:
    offered = replace(context, asked="book_offer", topic="causes")
    read = reader("nlu_fallback", 0.3).read("ok and what could a person try on their own", offered)
    assert read.stance is None
    assert [wish.intent for wish in read.wishes] == ["nlu_fallback"]


@pytest.mark.parametrize(
    ("words", "heard", "after", "intent"),
    [
        ("what is the second one", "ask_diagnosis", "treatment_overview", "dry_needling"),
        ("and the last", "undecided", "treatment:heat_cold", "education"),
        ("could that harm me", "ask_activity", "treatment:stretching", "detail"),
        ("which of them", "undecided", "treatment:heat_cold", "detail"),
        ("and if that does not help", "deny", "treatment:heat_cold", "detail"),
    ],
)
def test_what_follows_the_list_of_treatments_is_about_one_of_them(
    words: str, heard: str, after: str, intent: str, reader: Make
) -> None:
    offered = Context(NOW, asked="book_offer", topic=after)
    read = reader(heard, 0.5).read(words, offered)
    assert [wish.intent for wish in read.wishes] == [f"ask_treatment_{intent}"]
    assert read.stance in (None, "undecided")


def test_a_question_is_no_answer_to_an_offer(reader: Make, context: Context) -> None:
    offered = replace(context, asked="book_offer", topic="causes")
    read = reader("deny").read("and if it does not go away", offered)
    assert read.stance is None
    assert [wish.intent for wish in read.wishes] == ["nlu_fallback"]


def test_a_code_alone_stops_nothing(reader: Make, context: Context) -> None:
    looking = replace(context, asked="reference", flow="look_up")
    read = reader("stop").read("nm3fj3", looking)
    assert (read.reference, read.stance) == ("NM3FJ3", None)


def test_a_question_that_is_hardly_an_answer_takes_no_offer_up(
    reader: Make, context: Context
) -> None:
    offer = replace(context, asked="book_offer")
    assert reader("affirm", 0.6).read("you guys any good?", offer).stance is None
    assert reader("affirm", 0.95).read("you would book that for me?", offer).stance == "yes"


def test_who_gives_another_number_refuses_none(reader: Make, context: Context) -> None:
    asked = replace(context, asked="phone", flow="book", name="Alice Walker")
    read = reader("refuse").read("she has no phone, use mine: 414-555-0183", asked)
    assert read.refuses == frozenset()
    assert [phone.number for phone in read.phones] == ["+14145550183"]


def test_a_name_that_was_not_asked_for_is_nothing_out_of_place(
    reader: Make, context: Context
) -> None:
    asked = replace(context, asked="time", flow="book")
    read = reader("out_of_scope", 0.6).read("George Papas", asked)
    assert read.names == (Named("George Papas"),)
    assert read.wishes == ()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("bob harris 414 555 0143", "Bob Harris"),
        ("my nam is bob harris", "Bob Harris"),
        ("book me wednesday at 11 please, Tom Reed, 555 432 9876", "Tom Reed"),
        ("tuesday works 414 555 0143", None),
        ("call mom 414 555 0143", None),
    ],
)
def test_a_name_typed_with_the_thumb_is_one_before_it_is_asked_for(
    said: str, name: str | None, reader: Make, context: Context
) -> None:
    asked = replace(context, asked="time", flow="book")
    read = reader("inform").read(said, asked)
    assert [item.name for item in read.names] == ([name] if name else [])


def test_a_name_told_after_an_alarm_is_nothing_out_of_place(reader: Make, context: Context) -> None:
    read = reader("out_of_scope", 0.9).read("Bob Harris", replace(context, alarm="E"))
    assert read.names == (Named("Bob Harris"),)
    assert read.wishes == ()


def test_a_visit_for_somebody_else_is_wished_for_beside_what_is_asked(
    reader: Make, context: Context
) -> None:
    said = "I'd like to make an appointment for my husband, where are you?"
    read = reader("for_someone_else", where="fact_address").read(said, context)
    assert [wish.intent for wish in read.wishes] == ["fact_address", "book_screening"]
    assert read.relation == "husband"


def test_what_is_taken_back_with_another_time_ends_no_booking(
    reader: Make, context: Context
) -> None:
    asked = replace(context, flow="book", asked="time")
    read = reader("cancel_screening").read("scratch that, tuesday", asked)
    assert not read.wishes
    assert read.time is not None
    assert reader("cancel_screening").read("cancel that, i work tuesday", asked).wishes


def test_a_time_alone_is_no_promise_to_come(reader: Make, context: Context) -> None:
    told = replace(context, fact="hours")
    read = reader("confirm_visit").read("ok fine tuesday at 1", told)
    assert not read.wishes
    assert read.time is not None
    booked = replace(context, booked=True)
    assert reader("confirm_visit").read("ok fine tuesday at 1", booked).wants("confirm_visit")
    assert reader("confirm_visit").read("i'll be there tuesday at 1", told).wants("confirm_visit")


@pytest.mark.parametrize("said", ["check my appt pls", "have you got me in the book for friday"])
def test_who_asks_for_their_visit_wants_no_new_one(
    said: str, reader: Make, context: Context
) -> None:
    assert reader("book_screening", 0.7).read(said, context).wants("check_screening")
    assert reader("book_screening").read("put me down for friday", context).wants("book_screening")


@pytest.mark.parametrize(
    ("said", "stance"),
    [
        ("no not that, i meant the other", None),
        ("no i mean what is it. not booking yet", None),
        ("no im good, i dont want that", "no"),
        ("no thanks not right now", "no"),
    ],
)
def test_a_no_that_puts_something_right_refuses_no_screening(
    said: str, stance: str | None, reader: Make, context: Context
) -> None:
    offered = replace(context, asked="book_offer", topic="causes")
    assert reader("deny").read(said, offered).stance == stance


def test_the_act_that_is_denied_is_not_begun_by_its_word(reader: Make, context: Context) -> None:
    class Alike(Told):
        def _rank(self, text: str, is_part: bool) -> Ranking:
            likely = [("out_of_scope", 0.6), ("book_screening", 0.4)]
            return Ranking(text, text, likely, {"out_of_scope": 0.2}, True)

    wants = Reader(Alike(), get_content().clinic)
    assert wants.read("get me an appointment", context).wants("book_screening")
    said = "i dont want an appointment i want an answer"
    assert not wants.read(said, context).wants("book_screening")


def test_the_clinics_address_is_told_after_an_alarm(reader: Make, context: Context) -> None:
    read = reader("fact_address").read("what is your address", replace(context, alarm="E"))
    assert read.wants("fact_address")


def test_a_number_that_is_given_asks_for_none(reader: Make, context: Context) -> None:
    offered = replace(context, asked="call_offer")
    given = reader("fact_phone").read("my phone is 414-555-0121", offered)
    assert given.phones
    assert not given.wishes
    asked = reader("fact_phone").read("mine is 414-555-0121, whats yours?", offered)
    assert asked.wants("fact_phone")


def test_what_refuses_nothing_is_no_no_to_an_offer(reader: Make, context: Context) -> None:
    offered = replace(context, asked="book_offer")
    assert reader("deny", 0.56).read("my doctor never calls back", offered).stance is None
    assert reader("deny", 0.56).read("not for me i guess", offered).stance == "no"


def test_what_is_told_beside_a_feeling_asks_for_nothing(reader: Make, context: Context) -> None:
    sad = reader("feel_sad", 0.95, years="fact_age", open="fact_hours")
    read = sad.read("i am 61 years old, and i have been crying all day", context)
    assert [wish.intent for wish in read.wishes] == ["feel_sad"]
    read = sad.read("i have been crying all day, when do you open?", context)
    assert read.wants("fact_hours")
