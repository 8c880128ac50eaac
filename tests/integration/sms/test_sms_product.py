"""Text messages against the whole product: signed webhooks in, a stand-in for Twilio's API out."""

import time
import uuid

import httpx
import pytest

from clinic.reading import safety
from sandbox.twilio import TwilioStandIn
from tests.conftest import Product
from tests.integration.sms.office import CLINIC
from tests.integration.sms.texting import Phone, rows


@pytest.fixture
def phone(texting: Product, twilio: TwilioStandIn) -> Phone:
    return Phone(texting, twilio)


def test_a_question_is_answered_in_two_segments_at_most(phone: Phone) -> None:
    assert "disc herniation" in phone.text("what causes sciatica")


def test_an_emergency_is_one_segment_and_stands_alone(phone: Phone) -> None:
    assert phone.text("I can't pee and both legs are numb") == safety.reply("E")


def test_a_forged_request_is_refused_and_nothing_is_stored(
    texting: Product, twilio: TwilioStandIn, phone: Phone
) -> None:
    fields = {"MessageSid": "SMforged", "From": phone.number, "To": CLINIC, "Body": "hi"}
    forged = httpx.post(phone.webhook, data=fields, headers={"X-Twilio-Signature": "x"}, timeout=10)
    unsigned = httpx.post(phone.webhook, data=fields, timeout=10)
    elsewhere = twilio.post(phone.webhook, fields, public="https://example.org/webhook")
    assert {forged.status_code, unsigned.status_code, elsewhere.status_code} == {403}
    query = "SELECT 1 FROM inbound_messages WHERE external_id = ?"
    assert rows(texting, query, "SMforged") == []


def test_a_message_that_arrives_twice_is_answered_once(phone: Phone) -> None:
    sid = f"SM{uuid.uuid4().hex}"
    assert phone.text("what is dry needling", MessageSid=sid)
    phone.send("what is dry needling", MessageSid=sid)
    phone.send("what is dry needling")
    time.sleep(2)
    assert len(phone.mine()) == phone.read


@pytest.mark.parametrize("word", ["STOP", "stop please", "Unsubscribe", "please stop texting me"])
def test_an_opt_out_is_confirmed_once_and_holds(phone: Phone, word: str) -> None:
    phone.text("hi")
    assert "opted out" in phone.text(word)
    phone.send("what is sciatica")
    time.sleep(2)
    assert len(phone.mine()) == phone.read
    assert "again" in phone.text("START")


def test_cancel_alone_is_an_opt_out_that_keeps_the_visit_and_tells_the_staff(
    texting: Product, phone: Phone
) -> None:
    for message in ["book a screening", "1", "Dana Whitfield", "1", "yes"]:
        phone.text(message)
    assert "does not call off" in phone.text("CANCEL")
    kinds = [row[0] for row in rows(texting, "SELECT kind FROM staff_tasks")]
    assert "texted_cancel" in kinds
    assert "still stands" in phone.text("START")


def test_an_opted_out_number_in_an_emergency_is_not_answered_but_the_staff_are_told(
    texting: Product, phone: Phone
) -> None:
    phone.text("STOP")
    before = len(rows(texting, "SELECT 1 FROM staff_tasks WHERE kind = 'safety_alert'"))
    phone.send("i cant feel my legs and i cant pee")
    time.sleep(3)
    assert len(phone.mine()) == phone.read
    after = len(rows(texting, "SELECT 1 FROM staff_tasks WHERE kind = 'safety_alert'"))
    assert after == before + 1


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ("", {"NumMedia": "1", "MediaUrl0": "https://example.org/x.jpg"}),
        ("", {}),
        ("", {"Latitude": "43.0", "Longitude": "-87.9"}),
        ("😀😀😀", {}),
        ("x" * 1600, {}),
        ("мне больно", {}),
        ("/restart", {}),
        ("<b>hi</b>", {}),
    ],
)
def test_everything_a_phone_can_send_gets_a_kind_answer(
    phone: Phone, body: str, more: dict[str, str]
) -> None:
    assert phone.text(body, **more)


def test_what_the_carrier_could_not_deliver_becomes_a_task(
    texting: Product, twilio: TwilioStandIn
) -> None:
    phone = Phone(texting, twilio, "0007")
    phone.text("hello")
    time.sleep(2)
    kinds = [row[0] for row in rows(texting, "SELECT kind FROM staff_tasks")]
    assert "failed_message" in kinds
