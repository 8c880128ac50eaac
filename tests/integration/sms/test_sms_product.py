"""Text messages against the whole product: signed webhooks in, a stand-in for Twilio's API out."""

import re
import secrets
import sqlite3
import time
import uuid

import httpx
import pytest

from clinic import safety
from clinic.texting.gsm7 import fold, segments
from sandbox.twilio import TwilioStandIn
from tests.conftest import free_port

# Wisconsin's and its neighbours'; 555-0100 to 555-0199 are kept for fiction in each.
AREAS = (414, 262, 608, 715, 920, 312, 773, 630, 708, 815, 847, 952, 612, 651, 763, 507)
ACCOUNT, CLINIC = "AC" + "0" * 32, "+14145550142"


@pytest.fixture(scope="module")
def twilio():
    standin = TwilioStandIn(free_port(), ACCOUNT, secrets.token_hex(16))
    standin.start()
    yield standin
    standin.stop()


@pytest.fixture(scope="module")
def texting(start_product, twilio):
    """A product with the SMS channel on."""
    return start_product(
        TWILIO_ACCOUNT_SID=ACCOUNT,
        TWILIO_AUTH_TOKEN=twilio.token,
        TWILIO_FROM=CLINIC,
        TWILIO_API_URL=twilio.url,
    )


class Phone:
    """A patient's phone."""

    def __init__(self, product, twilio, ending=None):
        ending = ending or f"01{uuid.uuid4().int % 100:02d}"
        self.number = f"+1{AREAS[uuid.uuid4().int % len(AREAS)]}555{ending}"
        self.webhook = f"{product.front}/webhooks/sms/webhook"
        self.product, self.twilio = product, twilio
        self.read = 0
        self.sent_at = {}

    def mine(self):
        return [text for text in self.twilio.sent if text.to == self.number]

    def _more_to_come(self):
        """Whether the newest text is a part that others follow."""
        part = re.match(r"\((\d)/(\d)\)", self.mine()[-1].body)
        return part and part.group(1) != part.group(2)

    def send(self, body, **more):
        return self.twilio.text(self.webhook, self.number, CLINIC, body, **more)

    def text(self, body, **more):
        """Sends a text; the texts that came back, joined."""
        # The same words so soon would count as one message that a gateway sent twice.
        time.sleep(max(self.sent_at.get(body, 0) + 3.2 - time.monotonic(), 0))
        self.sent_at[body] = time.monotonic()
        assert self.send(body, **more).status_code == 200
        until = time.monotonic() + 60
        while time.monotonic() < until and len(self.mine()) == self.read:
            time.sleep(0.1)
        while time.monotonic() < until and self._more_to_come():
            time.sleep(0.1)
        new = self.mine()[self.read :]
        self.read = len(self.mine())
        for text in new:
            assert fold(text.body) == text.body, "not in the GSM-7 alphabet"
            assert segments(text.body) <= 2
            assert "CANCEL" not in text.body
            assert text.status_callback.partition("?")[0].endswith("/webhooks/sms/status")
        return "\n".join(text.body for text in new)


@pytest.fixture
def phone(texting, twilio):
    return Phone(texting, twilio)


def rows(product, query, *values):
    with sqlite3.connect(product.var / "assistant.db") as connection:
        return connection.execute(query, values).fetchall()


def test_from_hello_to_a_booked_moved_and_called_off_screening(phone):
    first = phone.text("hello")
    assert "automated" in first
    assert "STOP" in first
    second = phone.text("can i book a screening")
    assert "STOP" not in second
    assert "name" in second
    times = phone.text("Dana Whitfield")
    assert "1)" in times, "the number is known and not asked again"
    assert "safety check" in phone.text("2")
    assert "Shall I book it?" in phone.text("1")
    booked = phone.text("yes")
    reference = re.search(r"reference is (\w{6})", booked).group(1)
    assert reference in phone.text("when is my appointment?")
    phone.text("can we move it")
    phone.text("the second one")
    assert reference in phone.text("1")
    phone.text("please cancel my appointment")
    assert "called off" in phone.text("yes")


def test_a_question_is_answered_in_two_segments_at_most(phone):
    assert "disc herniation" in phone.text("what causes sciatica")


def test_an_emergency_is_one_segment_and_stands_alone(phone):
    assert phone.text("I can't pee and both legs are numb") == safety.reply("E")


def test_a_forged_request_is_refused_and_nothing_is_stored(texting, twilio, phone):
    fields = {"MessageSid": "SMforged", "From": phone.number, "To": CLINIC, "Body": "hi"}
    forged = httpx.post(phone.webhook, data=fields, headers={"X-Twilio-Signature": "x"}, timeout=10)
    unsigned = httpx.post(phone.webhook, data=fields, timeout=10)
    elsewhere = twilio.post(phone.webhook, fields, public="https://example.org/webhook")
    assert {forged.status_code, unsigned.status_code, elsewhere.status_code} == {403}
    query = "SELECT 1 FROM inbound_messages WHERE external_id = ?"
    assert rows(texting, query, "SMforged") == []


def test_a_message_that_arrives_twice_is_answered_once(phone):
    sid = f"SM{uuid.uuid4().hex}"
    assert phone.text("what is dry needling", MessageSid=sid)
    phone.send("what is dry needling", MessageSid=sid)
    phone.send("what is dry needling")
    time.sleep(2)
    assert len(phone.mine()) == phone.read


@pytest.mark.parametrize("word", ["STOP", "stop please", "Unsubscribe", "please stop texting me"])
def test_an_opt_out_is_confirmed_once_and_holds(phone, word):
    phone.text("hi")
    assert "opted out" in phone.text(word)
    phone.send("what is sciatica")
    time.sleep(2)
    assert len(phone.mine()) == phone.read
    assert "again" in phone.text("START")


def test_cancel_alone_is_an_opt_out_that_keeps_the_visit_and_tells_the_staff(texting, phone):
    for message in ["book a screening", "Dana Whitfield", "1", "1", "yes"]:
        phone.text(message)
    assert "does not call off" in phone.text("CANCEL")
    kinds = [row[0] for row in rows(texting, "SELECT kind FROM staff_tasks")]
    assert "texted_cancel" in kinds
    assert "still stands" in phone.text("START")


def test_an_opted_out_number_in_an_emergency_is_not_answered_but_the_staff_are_told(texting, phone):
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
def test_everything_a_phone_can_send_gets_a_kind_answer(phone, body, more):
    assert phone.text(body, **more)


def test_what_the_carrier_could_not_deliver_becomes_a_task(texting, twilio):
    phone = Phone(texting, twilio, "0007")
    phone.text("hello")
    time.sleep(2)
    kinds = [row[0] for row in rows(texting, "SELECT kind FROM staff_tasks")]
    assert "failed_message" in kinds
