"""Visits that stand: looked up, moved, called off: reported faults, each line is what was said."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from tests.understanding.conversing.talks import BOOKED, held, replies


@pytest.mark.parametrize("words", ["ok thanks", "thank you, bye"])
def test_thanks_end_a_search_for_a_visit(model: IntentModel, words: str) -> None:
    talk = held(model, "when is my appointment?", words)
    assert (talk.state.flow, talk.state.asked) == (None, None)


def test_thanks_leave_a_visit_that_was_to_be_called_off_and_say_so(model: IntentModel) -> None:
    talk = held(model, "cancel my visit", "ok thanks")
    assert talk.state.flow is None
    assert "stopped" in replies(talk)


def test_a_reason_for_calling_off_moves_nothing(model: IntentModel) -> None:
    booked = ("book a screening", "the first one", "Dana Miller", "414-555-0182", "none", "yes")
    talk = held(model, *booked, "cancel it. boss just put me on the road that week")
    assert talk.state.flow == "call_off"


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
def test_a_visit_that_nobody_has_yet_is_booked(model: IntentModel, words: str) -> None:
    assert held(model, words).state.flow == "book"


@pytest.mark.parametrize(
    "words",
    [
        "my shift changed so wednesday is no good anymore, got anything thursday?",
        "can't make my appointment friday, monday?",
        "mine is on tuesday, I'd need wednesday instead",
    ],
)
def test_a_visit_that_stands_is_no_new_one(model: IntentModel, words: str) -> None:
    assert held(model, words).state.flow != "book"


@pytest.mark.parametrize("words", ["scratch that. need a later time", "so thursday is gone right"])
def test_what_was_booked_is_spoken_of_afterwards(model: IntentModel, words: str) -> None:
    talk = held(model, *BOOKED, words)
    assert talk.state.flow == "move" or "visit" in replies(talk)


def test_one_for_somebody_else_is_another_visit(model: IntentModel) -> None:
    assert held(model, *BOOKED, "now one for my dad too").state.flow == "book"


def test_who_says_once_more_who_they_are_looks_their_visit_up(model: IntentModel) -> None:
    talk = held(model, *BOOKED, "when is it again", "its dana miller, 414-555-0182")
    assert replies(talk) == ["visit"]


def test_what_is_not_made_yet_is_not_called_off(model: IntentModel) -> None:
    said = "what should I wear", "No I don't want to make the appointment yet, just the clothes"
    assert held(model, *said).state.flow is None


def test_hours_of_a_day_are_no_visit(model: IntentModel) -> None:
    assert held(model, "Hours Thursday.").state.flow is None


def test_a_visit_is_called_off_in_the_middle_of_moving_it(model: IntentModel) -> None:
    said = "ok forget the whole thing, gonna call it off. legs better"
    talk = held(model, *BOOKED, "move my visit", said)
    assert talk.state.flow == "call_off"


def test_whether_it_is_off_is_looked_up(model: IntentModel) -> None:
    assert "visit" in replies(held(model, *BOOKED, "thanks", "so is it off?"))


def test_who_has_a_visit_is_offered_no_other(model: IntentModel) -> None:
    talk = held(model, *BOOKED, "I'm so frightened")
    assert not any(option.key == "book" for act in talk.acts for option in act.options)


def test_the_whole_thing_is_called_off_in_the_middle_of_moving_it(model: IntentModel) -> None:
    said = "actually never mind the move, call the whole thing off"
    assert held(model, *BOOKED, "move my visit", said).state.flow == "call_off"


def test_ones_code_is_told_however_it_is_spelt(model: IntentModel) -> None:
    assert replies(held(model, *BOOKED, "whats my code")) == ["visit"]


@pytest.mark.parametrize(
    "words",
    ["nah gonna have to bail on that", "no i mean forget the whole thing, im not coming"],
)
def test_a_visit_is_called_off_in_odd_words(model: IntentModel, words: str) -> None:
    assert held(model, *BOOKED, words).state.asked == "confirm_call_off"


def test_nothing_but_a_yes_calls_a_visit_off(model: IntentModel) -> None:
    talk = held(model, *BOOKED, "cancel it", "are you sure its gone?", "well?")
    assert (talk.state.asked, talk.state.called_off) == ("confirm_call_off", None)
    talk.say("yes")
    assert talk.state.called_off


@pytest.mark.parametrize(
    "words",
    [
        "no thanks. keep thursday at 2 pm",
        "I already have Thursday at two in the afternoon. Please don't change anything!",
        "leave everything the way it is please",
        "thursday 2 pm",
    ],
)
@pytest.mark.parametrize("before", [(), ("i need to move it",)])
def test_the_time_that_a_visit_has_is_kept(
    model: IntentModel, before: tuple[str, ...], words: str
) -> None:
    mine = ("thursday at 2 pm, Ida Kell, 414-555-0178", "none of these", "yes")
    talk = held(model, "book a screening", *mine, *before, words)
    assert replies(talk) == ["kept"]
    assert talk.state.flow is None


def test_the_time_a_visit_has_says_which_one_is_to_be_moved(model: IntentModel) -> None:
    mine = ("thursday at 2 pm, Ida Kell, 414-555-0179", "none of these", "yes")
    talk = held(model, "book a screening", *mine, "i have 2 pm on thursday already, move it")
    assert (replies(talk), talk.state.flow) == (["ask_time_move"], "move")


@pytest.mark.parametrize(
    "words",
    ["you didnt say who you call", "who do you call about it?", "u didn't tell me who gets called"],
)
def test_a_question_about_calls_ends_no_messages(model: IntentModel, words: str) -> None:
    phone = f"414-555-01{20 + len(words) % 9}"
    mine = (f"monday morning, Ida Kell, {phone}", "the first one", "none of these", "yes")
    talk = held(model, "book a screening", *mine, words)
    assert "not_them" not in replies(talk)
    talk.say("do we still have monday?")
    assert "visit" in replies(talk)


@pytest.mark.parametrize("words", ["wrong number, i never booked anything", "this isn't Danuta"])
def test_who_says_outright_that_it_is_not_them_gets_no_more(model: IntentModel, words: str) -> None:
    assert "not_them" in replies(held(model, *BOOKED, words))


@pytest.mark.parametrize(
    "words",
    [
        "what if i'm late by ten minutes or so?",
        "is it ok if we are a bit late",
        "how late can i be",
    ],
)
def test_a_question_about_being_late_is_no_notice_of_it(model: IntentModel, words: str) -> None:
    assert replies(held(model, words)) == ["if_late"]


def test_who_is_late_is_told_to_the_staff(model: IntentModel) -> None:
    talk = held(model, "sorry i'm stuck in traffic, 10 min late")
    assert replies(talk) == ["running_late_who"]


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (2, "is it true i can call it off whenever"),
        (3, "what if i need to cancel, is there a fee?"),
        (4, "can i cancel later if it gets better"),
    ],
)
def test_a_question_about_calling_off_stops_nothing(
    model: IntentModel, hour: int, words: str
) -> None:
    mine = f"friday the 18th at {hour + 7} am, Ida Kell, 414-555-0171"
    talk = held(model, mine, "none of these", words)
    assert "if_plans_change" in replies(talk)
    assert (talk.state.flow, talk.state.asked) == ("book", "confirm")


@pytest.mark.parametrize(
    "said",
    [
        ("i have an appointment and lost the code, need to move monday",),
        ("book me monday", "no i have one already, i want to move it to friday"),
        ("i have an appointment, move it to tuesday", "i want dec 15 instead of dec 8"),
    ],
)
def test_a_visit_that_is_said_to_stand_is_no_second_one(
    model: IntentModel, said: tuple[str, ...]
) -> None:
    talk = held(model, *said)
    assert talk.state.flow != "book"
    assert talk.state.asked in ("reference", "call_offer")


def test_another_time_for_what_is_being_booked_looks_nothing_up(model: IntentModel) -> None:
    talk = held(model, "book me monday at 3 pm", "can we move it to 4 pm")
    assert (talk.state.flow, talk.state.asked) == ("book", "name")


@pytest.mark.parametrize(
    "said",
    [
        ("book me monday at 10", *BOOKED[2:], "can u move it to the afternoon later like 4"),
        (
            *("quiero una cita el lunes a las 10", "Rosa Gil", "414-555-0187", "ninguna", "si"),
            "perdon, es que trabajo hasta las 10 ese dia, se puede mas tarde?",
        ),
    ],
)
def test_a_visit_that_is_moved_by_its_hour_keeps_its_day(
    model: IntentModel, said: tuple[str, ...]
) -> None:
    talk = held(model, *said)
    times = [option.label for option in talk.state.options if option.key.startswith("slot:")]
    assert talk.state.flow == "move"
    assert {time.split()[0].lower() for time in times} <= {"mon", "lun"}
    assert times


@pytest.mark.parametrize(
    "words", ["please change my phone to 414-555-0135", "my name is spelled Milar, not Miller"]
)
def test_how_a_visit_that_stands_is_reached_the_staff_change(
    model: IntentModel, words: str
) -> None:
    said = replies(held(model, *BOOKED, words))
    assert "contact_passed_on" in said
    assert not {"changed_phone", "changed_name"} & set(said)


def test_tho_is_no_name(model: IntentModel) -> None:
    assert held(model, *BOOKED[:3], "414-555-0182, call me tho").state.name == "Dana Miller"


@pytest.mark.parametrize(
    "words",
    [
        "can i come in after 5:30? cant leave the shop before that",
        "Please make me an appointment for the no cost screening",
        "can i come at like 12:30 on my lunch",
        "whats it cost and can i do it on a friday",
        "can i come at like 12:30 on my lunch friday and whats it cost",
        "what times do you have friday",
        "can i come at midnight",
        "do u take walk ins",
    ],
)
def test_a_wish_to_come_is_one_whatever_stands_beside_it(model: IntentModel, words: str) -> None:
    talk = held(model, words)
    assert (talk.state.flow, talk.state.asked) == ("book", "time")


def test_never_mind_ends_what_is_under_way_beside_a_complaint(model: IntentModel) -> None:
    talk = held(
        model, "call off my visit", "eh never mind ill just show up. leg still hurts anyway"
    )
    assert talk.state.flow is None


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("wait is it ok if i come at 3 instead", "never mind keep it"),
        ("can i do monday instead", "no keep the friday"),
    ],
)
def test_the_time_that_was_chosen_is_kept_after_others_were_asked_for(
    model: IntentModel, words: str, instead: str
) -> None:
    talk = held(model, "book me friday dec 18 at 12", "Gus Petrak 414-555-0167")
    chosen = talk.state.stack[-1].slot
    for text in (words, instead):
        talk.say(text)
    assert chosen is not None
    assert talk.state.stack[-1].slot == chosen


@pytest.mark.parametrize("words", ["can i bring my wife", "could I bring my dear old mother along"])
def test_who_comes_along_is_not_the_patient(model: IntentModel, words: str) -> None:
    talk = held(model, "book me friday dec 18 at 12", "Gus Petrak 414-555-0167", words)
    assert (talk.state.name, talk.state.relation) == ("Gus Petrak", None)


def test_who_is_brought_in_is_the_patient(model: IntentModel) -> None:
    assert held(model, "can i bring my mother in for a screening").state.relation == "mother"


def test_what_goes_on_is_not_offered_to_begin(model: IntentModel) -> None:
    talk = held(model, "can u see me friday dec 18 at 10 and do I need a referral")
    assert (talk.state.asked, talk.state.options) == ("name", ())


def test_why_the_phone_is_asked_for_is_told_at_any_question(model: IntentModel) -> None:
    assert "why_phone" in replies(held(model, "book a screening", "why you need my phone"))


def test_who_will_call_by_themselves_is_called_by_nobody(model: IntentModel) -> None:
    said = replies(held(model, "book a screening", "never mind, i'll just call in the morning"))
    assert "call_when_kept" not in said


def test_call_me_to_remind_me_is_no_name(model: IntentModel) -> None:
    talk = held(model, *BOOKED, "will somebody call me to remind me, I forget things")
    assert talk.state.name == "Dana Miller"


@pytest.mark.parametrize(
    "words",
    ["ok thanks so much", "ok how late can i still do that", "yes, why does it hurt when i sit?"],
)
def test_a_visit_is_called_off_by_a_plain_yes_alone(model: IntentModel, words: str) -> None:
    talk = held(model, *BOOKED, "please call it off", words)
    assert talk.state.asked == "confirm_call_off"
    talk.say("yes")
    assert "called_off" in replies(talk)


@pytest.mark.parametrize("words", ["yeah no", "ok so what happens at it"])
def test_a_visit_is_booked_by_no_ok_that_goes_on_asking(model: IntentModel, words: str) -> None:
    assert held(model, *BOOKED[:-1], words).state.asked == "confirm"


def test_how_to_cancel_if_something_comes_up_calls_nothing_off(model: IntentModel) -> None:
    talk = held(model, *BOOKED, "how do i cancel if the baby gets sick")
    assert replies(talk) == ["if_plans_change"]


def test_what_was_called_off_is_put_back_at_its_time(model: IntentModel) -> None:
    talk = held(model, *BOOKED, "please call it off")
    when = talk.state.stands
    talk.say("yes")
    talk.say("wait no! I didn't want to cancel, please put it back")
    assert talk.state.frame is not None
    assert talk.state.frame.slot == when


@pytest.mark.parametrize(
    "words", ["I meant just in case, I'm not late", "gracias. ¿y si llego tarde?"]
)
def test_what_if_somebody_is_late_tells_the_staff_nothing(model: IntentModel, words: str) -> None:
    assert "if_late" in replies(held(model, *BOOKED, words))


def test_an_appointment_with_the_own_doctor_disowns_none_here(model: IntentModel) -> None:
    talk = held(model, *BOOKED, "I never made an appointment with my doctor")
    assert "not_them" not in replies(talk)
    assert talk.state.stands


def test_a_bare_hour_before_a_question_is_chosen(model: IntentModel) -> None:
    talk = held(model, "book friday dec 18 in the morning", "11. is there room to park a semi?")
    assert talk.state.asked == "name"


@pytest.mark.parametrize(
    "name", ["Ray Dombrow, cell 414-555-0181", "Ray Dombrow mobile 4145550181"]
)
def test_what_a_number_is_called_is_no_part_of_a_name(model: IntentModel, name: str) -> None:
    assert held(model, *BOOKED[:2], name).state.name == "Ray Dombrow"


def test_a_no_that_goes_on_is_no_yes_to_a_sign(model: IntentModel) -> None:
    talk = held(
        model, "a mi esposo se le duerme el pie desde hace un mes", "no, sí puede levantarlo"
    )
    assert talk.state.alarm is None


@pytest.mark.parametrize(
    "words",
    ["my daughter drives me and she works till 2", "no, I work then. only thursday or friday"],
)
def test_who_tells_when_they_can_come_asks_for_no_hours(model: IntentModel, words: str) -> None:
    said = replies(held(model, "book a screening", words))
    assert said == ["ask_time_matching"]
