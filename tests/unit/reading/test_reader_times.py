"""Days, hours and who gives the screening, as they are told in their place in a conversation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from clinic.content import get_content
from clinic.reading.codec import context_from_json
from clinic.reading.context import Asked, Context, Option
from clinic.reading.learned.ranking import Ranking
from clinic.reading.reader import Reader
from clinic.screenings import Slot
from tests.unit.reading.conftest import NOW, Told

Make = Callable[..., Reader]


def test_when_to_call_is_no_time_to_come(reader: Make, context: Context) -> None:
    asked = replace(context, asked="phone", flow="book")
    read = reader("inform").read("(414) 555-0183 but please don't call before noon", asked)
    assert read.call_when == "do not call before noon"
    assert read.time is None


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


def test_an_hour_that_is_told_is_no_question_about_the_hours(
    reader: Make, context: Context
) -> None:
    asked = replace(context, flow="book", asked="time")
    told = reader("fact_hours", 0.5).read("3pm works or close to that", asked)
    assert told.time is not None
    assert not told.wishes
    question = reader("fact_hours", 0.5).read("are you open at 3pm on that day", asked)
    assert [wish.intent for wish in question.wishes] == ["fact_hours"]


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
    ("words", "codes", "chosen"),
    [
        ("10 is fine for her", ["alex@20261201T1600Z", "alex@20261202T2330Z"], 0),
        ("i'll take the 10", ["alex@20261201T1600Z", "alex@20261202T2330Z"], 0),
        ("1000", ["alex@20261201T1600Z", "alex@20261202T2330Z"], 0),
        ("530 is fine", ["alex@20261201T1600Z", "alex@20261202T2330Z"], 1),
        ("no wednesday 530 is fine", ["alex@20261201T1600Z", "alex@20261202T2330Z"], 1),
        ("nah sorry make it wed after all the 530 one",
         ["alex@20261201T1600Z", "alex@20261202T2330Z"], 1),
        # Of the Thursdays, the one that is on offer.
        ("thursday 530 is fine", ["alex@20261210T2330Z", "alex@20261211T2330Z"], 0),
        ("10 is fine for her", ["alex@20261201T1600Z", "alex@20261202T1600Z"], None),
        ("i'll take the 10", ["alex@20261210T1600Z", "alex@20261211T1530Z"], None),
        ("2", ["alex@20261201T1600Z", "alex@20261202T2330Z"], 1),
        ("not 10", ["alex@20261201T1600Z", "alex@20261202T2330Z"], None),
    ],
)  # fmt: skip
def test_a_plain_hour_chooses_the_one_time_on_offer_that_has_it(
    words: str, codes: list[str], chosen: int | None, reader: Make
) -> None:
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
    key = None if chosen is None else f"slot:{codes[chosen]}"
    assert reader("inform").read(words, offered).choice == key


@pytest.mark.parametrize(
    ("words", "heard"),
    [("are you free at 16.30", "are you free at 16:30"), ("is it 16.30 a visit", None)],
)
def test_a_time_told_with_a_point_is_heard_as_one(
    words: str, heard: str | None, context: Context
) -> None:
    asked: list[str] = []

    class Listening(Told):
        def rank(self, texts: list[str], context: Context | None = None) -> list[Ranking]:
            asked.extend(texts)
            return super().rank(texts, context)

    Reader(Listening(), get_content().clinic).read(words, context)
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


def times_on_offer(context: Context) -> Context:
    slots = [
        Slot(at, "alex", at + timedelta(minutes=20))
        for at in (NOW + timedelta(days=1, hours=hours) for hours in (-1, 1, 4))
    ]
    options = tuple(
        Option(f"slot:{slot.code}", f"Mon Nov 30, {slot.starts_at:%-I:%M %p}") for slot in slots
    )
    return replace(context, asked="time", flow="book", slots=tuple(slots), options=options)


@pytest.mark.parametrize(
    ("words", "heard", "place"),
    [
        ("the first", "inform", 0),
        ("pm", "inform", 2),
        ("11", "ask_symptoms", 1),
        ("2 then", "inform", 1),  # the second button
        ("afternoon one", "greet", 2),
    ],
)
def test_a_short_answer_chooses_the_time_that_it_fits(
    words: str, heard: str, place: int, reader: Make, context: Context
) -> None:
    asked = times_on_offer(context)
    read = reader(heard, 0.6).read(words, asked)
    assert read.choice == asked.options[place].key
    assert read.wishes == ()


@pytest.mark.parametrize(
    ("words", "place", "given"),
    [
        ("the second, Walt Brezny", 1, ["Walt Brezny"]),
        ("2, walt brezny", 1, ["Walt Brezny"]),
        ("the later one - walt brezny 414-555-0182", 2, ["Walt Brezny", "+14145550182"]),
        ("the erliest, my number is 414-555-0182", 0, ["+14145550182"]),
        ("the first one. thats great", 0, []),
    ],
)
def test_a_choice_is_heard_beside_what_else_is_given(
    words: str, place: int, given: list[str], reader: Make, context: Context
) -> None:
    asked = times_on_offer(context)
    read = reader("inform").read(words, asked)
    assert read.choice == asked.options[place].key
    names, numbers = (named.name for named in read.names), (item.number for item in read.phones)
    assert [*names, *numbers] == given
    assert read.wishes == ()


def test_a_question_beside_a_choice_is_asked(reader: Make, context: Context) -> None:
    asked = times_on_offer(context)
    heard = reader("fact_parking", parking="fact_parking")
    read = heard.read("I can do the later one but is parking free", asked)
    assert read.choice == asked.options[2].key
    assert [wish.intent for wish in read.wishes] == ["fact_parking"]


@pytest.mark.parametrize(
    "words", ["the second, no the third", "the first, or tuesday", "2, on a wednesday"]
)
def test_a_choice_that_is_taken_back_or_a_day_is_none(
    words: str, reader: Make, context: Context
) -> None:
    assert reader("inform").read(words, times_on_offer(context)).choice is None


@pytest.mark.parametrize(
    ("words", "heard", "meant"),
    [
        ("am", "greet", "Monday, November 30 in the morning"),
        ("5 then", "ask_symptoms", "Monday, November 30 at 5 PM"),
        ("mornings", "greet", "Monday, November 30 in the morning"),
    ],
)
def test_a_short_answer_that_fits_none_or_several_is_a_wish(
    words: str, heard: str, meant: str, reader: Make, context: Context
) -> None:
    read = reader(heard, 0.6).read(words, times_on_offer(context))
    assert read.choice is None
    assert read.wishes == ()
    assert read.time is not None
    assert read.time.reading is not None
    assert read.time.reading.wish is not None
    assert read.time.reading.wish.description == meant


def test_a_question_chooses_no_button_that_has_its_word(reader: Make, context: Context) -> None:
    offered = replace(
        context, asked="book_offer", options=(Option("book", "Book a free screening"),)
    )
    read = reader("ask_screening_info").read("is it free", offered)
    assert read.choice is None
    assert [wish.intent for wish in read.wishes] == ["fact_cost"]


def test_a_therapist_is_wished_for_by_name(reader: Make, context: Context) -> None:
    read = reader("out_of_scope", 0.5).read("can I switch to Robin", context)
    assert read.wishes == ()
    assert read.time is not None
    assert read.time.therapist == "robin"


@pytest.mark.parametrize("asked", ["time", "confirm_move"])
def test_another_hour_keeps_nothing(asked: Asked, reader: Make, context: Context) -> None:
    moving = replace(context, asked=asked, flow="move", slots=(MONDAY_AT_TEN,))
    read = reader("keep_visit").read("no wait, 3", moving)
    assert read.stance != "keep"
    assert read.time is not None
    assert read.time.reading is not None
    assert read.time.reading.wish is not None
    assert read.time.reading.wish.description == "Monday, November 30 at 3 PM"


def test_an_evening_is_not_only_that_of_the_visit_that_stands(
    reader: Make, context: Context
) -> None:
    standing = replace(context, stands=MONDAY_AT_TEN)
    read = reader("reschedule_screening").read("is there an evening", standing)
    assert read.time is not None
    assert read.time.reading is not None
    assert read.time.reading.wish is not None
    assert read.time.reading.wish.description == "any day in the evening"


@pytest.mark.parametrize("asked", ["name", "phone", "signs", "confirm"])
@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("no make that 3", "refuse"),
        ("sorry, 3 not 10", "refuse"),
        ("actually 3", "change_time"),
        ("3 is better actually", "change_time"),
        ("make it 3 instead", "change_time"),
    ],
)
def test_another_hour_puts_the_chosen_one_right_whatever_is_asked(
    reader: Make, context: Context, asked: Asked, words: str, heard: str
) -> None:
    chosen = replace(context, asked=asked, flow="book", slots=(MONDAY_AT_TEN,))
    read = reader(heard, 0.6).read(words, chosen)
    assert read.time is not None
    assert read.time.reading is not None
    assert read.time.reading.wish is not None
    assert read.time.reading.wish.description.endswith("at 3 PM")
    assert not read.refuses


@pytest.mark.parametrize("words", ["no", "5", "apt 3", "i have 3 kids"])
def test_a_number_that_puts_nothing_right_is_no_hour(
    reader: Make, context: Context, words: str
) -> None:
    chosen = replace(context, asked="name", flow="book", slots=(MONDAY_AT_TEN,))
    assert reader("inform").read(words, chosen).time is None


def test_whoever_says_that_they_are_late_is_late_whatever_hour_they_name(
    reader: Make, context: Context
) -> None:
    said = {"i have an appt at 3 today, running 10 min behind": 0.98}
    said["i have an appointment tomorrow and im gonna be late"] = 0.6
    for words, sure in said.items():
        assert reader("running_late", sure).read(words, context).wants("running_late"), words
    for words in ("after work, i get off at 5:30", "as late as you have on thursday"):
        assert not reader("running_late", 0.6).read(words, context).wants("running_late"), words


def test_an_ok_with_a_time_takes_an_offer_up(reader: Make, context: Context) -> None:
    offered = replace(context, asked="book_offer")
    taken = reader("inform").read("ok tuesday morning works", offered)
    assert taken.time is not None
    assert taken.stance is None
    assert reader("inform").read("ok that helps a little", offered).stance == "undecided"
    assert reader("undecided").read("ok maybe tuesday, not sure", offered).stance == "undecided"


def test_a_day_at_the_summary_is_another_day_however_it_is_heard(
    reader: Make, context: Context
) -> None:
    asked = replace(context, flow="book", asked="confirm")
    read = reader("out_of_scope", 0.4).read("make it thursday", asked)
    assert read.time is not None
    assert not read.wishes


def test_nobody_is_late_for_what_is_not_booked(reader: Make, context: Context) -> None:
    booking = replace(context, flow="book", asked="name")
    assert not reader("running_late").read("how long, i cant be late for work", booking).wishes
    assert reader("running_late").read("running late sorry", context).wants("running_late")
