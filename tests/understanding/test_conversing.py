"""Reported faults, held with the trained reading and the dialogue: each line is what was said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.content import get_content
from clinic.reading.learned.model import IntentModel
from evaluation.talking import Talk, learned, own_clinic
from scripts.train import train


@pytest.fixture(scope="module")
def model() -> Iterator[IntentModel]:
    with own_clinic():
        yield learned(train())


def held(model: IntentModel, *said: str) -> Talk:
    """A conversation until after the last message."""
    talk = Talk(model, "-".join(said)[:60])
    for words in said:
        talk.say(words)
    return talk


def replies(talk: Talk) -> list[str]:
    return [act.reply for act in talk.acts]


def passages(talk: Talk) -> list[str]:
    return [act.custom["topic"] for act in talk.acts if act.reply == "passage"]


@pytest.mark.parametrize("words", ["no dont book me anything stop", "stop, I don't want any time"])
def test_a_stop_that_says_any_ends_the_booking(model, words: str) -> None:
    assert held(model, "I want to book a screening", words).state.flow is None


@pytest.mark.parametrize("name", ["Hana Suzuki", "Needra Stretchov", "Ashok Nervek", "Cousette"])
def test_a_name_is_one_however_near_it_is_to_a_word_of_the_article(model, name: str) -> None:
    talk = held(model, "I want to book a screening", "the first one", name)
    assert talk.state.name == name
    assert not passages(talk)


@pytest.mark.parametrize("words", ["No thank you, not today", "no thanks"])
def test_a_no_thank_you_to_the_times_ends_the_booking(model, words: str) -> None:
    assert held(model, "I want to book a screening", words).state.flow is None


def test_a_greeting_wishes_for_no_time_of_day(model) -> None:
    talk = held(model, "good evening, can I come tuesday")
    assert "Tuesday" in talk.words
    assert "evening" not in talk.words


def test_a_name_beside_a_day_is_kept(model) -> None:
    talk = held(model, "I want to book a screening", "Fabricio Monteverde, tuesday")
    assert talk.state.name == "Fabricio Monteverde"
    assert "Tuesday" in talk.words


def test_an_appointment_for_somebody_has_their_name(model) -> None:
    talk = held(model, "appointment for Macario Olvera, 414-555-0182, on wednesday")
    assert (talk.state.name, talk.state.flow) == ("Macario Olvera", "book")


@pytest.mark.parametrize("what", ["Dry Needling", "Physical Therapy", "December Eighth"])
def test_what_an_appointment_is_for_is_no_name(model, what: str) -> None:
    assert held(model, f"I'd like an appointment for {what}").state.name is None


@pytest.mark.parametrize(
    "words", ["Reschedule", "bye", "Receptionist", "Robot", "what causes sciatica", "Parking"]
)
def test_a_word_that_is_sure_to_mean_something_is_no_name(model, words: str) -> None:
    assert held(model, "I want to book a screening", "the first one", words).state.name is None


@pytest.mark.parametrize("words", ["ok thanks", "thank you, bye"])
def test_thanks_end_a_search_for_a_visit(model, words: str) -> None:
    talk = held(model, "when is my appointment?", words)
    assert (talk.state.flow, talk.state.asked) == (None, None)


def test_thanks_leave_a_visit_that_was_to_be_called_off_and_say_so(model) -> None:
    talk = held(model, "cancel my visit", "ok thanks")
    assert talk.state.flow is None
    assert "stopped" in replies(talk)


@pytest.mark.parametrize("words", ["does it hurt", "is it dangerous?"])
def test_what_is_asked_of_it_is_asked_of_the_treatment(model, words: str) -> None:
    wish = held(model, "what is dry needling", words).read.wishes[0]
    assert (wish.intent, wish.subject) == ("ask_treatment_detail", "treatment:dry_needling")


BOOKING = ("I want to book a screening", "the first one", "Dana Miller")


@pytest.mark.parametrize("follow_up", ["why", "how", "what about arthritis?", "whats it for"])
def test_a_follow_up_begins_nothing_and_stays_with_what_was_said(model, follow_up: str) -> None:
    talk = held(model, "what causes sciatica", follow_up)
    assert talk.state.flow is None
    assert not {"out_of_scope", "why_nothing", "rephrase", "clarify"} & set(replies(talk))


def test_the_last_one_is_the_last_of_the_list(model) -> None:
    talk = held(model, "how is it treated", "and the last one?")
    assert passages(talk) == ["treatment:education"]


def test_a_cause_that_the_article_names_is_answered(model) -> None:
    assert passages(held(model, "what causes sciatica", "what about arthritis?")) == ["causes"]


def test_questions_beside_a_booking_lose_neither(model) -> None:
    talk = held(
        model, "What causes sciatica, do you do dry needling, and can I come Tuesday morning?"
    )
    assert passages(talk) == ["causes", "treatment:dry_needling"]
    assert (talk.state.flow, talk.state.asked) == ("book", "time")
    assert "Tuesday" in talk.words


def test_three_questions_are_three_answers(model) -> None:
    talk = held(model, "is it free? do i need a referral? and who is the therapist")
    assert talk.state.flow is None
    assert {"passage", "fact_unknown", "fact_therapists"} <= set(replies(talk))


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("I only have Thursdays after 4, and not this coming week", "Thursday after 4 PM"),
        ("not monday", "not Monday"),
        ("whenever Robin is in", "Robin"),
    ],
)
def test_a_limit_is_said_back(model, limit: str, said: str) -> None:
    assert said in held(model, BOOKING[0], limit).words


def test_when_not_to_call_is_no_wish_for_a_time(model) -> None:
    talk = held(model, *BOOKING, "(414) 555-0183 but please don't call before noon")
    assert talk.state.asked == "signs"
    assert talk.state.call_when == "do not call before noon"


@pytest.mark.parametrize(
    "words", ["why do you need my number?", "no phone", "what do you need it for?"]
)
def test_a_question_or_a_refusal_at_the_number_keeps_the_booking(model, words: str) -> None:
    talk = held(model, *BOOKING, words)
    assert (talk.state.flow, talk.state.asked) == ("book", "phone")


def test_for_a_mother_both_names_and_the_right_number_are_taken(model) -> None:
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


def test_all_said_at_once_leaves_the_check(model) -> None:
    talk = held(model, "hi I'm Dana Miller, 414-555-0183, can I come wednesday at 11?")
    assert (talk.state.flow, talk.state.asked) in (("book", "signs"), ("book", "time"))
    assert talk.state.name == "Dana Miller"


@pytest.mark.parametrize("words", ["can you come to my house?", "I'm running late"])
def test_what_is_no_booking_begins_none(model, words: str) -> None:
    assert held(model, words).state.flow is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("i'm so scared", "kind_fear"),
        ("i've been crying all day because of this pain", "kind_sad"),
        ("my mom is in the hospital and I can't think straight", "kind_sad"),
    ],
)
def test_a_feeling_is_met_and_raises_no_alarm(model, words: str, kind: str) -> None:
    talk = held(model, words)
    assert replies(talk)[0] == kind
    assert talk.state.alarm is None


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
def test_a_fact_is_told_as_it_was_asked(model, words: str, reply: str) -> None:
    assert replies(held(model, words))[0] == reply


def test_what_comes_after_the_hours_is_of_the_hours(model) -> None:
    talk = held(model, "how late on thursday", "and friday?")
    assert replies(talk) == ["hours_that_day"]
    assert "Friday" in talk.words


def test_the_address_is_told_again_when_it_is_asked_again(model) -> None:
    talk = held(model, "where are you", "where do i park", "what was the address again")
    assert get_content().clinic.address in talk.words


def test_the_same_question_four_times_is_not_the_same_reply(model) -> None:
    talk, came = Talk(model, "four times"), []
    for _ in range(4):
        came.append(talk.say("what causes sciatica"))
    assert len(set(came)) == len(came)


def test_a_question_after_an_alarm_is_the_same_question(model) -> None:
    talk = held(model, "I can't feel between my legs and I wet myself", "ok. what causes sciatica")
    assert passages(talk) == ["causes"]


def test_a_refused_summary_books_nothing(model) -> None:
    talk = held(model, *BOOKING, "414-555-0177", "none of these", "nvm dont book it")
    assert replies(talk) == ["stopped_booking"]


def test_no_to_an_offer_calls_nothing_off(model) -> None:
    talk = held(model, "what causes sciatica", "No, I do not want a screening")
    assert replies(talk) == ["offer_declined"]


@pytest.mark.parametrize("name", ["Eve Jones", "Magdalena Carmen Frida Kahlo y Calderón"])
def test_a_name_told_where_a_time_is_asked_is_a_name(model, name: str) -> None:
    talk = held(model, BOOKING[0], name)
    assert talk.state.name == name
    assert talk.state.wish is None


def test_what_is_no_name_is_asked_again(model) -> None:
    talk = held(model, *BOOKING[:2], "I'd rather not say")
    assert talk.state.name is None
    assert talk.state.flow == "book"


@pytest.mark.parametrize("words", ["do you do massage", "massage"])
def test_a_treatment_that_is_named_is_the_one_that_is_told(model, words: str) -> None:
    assert passages(held(model, words)) == ["treatment:manual_therapy"]


BOOKING_IN_SPANISH = ("quiero una cita", "la primera", "Dana Cuello", "414-555-0143")


@pytest.mark.parametrize("yes", ["Correcto.", "dale", "si señora", "sí, así mismo"])
def test_a_booking_in_spanish_is_confirmed_as_people_say_yes(model, yes: str) -> None:
    talk = held(model, *BOOKING_IN_SPANISH, "Ninguna de estas", yes)
    assert (talk.state.flow, talk.state.booked) == (None, True)
    assert "Su cita" in talk.words


def test_what_is_said_beside_a_day_in_spanish_is_kept(model) -> None:
    talk = held(model, "Cita para Macario Olvera, 414-555-0182, el miércoles.")
    assert (talk.state.name, talk.state.phone) == ("Macario Olvera", "+14145550182")
    assert "miércoles" in talk.words
    talk.say("La primera. Confírmala.")
    assert talk.state.asked not in ("time", "name", "phone")


def test_a_greeting_in_spanish_wishes_for_no_time_of_day(model) -> None:
    talk = held(model, "Buenas tardes. Deseo reservar la revisión gratuita para un viernes.")
    assert "viernes" in talk.words
    assert "tarde" not in talk.words


def test_only_one_day_in_spanish_is_a_wish_for_a_visit(model) -> None:
    talk = held(model, "Necesito cita. Solo puedo los jueves por la tarde, otro día no.")
    assert (talk.state.flow, talk.state.asked) == ("book", "time")


def facts(talk: Talk) -> set[str]:
    return {wish.intent for wish in talk.read.wishes}


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("parking? also ur hours", {"fact_parking", "fact_hours"}),
        ("whats your address n hours", {"fact_address", "fact_hours"}),
        ("hours and parking?", {"fact_hours", "fact_parking"}),
        ("do you take aetna and the parking", {"fact_insurance", "fact_parking"}),
    ],
)
def test_two_facts_named_in_a_breath_are_both_told(model, words: str, asked: set[str]) -> None:
    assert facts(held(model, words)) == asked


def test_heat_and_cold_are_one_thing(model) -> None:
    assert passages(held(model, "what are heat and ice for")) == ["treatment:heat_cold"]


@pytest.mark.parametrize(
    "words",
    ["wait what causes sciatica anyway", "ok so what causes it then", "oh btw what causes it"],
)
def test_words_that_lead_over_hide_no_question(model, words: str) -> None:
    talk = held(model, "I want to book a screening", "the first one", words)
    assert passages(talk) == ["causes"]
    assert (talk.state.flow, talk.state.asked) == ("book", "name")


@pytest.mark.parametrize(
    "words", ["nvm the call lets just book", "forget the call, let's book a time"]
)
def test_what_is_wished_for_instead_takes_the_place_of_what_goes_on(model, words: str) -> None:
    talk = held(model, "can somebody call me", words)
    assert [frame.flow for frame in talk.state.stack] == ["book"]


def test_never_mind_the_booking_for_a_person_drops_it(model) -> None:
    talk = held(model, "I want to book a screening", "never mind, just let me talk to a person")
    assert "book" not in [frame.flow for frame in talk.state.stack]


@pytest.mark.parametrize(
    "words",
    ["i dont want an appointment i want an answer", "dont tell me to call somebody", "OK ILL CALL"],
)
def test_what_is_denied_is_not_begun(model, words: str) -> None:
    assert held(model, "what is sciatica", words).state.flow is None


@pytest.mark.parametrize(
    ("before", "words", "asked"),
    [
        ("what is the free screening", "How long does it last?", "fact_length"),
        ("what is heat good for", "like how long tho", "ask_treatment_detail"),
        ("what is heat good for", "how many minutes", "ask_treatment_detail"),
    ],
)
def test_how_long_is_asked_of_what_was_answered(model, before: str, words: str, asked: str) -> None:
    assert facts(held(model, before, words)) == {asked}


def test_who_will_be_called_may_ask_when(model) -> None:
    talk = held(model, "can somebody call me", "414-555-0182", "WHEN WILL THEY CALL")
    assert "(414) 555-0182" in talk.words


def test_a_reason_for_calling_off_moves_nothing(model) -> None:
    booked = ("book a screening", "the first one", "Dana Miller", "414-555-0182", "none", "yes")
    talk = held(model, *booked, "cancel it. boss just put me on the road that week")
    assert talk.state.flow == "call_off"


@pytest.mark.parametrize("words", ["i think im gonna cancel idk. back feels ok today"])
def test_what_is_no_more_than_in_doubt_raises_no_alarm(model, words: str) -> None:
    assert held(model, words).state.alarm is None


@pytest.mark.parametrize("said", [("cant tuesday", "othr day"), ("othr day", "cant tuesday")])
def test_two_messages_without_a_sign_are_none_together(model, said: tuple[str, str]) -> None:
    talk = held(model, "book a screening", *said)
    assert talk.read.safety.decision == "quiet"
    assert talk.state.asked == "time"


EMERGENCY = "I wet myself twice this week and my bottom is numb"


def test_an_emergency_holds_a_booking_back_until_it_is_taken_back(model) -> None:
    talk = held(model, EMERGENCY, "ok. where are you?", "can you book me friday 9:30")
    assert talk.state.flow is None
    assert "book_after_alarm" in replies(talk)
    talk.say("and friday afternoon? book me please")
    assert talk.state.flow is None
    talk.say("I was wrong, that was years ago and it is fine now")
    talk.say("book me friday please")
    assert talk.state.flow == "book"


@pytest.mark.parametrize("words", ["no, just wet", "nah just a bit of wee, it's my age"])
def test_what_only_makes_light_of_an_emergency_takes_nothing_back(model, words: str) -> None:
    assert held(model, EMERGENCY, words).state.alarm == "E"


def test_a_time_that_was_passed_over_is_still_free(model) -> None:
    talk = held(model, "I want to book a screening", "thursday afternoon")
    slot = talk.state.options[0]
    talk.say("none of those")
    talk.say(f"you know what, {slot.label}")
    assert talk.state.asked == "name"
    assert f"slot:{talk.state.stack[-1].slot}" == slot.key


BOOKED = ("book a screening", "the first one", "Dana Miller", "414-555-0182", "none", "yes")


@pytest.mark.parametrize(
    "words",
    [
        "Friday, as late as you got",
        "screening appt, thursday, i'm off shift then",
        "I'm setting this up for my husband, he doesn't type. Tuesday morning",
        "can i make it for him? friday",
        "can i book + does anyone there speak polish",
        "where do i park my truck, and have you got anything friday?",
    ],
)
def test_a_visit_that_nobody_has_yet_is_booked(model, words: str) -> None:
    assert held(model, words).state.flow == "book"


@pytest.mark.parametrize(
    "words",
    [
        "my shift changed so wednesday is no good anymore, got anything thursday?",
        "can't make my appointment friday, monday?",
        "mine is on tuesday, I'd need wednesday instead",
    ],
)
def test_a_visit_that_stands_is_no_new_one(model, words: str) -> None:
    assert held(model, words).state.flow != "book"


@pytest.mark.parametrize("words", ["scratch that. need a later time", "so thursday is gone right"])
def test_what_was_booked_is_spoken_of_afterwards(model, words: str) -> None:
    talk = held(model, *BOOKED, words)
    assert talk.state.flow == "move" or "visit" in replies(talk)


def test_one_for_somebody_else_is_another_visit(model) -> None:
    assert held(model, *BOOKED, "now one for my dad too").state.flow == "book"


@pytest.mark.parametrize("words", ["ok bye", "thanks, good night to you"])
def test_goodbye_ends_what_is_under_way(model, words: str) -> None:
    assert held(model, "can somebody call me", words).state.flow is None
    booking = held(model, "book a screening", "the first one", words)
    assert booking.state.flow is None
    assert "stopped_booking" in replies(booking)


def test_who_takes_leave_takes_no_offer_up(model) -> None:
    talk = held(model, "what causes sciatica?", "that'd be me all right. well, i'll let you go")
    assert talk.state.flow is None


def test_whether_it_is_a_person_is_no_wish_for_one(model) -> None:
    talk = held(model, "Am I speaking with a person, or with a machine?")
    assert replies(talk) == ["ask_if_bot"]


def test_questions_that_name_a_screening_begin_none(model) -> None:
    words = "quick q. how much is the screening, where do i park and can i come in my scrubs"
    assert held(model, words).state.flow is None


def test_questions_are_joined_by_a_plus_too(model) -> None:
    assert len(passages(held(model, "what causes sciatica + what stretching do you do"))) == 2


def test_an_end_beside_a_question_is_one(model) -> None:
    talk = held(model, "can somebody call me", "eh nvm i'll call you guys. whats the #")
    assert talk.state.flow is None
    assert "(414) 555-0142" in talk.words
    talk = held(model, "book a screening", "never mind that, what is dry needling")
    assert talk.state.flow == "book"


def test_the_weather_is_no_time_to_call(model) -> None:
    words = "It has rained here since Sunday, my tomatoes are drowning"
    assert held(model, "can somebody call me", words).state.call_when is None


def test_a_name_after_a_call_was_noted_reaches_the_staff(model) -> None:
    talk = held(model, "can somebody call me", "414-555-0182", "Mitch Varga")
    assert talk.state.name == "Mitch Varga"
    assert any(reply.startswith("callback_noted") for reply in replies(talk))


def test_a_number_that_is_taken_back_is_not_called(model) -> None:
    talk = held(
        model, "can somebody call me", "414-555-0199 oh shoot that's the desk line, 414-555-0160"
    )
    assert talk.state.phone == "+14145550160"


def test_which_signs_are_bad_is_answered(model) -> None:
    words = "What red flags do you list for low back and leg pain?"
    assert passages(held(model, words)) == ["when_to_seek_care"]


@pytest.mark.parametrize(
    "words",
    ["what do i do", "can you send somebody out", "is that bad? i still have 40 stops to make"],
)
def test_what_is_asked_after_an_alarm_is_met_with_it(model, words: str) -> None:
    talk = held(model, EMERGENCY, words)
    assert "911" in talk.words
    assert not passages(talk)


def test_who_is_on_the_way_to_the_emergency_room_has_called(model) -> None:
    talk = held(model, EMERGENCY, "ok wife is driving me to the ER")
    assert talk.state.help_comes
    assert not held(model, EMERGENCY, "i'm not going to the ER").state.help_comes


def test_who_says_once_more_who_they_are_looks_their_visit_up(model) -> None:
    talk = held(model, *BOOKED, "when is it again", "its dana miller, 414-555-0182")
    assert replies(talk) == ["visit"]


def test_what_is_not_made_yet_is_not_called_off(model) -> None:
    said = "what should I wear", "No I don't want to make the appointment yet, just the clothes"
    assert held(model, *said).state.flow is None


def test_hours_of_a_day_are_no_visit(model) -> None:
    assert held(model, "Hours Thursday.").state.flow is None


def test_what_may_be_forgotten_ends_nothing(model) -> None:
    words = "Before I forget, and I will forget, is there anywhere to park a truck?"
    assert held(model, "book a screening", "the first one", words).state.flow == "book"


@pytest.mark.parametrize(
    "words",
    ["sure book me for wed but fyi i might kill myself before that lol", "i'd rather not exist"],
)
def test_a_laugh_takes_nothing_from_what_is_said_plainly(model, words: str) -> None:
    assert held(model, "book a screening", words).read.safety.decision == "alarm"


def test_thanks_for_an_answer_take_no_offer_up(model) -> None:
    assert held(model, "what causes sciatica?", "ok thx").state.flow is None
    assert held(model, "¿qué causa la ciática?", "va gracias").state.flow is None
    assert held(model, "what causes sciatica?", "yes thanks").state.flow == "book"


@pytest.mark.parametrize(
    "words",
    ["a que hora abren y si hay estacionamiento", "qué causa la ciática y me regala el horario"],
)
def test_two_questions_in_spanish_are_two(model, words: str) -> None:
    assert len(held(model, words).read.wishes) == 2


def test_an_act_said_outright_in_a_clause_is_meant(model) -> None:
    talk = held(model, "what causes sciatica", "no thanks", "you know what lets book it after all")
    assert talk.state.flow == "book"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("hi my back and leg hurt so bad i cant sleep", True),
        ("my leg hurts when i sit and i can't sleep, what is it", True),
        ("my husband's back hurts so bad, what is it", False),
        ("does it hurt", False),
    ],
)
def test_who_is_in_pain_is_met_with_kindness_first(model, words: str, kind: bool) -> None:
    assert (replies(held(model, words))[0] == "kind_pain") is kind


@pytest.mark.parametrize(
    "words", ["nah its fine really, just slept funny. can you book me or not", "its nothing"]
)
def test_who_makes_light_of_an_emergency_takes_nothing_back(model, words: str) -> None:
    talk = held(model, EMERGENCY, words)
    assert talk.state.alarm == "E"
    assert talk.state.flow is None
    talk.say("ok ok my girlfriend is driving me to the ER now")
    assert talk.state.help_comes
    talk.say("they told me its a 3 hr wait so im leaving")
    assert not talk.state.help_comes
    talk.say("ok im back home. book me for thursday 5pm")
    assert talk.state.flow is None


@pytest.mark.parametrize(
    "words",
    [
        "back from the ER, they sent me home, all clear. thursday 6pm screening?",
        "im back. they did an mri and said no emergency. can i book a screening now",
    ],
)
def test_who_was_looked_at_may_book(model, words: str) -> None:
    talk = held(model, EMERGENCY, words)
    assert talk.state.alarm is None
    assert talk.state.flow == "book"


def test_a_sign_that_is_still_there_is_one_at_the_check(model) -> None:
    said = "book a screening", "the first one", "Dana Miller", "414-555-0182"
    assert held(model, *said, "well its still a bit numb there").state.alarm == "E"
    assert held(model, *said, "no, just my foot is still numb").state.alarm is None


def test_a_visit_is_called_off_in_the_middle_of_moving_it(model) -> None:
    said = "ok forget the whole thing, gonna call it off. legs better"
    talk = held(model, *BOOKED, "move my visit", said)
    assert talk.state.flow == "call_off"


def test_whether_it_is_off_is_looked_up(model) -> None:
    assert "visit" in replies(held(model, *BOOKED, "thanks", "so is it off?"))


def test_who_has_a_visit_is_offered_no_other(model) -> None:
    talk = held(model, *BOOKED, "I'm so frightened")
    assert not any(option.key == "book" for act in talk.acts for option in act.options)


def test_a_raised_thumb_books_nothing(model) -> None:
    assert held(model, "what causes sciatica?", "\U0001f44d").state.flow is None


@pytest.mark.parametrize("words", ["a las diez esta bien", "las diez está bien"])
def test_an_hour_is_understood_in_spanish(model, words: str) -> None:
    talk = held(model, "quiero una cita el martes", words)
    assert "ask_time_again" not in replies(talk)  # whether or not another test took that hour


@pytest.mark.parametrize("words", ["actually friday", "friday instead", "perhaps friday"])
def test_another_day_said_where_the_name_is_asked_for_is_no_name(model, words: str) -> None:
    talk = held(model, "can I book a screening monday", "the first one", words)
    assert talk.state.name is None
    assert "Friday" in talk.words


def test_another_day_is_no_name_in_spanish(model) -> None:
    said = "quiero una cita el lunes", "la primera", "en realidad el viernes"
    assert held(model, *said).state.name is None


def test_a_name_said_to_be_one_is_heard_after_all_else(model) -> None:
    said = "book me tuesday at 9am. Name is Al Pike 414-555-0199"
    assert held(model, said).state.name == "Al Pike"


@pytest.mark.parametrize(
    "words",
    [
        "they never looked at me. i left. its still numb but whatever",
        "they sent me home without seeing a doctor",
        "ive been here 4 hrs nobody saw me, im leaving",
    ],
)
def test_who_was_not_looked_at_takes_nothing_back(model, words: str) -> None:
    talk = held(model, EMERGENCY, "fine, heading to the ER now", words)
    assert talk.state.alarm == "E"
    assert "911" in talk.words
    talk.say("so book me thursday 5")
    assert talk.state.flow is None


def test_who_was_cleared_is_heard_in_other_words_too(model) -> None:
    words = "ok im back now, doctor at the er checked me, did an mri, im cleared"
    assert held(model, EMERGENCY, words).state.alarm is None
    words = "im back. er doc checked me out today and its all fine, nothing serious"
    assert held(model, EMERGENCY, words).state.alarm is None


def test_the_whole_thing_is_called_off_in_the_middle_of_moving_it(model) -> None:
    said = "actually never mind the move, call the whole thing off"
    assert held(model, *BOOKED, "move my visit", said).state.flow == "call_off"


def test_ones_code_is_told_however_it_is_spelt(model) -> None:
    assert replies(held(model, *BOOKED, "whats my code")) == ["visit"]


def test_a_question_about_a_sign_is_no_wish_for_a_time(model) -> None:
    first = "hi im really worried, my leg has been numb down to my toes and i cant sleep"
    talk = held(model, first, "could it be something bad")
    assert talk.state.flow is None


TO_THE_CHECK = ("I want to book a screening", "the first one", "Ana Flores", "414-555-0133")


def test_the_very_time_that_is_named_is_kept_and_no_other_of_its_day(model) -> None:
    talk = held(model, "I want to book a screening", "something came up wed. friday 10 is fine")
    assert "Fri" in talk.words
    assert "10:00 AM" in talk.words
    mixed = held(model, "I want to book a screening", "wednesday, or friday at 10")
    assert mixed.state.frame
    assert mixed.state.frame.slot is None or "10:00 AM" in mixed.words


@pytest.mark.parametrize(
    "words",
    [
        "oh no i meant no, none of those",
        "sorry i pressed that by mistake",
        "oops i hit the wrong button. i have none of them",
        "it was a mis tap!!",
        "None of these",
        "can you ask me again",
    ],
)
def test_an_alarm_by_mistake_gives_the_booking_back(model, words: str) -> None:
    talk = held(model, *TO_THE_CHECK, "yes")
    assert talk.state.flow is None
    talk.say(words)
    assert (talk.state.alarm, talk.state.flow, talk.state.asked) == (None, "book", "signs")
    talk.say("none of these")
    assert (talk.state.asked, talk.state.name) == ("confirm", "Ana Flores")


def test_nothing_is_taken_up_again_where_somebody_may_read_along(model) -> None:
    talk = held(model, *TO_THE_CHECK[:2], "my husband hits me")
    assert talk.state.alarm
    assert talk.state.interrupted == ()


@pytest.mark.parametrize(
    "words", ["is it really free? whats the catch", "what does it cost? how much is the screening"]
)
def test_a_fact_asked_for_twice_in_a_breath_is_told_once(model, words: str) -> None:
    assert held(model, words).words.count("The screening is free.") == 1


def test_whoever_tells_when_they_are_free_does_not_ask_what_it_costs(model) -> None:
    talk = held(model, "I want to book a screening", "free for any day, but not Thursday")
    assert "fact" not in replies(talk)
    assert "Thu" not in " ".join(option.label for option in talk.state.options)


NOT_ME = (
    "say I dont think I'll need to come in after all, leg let up some. "
    "dont want nobody waitin on me"
)


def test_what_was_wished_beside_a_sign_is_done_when_the_sign_is_denied(model) -> None:
    talk = held(model, *BOOKED, NOT_ME)
    if talk.state.asked == "sign":
        assert talk.state.alarm is None
        talk.say("no")
    assert (talk.state.asked, talk.state.name) == ("confirm_call_off", "Dana Miller")


def test_words_of_an_end_are_asked_about_where_a_visit_is_booked(model) -> None:
    talk = held(model, "I want to book a screening", "actually nvm i dont want to anymore")
    assert talk.state.alarm is None
    if talk.state.asked == "sign":
        talk.say("no")
    assert talk.state.flow is None
    assert "stopped_booking" in replies(talk)


@pytest.mark.parametrize("words", ["i want to die", "everyone would be better off without me"])
def test_a_crisis_that_is_said_is_an_alarm_while_booking_too(model, words: str) -> None:
    assert held(model, "I want to book a screening", "the first one", words).state.alarm == "C"


@pytest.mark.parametrize(
    "words", ["ya volví, perdón. en qué estábamos?", "ok im back, where were we"]
)
def test_who_comes_back_is_asked_the_same_again(model, words: str) -> None:
    talk = held(model, "I want to book a screening", "the first one", "Ana Huarcaya", words)
    assert (talk.state.flow, talk.state.asked) == ("book", "phone")
    assert not any(reply.endswith("_again") for reply in replies(talk))


def test_who_can_tell_what_the_article_does_not_is_a_person(model) -> None:
    talk = held(model, "what pills can i take for this", "who can tell me then")
    assert talk.state.flow == "call_back"


@pytest.mark.parametrize("words", ["i can only do saturdays", "can i just walk in"])
def test_when_somebody_could_come_begins_a_booking(model, words: str) -> None:
    assert held(model, words).state.flow == "book"


@pytest.mark.parametrize(
    ("said", "taken_back"),
    [
        (
            "my wife fell off the bladder and cant feel her legs",
            "LADDER. autocorrect. the ladder slid, nobody on it. my bladder is fine",
        ),
        (
            "dad cant breathe and his chest hurts",
            "Back. It was his gallbladder, he is home and fine. Can I book my own screening now?",
        ),
    ],
)
def test_an_alarm_is_over_when_it_was_no_such_thing(model, said: str, taken_back: str) -> None:
    talk = held(model, said, taken_back)
    assert talk.state.alarm is None
    assert "withdrawn" in replies(talk)


def test_the_day_of_a_visit_is_told_again_where_records_are_named(model) -> None:
    assert replies(held(model, *BOOKED, "Kindly repeat the day for my records.")) == ["visit"]


@pytest.mark.parametrize(
    "words",
    [
        "Buenas tardes, es para mi abuelita de 74, le duele la espalda. que dia hay",
        "vaya entonces mejor deme una nueva",
    ],
)
def test_a_visit_is_wished_for_in_spanish_without_the_word(model, words: str) -> None:
    assert held(model, words).state.flow == "book"


def test_who_says_put_me_down_gives_a_name_in_spanish(model) -> None:
    talk = held(model, "necesito una cita", "el de la tarde", "ponme Wilkin Tavárez")
    assert talk.state.name == "Wilkin Tavárez"


def test_what_the_assistant_is_called_is_no_phone(model) -> None:
    assert "ask_if_bot" in replies(held(model, "como te llamas"))


@pytest.mark.parametrize(
    "words",
    ["nah gonna have to bail on that", "no i mean forget the whole thing, im not coming"],
)
def test_a_visit_is_called_off_in_odd_words(model, words: str) -> None:
    assert held(model, *BOOKED, words).state.asked == "confirm_call_off"


def test_nothing_but_a_yes_calls_a_visit_off(model) -> None:
    talk = held(model, *BOOKED, "cancel it", "are you sure its gone?", "well?")
    assert (talk.state.asked, talk.state.called_off) == ("confirm_call_off", None)
    talk.say("yes")
    assert talk.state.called_off


def test_the_number_after_no_wait_is_the_right_one(model) -> None:
    said = "414 555 0199. no wait use 414 555 0198"
    talk = held(model, "I want to book a screening", "the first one", "Ana Flores", said)
    assert (talk.state.phone or "").endswith("5550198")


def test_an_age_that_is_told_is_no_question_about_ages(model) -> None:
    talk = held(model, "my leg hurtin bad for 2 weeks now, im 68")
    assert not any(reply.startswith("fact") for reply in replies(talk))


@pytest.mark.parametrize(
    "words",
    [
        "he saw me and ordered an mri, says not an emergency. can i book pt friday",
        "they said no cauda equina. can i book",
    ],
)
def test_who_was_looked_at_is_booked_at_once(model, words: str) -> None:
    talk = held(model, "my foot drags since this morning and i lost control of my bladder", words)
    assert (talk.state.alarm, talk.state.flow) == (None, "book")


def test_a_choice_is_one_after_a_word_of_praise(model) -> None:
    said = "thats good, the first one"
    talk = held(model, "I want to book a screening", "whats the earliest", said)
    assert talk.state.asked == "name"
