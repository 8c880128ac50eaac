"""What the channel does with a text message before the engine sees it, or instead."""

from collections.abc import Callable

import pytest

from channels.sms.effects import effect_of
from channels.sms.numbers import choices_ended, number_of, opt_out
from channels.sms.plan import Plan, Planner, of_keyword_alone
from clinic.messages import Inbound, choices
from clinic.messages.threads import open_thread
from clinic.screenings import Booking, Patient, Screenings
from clinic.storage import Database
from tests.unit.channels.sms.conftest import PHONE

ALARM = "I can't pee and both my legs are numb"
YES_NO = [{"title": "Yes", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]


def effects(plan: Plan) -> list[str]:
    return [name for reply in plan.replies if (name := effect_of(reply))]


def said(plan: Plan) -> str:
    return " ".join(reply["text"] for reply in plan.replies if reply.get("text"))


@pytest.fixture()
def opted_out(database: Database) -> None:
    with database.begin() as connection:
        opt_out(connection, PHONE, "word")


@pytest.fixture()
def offered(database: Database) -> None:
    with database.begin() as connection:
        number = number_of(connection, PHONE)
        open_thread(connection, number.conversation, "sms", PHONE)
        choices.offer(connection, number.conversation, YES_NO)


@pytest.fixture()
def closed(database: Database, offered: None) -> None:
    with database.begin() as connection:
        choices_ended(connection, number_of(connection, PHONE))


def test_a_question_is_the_engines(planner: Planner, text: Callable[..., Inbound]) -> None:
    message = text("what is sciatica")
    plan = planner.plan(message)
    assert plan.replies == []
    assert plan.forward == message


def test_an_opt_out_is_confirmed_and_ends_what_was_talked_of(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    plan = planner.plan(text("STOP"))
    assert effects(plan) == ["opt_out"]
    assert "opted out" in said(plan)
    assert plan.forward is None
    assert plan.aside.payload == "/stop"


def test_what_stands_beside_an_opt_out_is_read_by_somebody(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    words = "please stop texting me, everything is strange down below when I wipe"
    assert effects(planner.plan(text(words))) == ["opt_out", "unheard"]
    assert effects(planner.plan(text("please stop texting me"))) == ["opt_out"]


def test_an_opt_out_with_an_alarm_in_it_gets_both_answers(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    plan = planner.plan(text(f"stop texting me. {ALARM}"))
    assert effects(plan) == ["alert", "opt_out"]
    assert "911" in said(plan)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("stop texting me. my husband hits me", "1-800-799-7233"),
        ("stop texting me. I took 40 Tylenol", "1-800-222-1222"),
    ],
)
def test_what_is_said_beside_an_opt_out_is_the_signs_own_answer(
    planner: Planner, text: Callable[..., Inbound], words: str, number: str
) -> None:
    plan = planner.plan(text(words))
    assert effects(plan)[0] == "alert"
    assert number in said(plan)


@pytest.mark.usefixtures("opted_out")
def test_somebody_opted_out_gets_no_answer_and_the_staff_hear_of_it(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    assert effects(planner.plan(text("when is my visit"))) == ["unheard"]
    assert said(planner.plan(text("when is my visit"))) == ""


@pytest.mark.usefixtures("opted_out")
def test_an_alarm_of_somebody_opted_out_alerts_the_staff_and_is_not_answered(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    plan = planner.plan(text(ALARM))
    assert effects(plan) == ["alert"]
    assert said(plan) == ""
    assert plan.forward is None


@pytest.fixture()
def visit(database: Database) -> None:
    """A screening stands that was booked with the number."""
    screenings = Screenings(database)
    slot = screenings.free_slots()[-1]
    screenings.book(slot, Booking(Patient("Ana Diaz", PHONE), key="setup", channel="sms"))


@pytest.mark.usefixtures("visit")
def test_cancel_with_a_visit_keeps_it_and_has_the_staff_call(
    planner: Planner, text: Callable[..., Inbound], database: Database
) -> None:
    plan = planner.plan(text("CANCEL"))
    assert effects(plan) == ["opt_out", "texted_cancel"]
    assert "does not call off a visit" in said(plan)
    assert len(Screenings(database).upcoming_for_phone(PHONE)) == 1


@pytest.mark.usefixtures("visit", "opted_out")
def test_cancel_from_somebody_opted_out_already_has_the_staff_call_too(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    plan = planner.plan(text("CANCEL"))
    assert (effects(plan), said(plan)) == (["texted_cancel"], "")


@pytest.mark.usefixtures("visit", "opted_out")
def test_start_says_that_a_visit_still_stands_and_offers_to_change_it(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    plan = planner.plan(text("START"))
    assert "still stands" in said(plan)
    assert [button["payload"] for button in plan.replies[-1]["buttons"]] == [
        "/reschedule_screening",
        "/cancel_screening",
    ]


@pytest.mark.usefixtures("visit")
def test_a_polite_cancel_with_a_visit_is_the_engines(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    assert planner.plan(text("please cancel")).forward is not None


@pytest.mark.usefixtures("opted_out")
def test_a_second_stop_is_not_confirmed_again(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    assert effects(planner.plan(text("STOP"))) == ["silence"]


@pytest.mark.usefixtures("opted_out")
@pytest.mark.parametrize("word", ["START", "unstop", "Yes"])
def test_somebody_opted_out_comes_back(
    planner: Planner, text: Callable[..., Inbound], word: str
) -> None:
    plan = planner.plan(text(word))
    assert effects(plan) == ["opt_in"]
    assert "again" in said(plan)


@pytest.mark.usefixtures("opted_out")
def test_somebody_opted_out_still_gets_help(planner: Planner, text: Callable[..., Inbound]) -> None:
    plan = planner.plan(text("HELP"))
    assert effects(plan) == ["help"]
    assert said(plan)


@pytest.mark.parametrize("word", ["STOP", "START", "HELP", "CANCEL"])
def test_what_twilio_answers_we_do_not(
    database: Database, text: Callable[..., Inbound], word: str
) -> None:
    assert said(Planner(database, "twilio").plan(text(word))) == ""


@pytest.mark.parametrize("words", ["stop please", "unsubscibe", "no more texts"])
def test_what_twilio_does_not_act_on_we_answer_also_when_it_answers_the_rest(
    database: Database, text: Callable[..., Inbound], words: str
) -> None:
    assert "opted out" in said(Planner(database, "twilio").plan(text(words)))


def test_a_request_that_says_twilio_has_answered_is_not_answered(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    plan = planner.plan(text("STOP", opt_out_type="STOP"))
    assert (effects(plan), said(plan)) == (["opt_out"], "")


@pytest.mark.parametrize(
    ("kind", "wanted"), [("STOP", "opt_out"), ("START", "opt_in"), ("HELP", "help")]
)
def test_a_word_the_clinic_chose_with_the_carrier_counts(
    planner: Planner, text: Callable[..., Inbound], kind: str, wanted: str
) -> None:
    plan = planner.plan(text("banana", opt_out_type=kind))
    assert (effects(plan), said(plan)) == ([wanted], "")


def test_cancel_without_a_visit_says_that_it_calls_none_off(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    plan = planner.plan(text("CANCEL"))
    assert effects(plan) == ["opt_out"]
    assert "does not call off a visit" in said(plan)


def test_cancel_my_appointment_is_the_engines(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    assert planner.plan(text("cancel my appointment")).forward is not None


@pytest.mark.usefixtures("offered")
def test_a_polite_cancel_in_the_middle_of_something_is_the_engines(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    assert planner.plan(text("please cancel")).forward is not None


@pytest.mark.parametrize(
    ("body", "details", "words"),
    [
        ("", {"media": True}, "pictures"),
        ("", {"location": True}, "location"),
        ("", {}, "only read words"),
        ("😀😀", {}, "only read words"),
        ("???", {}, "only read words"),
        ("мне больно", {}, "only read English"),
        ("坐骨神经痛", {}, "only read English"),
    ],
)
def test_what_cant_be_read_gets_a_kind_answer(
    planner: Planner,
    text: Callable[..., Inbound],
    body: str,
    details: dict[str, bool],
    words: str,
) -> None:
    plan = planner.plan(text(body, **details))
    assert words in said(plan)
    assert plan.forward is None


def test_words_beside_a_picture_are_read(planner: Planner, text: Callable[..., Inbound]) -> None:
    plan = planner.plan(text("is this sciatica", media=True))
    assert "only read your words" in said(plan)
    assert plan.forward is not None


@pytest.mark.parametrize("body", ['Liked "Call 911."', "Reacted 😀 to “See you.”", 'Loved "ok ok"'])
def test_a_tap_on_one_of_our_messages_is_not_answered(
    planner: Planner, text: Callable[..., Inbound], body: str
) -> None:
    assert effects(planner.plan(text(body))) == ["silence"]


@pytest.mark.usefixtures("offered")
def test_a_number_chooses(planner: Planner, text: Callable[..., Inbound]) -> None:
    plan = planner.plan(text("2"))
    assert (plan.forward.text, plan.forward.payload) == ("No", "/deny")


@pytest.mark.usefixtures("offered")
def test_a_number_that_is_no_choice_is_asked_about(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    plan = planner.plan(text("7"))
    assert effects(plan) == ["not_a_choice"]
    assert "1 to 2" in said(plan)


@pytest.mark.usefixtures("closed")
def test_a_number_after_its_list_was_closed_is_asked_about_and_chooses_nothing(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    plan = planner.plan(text("2"))
    assert effects(plan) == ["not_a_choice"]
    assert "no longer open" in said(plan)


def test_a_number_from_somebody_who_was_offered_nothing_is_the_engines(
    planner: Planner, text: Callable[..., Inbound]
) -> None:
    assert planner.plan(text("2")).forward is not None


@pytest.mark.parametrize(
    ("words", "done"),
    [
        ("STOP", ["opt_out"]),
        ("please stop texting me", ["opt_out"]),
        ("CANCEL", ["opt_out", "unheard"]),
        ("START", ["opt_in"]),
        ("HELP", ["help"]),
        ("please cancel", []),
        ("what is sciatica", []),
    ],
)
def test_a_wish_about_the_messages_needs_nothing_that_can_be_away(
    text: Callable[..., Inbound], words: str, done: list[str]
) -> None:
    replies = of_keyword_alone(text(words), "us")
    assert [name for reply in replies if (name := effect_of(reply))] == done
    assert len(replies) == len(done) + bool(done)


def test_a_wish_that_twilio_confirms_is_only_noted(text: Callable[..., Inbound]) -> None:
    assert [effect_of(reply) for reply in of_keyword_alone(text("STOP"), "twilio")] == ["opt_out"]
