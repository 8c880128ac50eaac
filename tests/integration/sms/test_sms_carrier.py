"""Twilio answers STOP, START and HELP itself, or we do: never both, never nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.sms.office import Office, Phone
from tests.integration.webchat.harness import wait_until


@pytest.fixture(scope="module")
def carrier_answers(open_office: Callable[..., Office]) -> Office:
    """An office that leaves STOP, START and HELP to Twilio."""
    return open_office(answers_opt_outs=True, OPT_OUT_ANSWERED_BY="twilio")


def texts(phone: Phone) -> list[tuple[bool, str]]:
    return [(text.by_carrier, text.body) for text in phone.texts][1:]


@pytest.mark.parametrize("word", ["STOP", "unsubscribe", "Cancel", "OPTOUT", "revoke"])
def test_an_opt_out_that_twilio_confirms_is_not_confirmed_by_us(
    carrier_answers: Office, word: str
) -> None:
    phone = Phone(carrier_answers)
    query = "SELECT id FROM staff_tasks WHERE kind = 'call_back'"
    before = len(carrier_answers.rows(query))
    phone.send(word)
    phone.send("are you there")
    wait_until(lambda: len(carrier_answers.rows(query)) > before)
    [(by_carrier, _)] = texts(phone)
    assert by_carrier


def test_an_opt_out_that_twilio_does_not_know_is_confirmed_by_us(carrier_answers: Office) -> None:
    phone = Phone(carrier_answers)
    phone.send("please stop texting me")
    phone.wait_for(2)
    [(by_carrier, text)] = texts(phone)
    assert not by_carrier
    assert "opted out" in text


def test_start_and_help_are_answered_once_too(carrier_answers: Office) -> None:
    phone = Phone(carrier_answers)
    for word in ("STOP", "START", "HELP"):
        phone.send(word)
    phone.send("hello")
    phone.wait_for(5)
    answered = texts(phone)
    assert [by_carrier for by_carrier, _ in answered] == [True, True, True, False]
    assert answered[-1][1] == "You said: hello"


def test_we_answer_each_of_them_once_when_twilio_does_not(
    office: Office, phone: Callable[..., Phone]
) -> None:
    patient = phone()
    for number, word in enumerate(("HELP", "STOP", "START"), 2):
        patient.send(word)
        patient.wait_for(number)
    patient.send("hello")
    patient.wait_for(5)
    helped, out, back, hello = patient.answers()
    assert "STOP to opt out" in helped
    assert "opted out" in out
    assert "again" in back
    assert hello == "You said: hello"


def test_what_twilio_refuses_because_of_an_opt_out_is_noted_as_one(office: Office) -> None:
    phone = Phone(office, "1610", introduced=False)
    phone.send("hello")
    query = "SELECT change, how FROM sms_consents WHERE how = 'carrier'"
    wait_until(lambda: office.rows(query) == [("out", "carrier")])
    assert phone.texts == []


@pytest.mark.parametrize("ending", ["0429", "0500"])
def test_what_twilio_refuses_for_now_is_sent_again(office: Office, ending: str) -> None:
    phone = Phone(office, ending)
    assert len(phone.texts) == 1


def test_texts_in_between_an_opt_out_and_an_opt_in_go_to_the_staff_only(
    office: Office, phone: Callable[..., Phone]
) -> None:
    patient = phone()
    patient.send("STOP")
    patient.wait_for(2)
    patient.send("i can't pee and both my legs are numb")
    query = "SELECT tier FROM staff_tasks WHERE kind = 'safety_alert'"
    wait_until(lambda: office.rows(query) == [("E",)])
    assert len(patient.texts) == 2
