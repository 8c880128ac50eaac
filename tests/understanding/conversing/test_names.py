"""Names, numbers, and when to call: reported faults, each line is what was said."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from tests.understanding.conversing.talks import BOOKED, BOOKING, held, passages, replies


@pytest.mark.parametrize("name", ["Hana Suzuki", "Needra Stretchov", "Ashok Nervek", "Cousette"])
def test_a_name_is_one_however_near_it_is_to_a_word_of_the_article(
    model: IntentModel, name: str
) -> None:
    talk = held(model, "I want to book a screening", "the first one", name)
    assert talk.state.name == name
    assert not passages(talk)


def test_a_name_beside_a_day_is_kept(model: IntentModel) -> None:
    talk = held(model, "I want to book a screening", "Fabricio Monteverde, tuesday")
    assert talk.state.name == "Fabricio Monteverde"
    assert "Tuesday" in talk.words


def test_an_appointment_for_somebody_has_their_name(model: IntentModel) -> None:
    talk = held(model, "appointment for Macario Olvera, 414-555-0182, on wednesday")
    assert (talk.state.name, talk.state.flow) == ("Macario Olvera", "book")


@pytest.mark.parametrize("what", ["Dry Needling", "Physical Therapy", "December Eighth"])
def test_what_an_appointment_is_for_is_no_name(model: IntentModel, what: str) -> None:
    assert held(model, f"I'd like an appointment for {what}").state.name is None


@pytest.mark.parametrize(
    "words", ["Reschedule", "bye", "Receptionist", "Robot", "what causes sciatica", "Parking"]
)
def test_a_word_that_is_sure_to_mean_something_is_no_name(model: IntentModel, words: str) -> None:
    assert held(model, "I want to book a screening", "the first one", words).state.name is None


def test_a_cause_that_the_article_names_is_answered(model: IntentModel) -> None:
    assert passages(held(model, "what causes sciatica", "what about arthritis?")) == ["causes"]


def test_when_not_to_call_is_no_wish_for_a_time(model: IntentModel) -> None:
    talk = held(model, *BOOKING, "(414) 555-0183 but please don't call before noon")
    assert talk.state.asked == "signs"
    assert talk.state.call_when == "do not call before noon"


@pytest.mark.parametrize(
    "words", ["why do you need my number?", "no phone", "what do you need it for?"]
)
def test_a_question_or_a_refusal_at_the_number_keeps_the_booking(
    model: IntentModel, words: str
) -> None:
    talk = held(model, *BOOKING, words)
    assert (talk.state.flow, talk.state.asked) == ("book", "phone")


def test_for_a_mother_both_names_and_the_right_number_are_taken(model: IntentModel) -> None:
    talk = held(
        model,
        "I need a screening for my mother",
        "the first one",
        "Rosa Diaz, I'm her daughter Ana",
        "my number is 414-555-0142, hers doesn't work",
    )
    assert (talk.state.name, talk.state.caller, talk.state.phone) == (
        "Rosa Diaz",
        "Ana",
        "+14145550142",
    )


@pytest.mark.parametrize("name", ["Eve Jones", "Magdalena Carmen Frida Kahlo y Calderón"])
def test_a_name_told_where_a_time_is_asked_is_a_name(model: IntentModel, name: str) -> None:
    talk = held(model, BOOKING[0], name)
    assert talk.state.name == name
    assert talk.state.wish is None


def test_what_is_no_name_is_asked_again(model: IntentModel) -> None:
    talk = held(model, *BOOKING[:2], "I'd rather not say")
    assert talk.state.name is None
    assert talk.state.flow == "book"


def test_a_name_is_corrected_by_spelling_it_out(model: IntentModel) -> None:
    for said in ("K-E-Y-E-S", "no its K E Y E S"):
        talk = held(model, *BOOKING[:2], "Dana Keys", said)
        assert (talk.state.name, talk.state.asked) == ("Dana Keyes", "phone")


def test_a_name_told_where_a_number_is_asked_is_taken(model: IntentModel) -> None:
    talk = held(model, "can somebody call me", "Ruth Abrams")
    assert (talk.state.name, talk.state.asked) == ("Ruth Abrams", "callback_phone")
    assert "got_that" in replies(talk)


def test_what_is_known_from_another_time_is_asked_for_with_the_reason(model: IntentModel) -> None:
    talk = held(model, *BOOKING, "same number as last time")
    assert replies(talk) == ["not_kept", "back_phone"]


def test_who_will_be_called_may_ask_when(model: IntentModel) -> None:
    talk = held(model, "can somebody call me", "414-555-0182", "WHEN WILL THEY CALL")
    assert "(414) 555-0182" in talk.words


def test_questions_that_name_a_screening_begin_none(model: IntentModel) -> None:
    words = "quick q. how much is the screening, where do i park and can i come in my scrubs"
    assert held(model, words).state.flow is None


def test_the_weather_is_no_time_to_call(model: IntentModel) -> None:
    words = "It has rained here since Sunday, my tomatoes are drowning"
    assert held(model, "can somebody call me", words).state.call_when is None


def test_a_name_after_a_call_was_noted_reaches_the_staff(model: IntentModel) -> None:
    talk = held(model, "can somebody call me", "414-555-0182", "Mitch Varga")
    assert talk.state.name == "Mitch Varga"
    assert any(reply.startswith("callback_noted") for reply in replies(talk))


def test_a_name_said_once_more_is_the_right_one(model: IntentModel) -> None:
    said = "Nadine Moss. oh sorry, Nadine Holt, my new name"
    assert held(model, *BOOKING[:2], said).state.name == "Nadine Holt"
    said = "nestor gutierez, gutierrez has two r"
    assert held(model, "can somebody call me", "414-555-0182", said).state.name == (
        "Nestor Gutierrez"
    )


def test_a_number_that_is_taken_back_is_not_called(model: IntentModel) -> None:
    talk = held(
        model, "can somebody call me", "414-555-0199 oh shoot that's the desk line, 414-555-0160"
    )
    assert talk.state.phone == "+14145550160"


@pytest.mark.parametrize("words", ["actually friday", "friday instead", "perhaps friday"])
def test_another_day_said_where_the_name_is_asked_for_is_no_name(
    model: IntentModel, words: str
) -> None:
    talk = held(model, "can I book a screening monday", "the first one", words)
    assert talk.state.name is None
    assert "Friday" in talk.words


def test_a_name_said_to_be_one_is_heard_after_all_else(model: IntentModel) -> None:
    said = "book me tuesday at 9am. Name is Al Pike 414-555-0199"
    assert held(model, said).state.name == "Al Pike"


def test_the_very_time_that_is_named_is_kept_and_no_other_of_its_day(model: IntentModel) -> None:
    talk = held(model, "I want to book a screening", "something came up wed. friday 10 is fine")
    assert "Fri" in talk.words
    assert "10:00 AM" in talk.words
    mixed = held(model, "I want to book a screening", "wednesday, or friday at 10")
    assert mixed.state.frame
    assert mixed.state.frame.slot is None or "10:00 AM" in mixed.words


def test_the_day_of_a_visit_is_told_again_where_records_are_named(model: IntentModel) -> None:
    assert replies(held(model, *BOOKED, "Kindly repeat the day for my records.")) == ["visit"]


def test_the_number_after_no_wait_is_the_right_one(model: IntentModel) -> None:
    said = "414 555 0199. no wait use 414 555 0198"
    talk = held(model, "I want to book a screening", "the first one", "Ana Flores", said)
    assert (talk.state.phone or "").endswith("5550198")


MOTHER = (
    "I need a screening for my mother",
    "the first one",
    "Doris Whitcomb, I'm her daughter Ana",
    "414-555-0142",
)


@pytest.mark.parametrize(
    "words", ["no she doesnt have any of that", "no she isnt dizzy or sore", "no dont think so"]
)
def test_an_answer_at_the_check_changes_no_name(model: IntentModel, words: str) -> None:
    talk = held(model, *MOTHER, words)
    assert talk.state.name == "Doris Whitcomb"
    assert "changed_name" not in replies(talk)


def test_a_name_that_is_corrected_at_the_check_changes(model: IntentModel) -> None:
    assert held(model, *MOTHER, "her name is Dorris with two r's").state.name == "Dorris Whitcomb"


@pytest.mark.parametrize(
    "name",
    ["Jonathon Price", "Ann Free", "Joe Friday", "John Hurt", "Max Pain", "Rosa Parks", "Jude Law"],
)
def test_a_surname_may_be_a_word_of_something_else(model: IntentModel, name: str) -> None:
    alone = held(model, *BOOKING[:2], name)
    assert (alone.state.name, alone.state.asked) == (name, "phone")
    beside = held(model, *BOOKING[:2], f"{name}, 414 555 0110")
    assert (beside.state.name, beside.state.asked) == (name, "signs")


@pytest.mark.parametrize("words", ["Parking Price", "Insurance Price", "Sharp Pain", "Leg Pain"])
def test_two_words_of_the_clinics_are_no_name(model: IntentModel, words: str) -> None:
    assert held(model, *BOOKING[:2], words).state.name is None


@pytest.mark.parametrize(
    "words",
    [
        "414 555 0101. hang on thats my old one. 0110",
        "414 555 0101. wrong one. 0110",
        "414 555 0101. scratch that, ends in 0110",
    ],
)
def test_the_last_digits_after_an_old_number_make_the_right_one(
    model: IntentModel, words: str
) -> None:
    assert held(model, *BOOKING, words).state.phone == "+14145550110"


@pytest.mark.parametrize(
    "words",
    [
        "names Biscuit lol jk its Marlon Teague",
        "Biscuit. just kidding, Marlon Teague",
        "Biscuit no seriously its Marlon Teague",
        "Biscuit jk. Marlon Teague for real",
    ],
)
def test_what_stands_after_a_jest_is_the_name(model: IntentModel, words: str) -> None:
    assert held(model, *BOOKING[:2], words).state.name == "Marlon Teague"


def test_a_call_for_tomorrow_is_not_promised_for_today(model: IntentModel) -> None:
    words = "call tomorrow morning, not today"
    after = held(model, "can somebody call me", "414-555-0182", f"is it {words}")
    assert after.state.call_when == words
    assert replies(after)[0] == "callback_noted_when"
    before = held(model, "can somebody call me", words, "414-555-0182")
    assert "callback_noted_when" in replies(before)


@pytest.mark.parametrize("words", ["the 10 one. wait no, 11", "changed my mind from 10 to 11"])
def test_an_hour_that_is_taken_back_is_not_wished_for(model: IntentModel, words: str) -> None:
    wish = held(model, BOOKING[0], words).state.wish
    assert wish
    assert [option["from"] for option in wish["options"]] == ["11:00"]


def test_a_time_without_a_colon_beside_a_day_and_a_name(model: IntentModel) -> None:
    talk = held(model, BOOKING[0], "1030 friday. Tasha Bell")
    assert talk.state.name == "Tasha Bell"
    assert talk.state.wish
    assert [option["from"] for option in talk.state.wish["options"]] == ["10:30"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Corbin Ashworth. is there room to turn a trailer", "Corbin Ashworth"),
        ("i told you corbin ashworth, 414-555-0123", "Corbin Ashworth"),
        ("kelsey. you never said if my dad has to sign", "Kelsey"),
        ("Corbin Ashworth i said", "Corbin Ashworth"),
        ("KELSEY ASHWORTH yes book it", "Kelsey Ashworth"),
        ("Corbin. Ashworth.", "Corbin Ashworth"),
        ("Grace Bell. do you take insurance", "Grace Bell"),
        ("what do I wear? name's Ed Harlan", "Ed Harlan"),
        ("my wife Linda drives me, I'm Bob Stone", "Bob Stone"),
        ("Marisol Quintero, but everybody calls me Mari", "Marisol Quintero"),
        ("call me Peggy", "Peggy"),
    ],
)
def test_a_name_in_a_sentence_of_its_own_is_taken(
    model: IntentModel, words: str, name: str
) -> None:
    talk = held(model, *BOOKING[:2], words)
    assert talk.state.name == name
    assert talk.state.asked in ("phone", "signs")


@pytest.mark.parametrize(
    "words",
    [
        "Perfect. what do I bring",
        "omg. how long is it",
        "Parking. is it free",
        "why do you need it. is it private",
        "hold on. my wife is calling",
        "Receptionist. please",
        "Reschedule. something came up",
        "Dry Needling",
    ],
)
def test_a_sentence_of_one_word_beside_a_question_may_be_no_name(
    model: IntentModel, words: str
) -> None:
    assert held(model, *BOOKING[:2], words).state.name is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("thu 9. Petra Lindqvist 414-555-0147", "Petra Lindqvist"),
        ("2:30, it's for Petra Lindqvist, 414-555-0136", "Petra Lindqvist"),
        ("10. its for me Petra Lindqvist and no to all that numb stuff", "Petra Lindqvist"),
        ("wed 10. name Petra Lindqvist", "Petra Lindqvist"),
        ("the second. petra lindqvist here", "Petra Lindqvist"),
        ("thu 9. Robin Example", None),
        ("thu 9. dry needling", None),
        ("thu 9. Free Parking", None),
        ("the first one. its for sciatica", None),
        ("Green Bay. do you have wednesday", None),
    ],
)
def test_a_name_beside_a_time_is_taken(model: IntentModel, words: str, name: str | None) -> None:
    assert held(model, BOOKING[0], words).state.name == name


def test_an_hour_in_a_sentence_of_its_own_is_chosen_beside_a_name(model: IntentModel) -> None:
    talk = held(model, "book me wednesday morning", "10. its for me Petra Lindqvist, thanks")
    assert talk.state.frame
    assert (talk.state.frame.slot or "").endswith("T1600Z")


SUMMARY = ("Marguerite", "414-555-0182", "none")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("put Marguerite Olson", "Marguerite Olson"),
        ("my last name is Olson", "Marguerite Olson"),
        ("no!! Marguerite Olson. both names", "Marguerite Olson"),
        ("the name. Marguerite Olson", "Marguerite Olson"),
        ("MARGUERITE OLSON yes book it", "Marguerite Olson"),
        ("the last name is Margerite", "Margerite"),
        ("yes. Merry Christmas", "Marguerite"),
        ("yes, my wife Linda is driving me", "Marguerite"),
        ("yes please, thank you Robin", "Marguerite"),
    ],
)
def test_a_surname_is_added_at_the_summary(model: IntentModel, words: str, name: str) -> None:
    assert held(model, *BOOKING[:2], *SUMMARY, words).state.name == name


EN_ESPANOL = ("quiero una cita", "la primera")


@pytest.mark.parametrize(
    "words",
    [
        "ponga Maricela Fuentes completo por favor",
        "mi nombre es Maricela Fuentes",
        "el nombre completo es Maricela Fuentes, maricela nombre, fuentes apellido",
    ],
)
def test_a_full_name_is_put_in_spanish(model: IntentModel, words: str) -> None:
    talk = held(model, *EN_ESPANOL, "Chela", "414 555 0121", "ninguna", words)
    assert (talk.state.name, talk.state.asked) == ("Maricela Fuentes", "confirm")


def test_a_surname_and_a_nickname_in_spanish(model: IntentModel) -> None:
    added = ("Chela", "414 555 0121", "ninguna", "con apellido: Fuentes")
    assert held(model, *EN_ESPANOL, *added).state.name == "Chela Fuentes"
    full = "Maricela Fuentes, pero todos me dicen Chela, cel 414 555 0121"
    assert held(model, *EN_ESPANOL, full).state.name == "Maricela Fuentes"


@pytest.mark.parametrize(
    "words",
    [
        "my son Walter drives me and he works till 4, I want to book a screening",
        "I want to book. my neighbor Dolores said you helped her",
    ],
)
def test_who_is_only_spoken_of_is_not_the_patient(model: IntentModel, words: str) -> None:
    assert held(model, words).state.name is None


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("I want to book a screening", "the first one. her name is Petra Lindqvist, 414-555-0182"),
        ("quiero una cita", "la primera. se llama Petra Lindqvist, 414-555-0182"),
    ],
)
def test_whose_name_is_said_to_be_anothers_is_not_spoken_to(
    model: IntentModel, start: str, words: str
) -> None:
    assert "ask_signs_other" in replies(held(model, start, words))


def test_for_whom_it_is_stays_when_the_name_is_told(model: IntentModel) -> None:
    talk = held(model, "a screening for my mother please", "the first one", "her name is Rosa Diaz")
    assert (talk.state.relation, talk.state.name) == ("mother", "Rosa Diaz")


@pytest.mark.parametrize("words", ["how long till they call", "do you have the number I gave"])
def test_who_waits_for_a_call_is_told_of_it_once_more(model: IntentModel, words: str) -> None:
    talk = held(model, "can somebody call me", "414-555-0182", words)
    assert "(414) 555-0182" in talk.words
    assert "fact_phone" not in replies(talk)
