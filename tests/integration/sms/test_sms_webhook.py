"""What the webhook takes and what it refuses: signatures, repetitions, order, time."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from twilio.request_validator import RequestValidator

from tests.integration.sms.office import CLINIC, Office, Phone
from tests.integration.webchat.harness import wait_until

PUBLIC = "https://clinic.example/webhooks/sms/webhook"
OLD_TOKEN = "the token before the rotation"
# Each from a phone of its own: the same words from one phone within seconds count once.
_PHONES = (f"+1{area}5550198" for area in range(212, 1000) if area % 100 != 11)


def message(body: str = "hello", sid: str | None = None, **more: str) -> dict[str, str]:
    """A request's fields as Twilio sends them."""
    return {
        "MessageSid": sid or f"SM{uuid.uuid4().hex}",
        "From": next(_PHONES),
        "To": CLINIC,
        "Body": body,
        "NumMedia": "0",
        **more,
    }


def post(
    office: Office,
    fields: dict[str, str],
    signed_over: str,
    token: str | None = None,
    **headers: str,
) -> httpx.Response:
    signature = RequestValidator(token or office.twilio.token).compute_signature(
        signed_over, fields
    )
    headers = {"X-Twilio-Signature": signature, **headers}
    return httpx.post(office.webhook, data=fields, headers=headers, timeout=15)


@pytest.fixture(scope="module")
def behind_proxy(open_office: Callable[..., Office]) -> Office:
    """An office patients reach under another name, in the middle of a rotation of tokens."""
    return open_office(
        PUBLIC_URL="https://clinic.example",
        TWILIO_OLD_AUTH_TOKEN=OLD_TOKEN,
        TURN_TIMEOUT_SECONDS="5",
    )


def test_a_request_signed_over_the_configured_public_url_is_taken(behind_proxy: Office) -> None:
    fields = message()
    assert post(behind_proxy, fields, PUBLIC).status_code == 200
    assert behind_proxy.stored(fields["MessageSid"]) == 1


@pytest.mark.parametrize("token", [None, OLD_TOKEN])
def test_both_tokens_are_accepted_during_a_rotation(
    behind_proxy: Office, token: str | None
) -> None:
    fields = message()
    assert post(behind_proxy, fields, PUBLIC, token).status_code == 200
    assert behind_proxy.stored(fields["MessageSid"]) == 1


def test_a_third_token_is_refused_and_nothing_is_stored(behind_proxy: Office) -> None:
    fields = message()
    assert post(behind_proxy, fields, PUBLIC, "another token").status_code == 403
    assert behind_proxy.stored(fields["MessageSid"]) == 0


def test_forwarded_headers_do_not_decide_what_was_signed(behind_proxy: Office) -> None:
    fields = message()
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    over = "https://evil.example/webhooks/sms/webhook"
    assert post(behind_proxy, fields, over, **forwarded).status_code == 403
    assert post(behind_proxy, fields, behind_proxy.webhook, **forwarded).status_code == 403
    assert post(behind_proxy, fields, PUBLIC, **forwarded).status_code == 200


def test_a_text_that_was_changed_on_the_way_is_refused(office: Office) -> None:
    fields = message("hello")
    signature = RequestValidator(office.twilio.token).compute_signature(office.webhook, fields)
    changed = {**fields, "Body": "hello there"}
    headers = {"X-Twilio-Signature": signature}
    assert httpx.post(office.webhook, data=changed, headers=headers).status_code == 403
    added = {**fields, "OptOutType": "STOP"}
    assert httpx.post(office.webhook, data=added, headers=headers).status_code == 403
    assert office.stored(fields["MessageSid"]) == 0


def test_a_request_without_a_signature_is_refused(office: Office) -> None:
    fields = message()
    assert httpx.post(office.webhook, data=fields).status_code == 403
    assert httpx.post(office.webhook).status_code == 403
    assert office.stored(fields["MessageSid"]) == 0


def test_an_enormous_request_is_refused(office: Office) -> None:
    assert post(office, message("x" * 100_000), office.webhook).status_code == 403


def test_blank_fields_are_signed_too(office: Office) -> None:
    fields = message("", NumMedia="1", MediaUrl0="https://example.org/x.jpg", FromCity="")
    assert post(office, fields, office.webhook).status_code == 200
    assert office.stored(fields["MessageSid"]) == 1


def test_a_control_character_does_not_keep_a_text_from_being_stored(office: Office) -> None:
    fields = message("he\x00llo\x07")
    assert post(office, fields, office.webhook).status_code == 200
    wait_until(lambda: any(t.to == fields["From"] for t in office.twilio.sent))
    [answer] = [t.body for t in office.twilio.sent if t.to == fields["From"]]
    assert answer.endswith("You said: hello")


@pytest.mark.parametrize("sender", ["CLINIC", "12345", ""])
def test_a_sender_who_cant_be_answered_is_acknowledged_and_not_stored(
    office: Office, sender: str
) -> None:
    fields = message(From=sender)
    assert post(office, fields, office.webhook).status_code == 200
    assert office.stored(fields["MessageSid"]) == 0


def test_a_webhook_url_of_its_own_is_what_counts_and_reports_go_beside_it(
    open_office: Callable[..., Office],
) -> None:
    own = "https://sms.clinic.example/twilio/webhook"
    office = open_office(SMS_WEBHOOK_URL=own)
    office.twilio.reports = False
    fields = message()
    assert post(office, fields, own).status_code == 200
    wait_until(lambda: bool(office.twilio.sent))
    [text] = office.twilio.sent
    assert text.status_callback.startswith("https://sms.clinic.example/twilio/status?")


def test_without_credentials_the_channel_is_off_and_says_so_at_start(
    open_office: Callable[..., Office],
) -> None:
    office = open_office(TWILIO_ACCOUNT_SID="", TWILIO_AUTH_TOKEN="")
    fields = message()
    assert post(office, fields, office.webhook).status_code == 403
    assert post(office, fields, office.webhook, token=" ").status_code == 403
    assert office.stored(fields["MessageSid"]) == 0
    assert "the SMS channel is off" in office.server.log()


def test_a_text_is_acknowledged_in_under_a_second_while_its_answer_takes_longer(
    phone: Callable[..., Phone],
) -> None:
    patient = phone()
    started = time.monotonic()
    assert patient.send("slow").status_code == 200
    assert time.monotonic() - started < 0.9
    assert patient.answers() == []
    patient.wait_for(2)


def test_the_acknowledgement_is_an_empty_answer_so_that_twilio_sends_nothing_itself(
    phone: Callable[..., Phone],
) -> None:
    response = phone().send("hello")
    assert response.headers["content-type"] == "text/xml"
    assert response.text.endswith("<Response/>")


def test_texts_of_one_sender_are_answered_in_the_order_they_came(
    phone: Callable[..., Phone],
) -> None:
    patient = phone()
    for word in ("slow", "two", "three"):
        patient.send(word)
    patient.wait_for(4)
    assert patient.answers() == [f"You said: {word}" for word in ("slow", "two", "three")]


def test_a_sender_does_not_wait_for_another_ones_answer(office: Office) -> None:
    slow, quick = Phone(office), Phone(office)
    slow.send("slow")
    quick.send("hello")
    quick.wait_for(2)
    assert slow.answers() == []


def test_a_request_sent_again_is_acknowledged_and_answered_once(
    office: Office, phone: Callable[..., Phone]
) -> None:
    patient, sid = phone(), f"SM{uuid.uuid4().hex}"
    for _ in range(3):
        assert patient.send("hello", sid).status_code == 200
    patient.wait_for(2)  # what waits together is answered together
    patient.send("after")
    patient.wait_for(3)
    assert patient.answers() == ["You said: hello", "You said: after"]
    assert office.stored(sid) == 1


def test_a_request_that_comes_again_after_later_ones_is_not_answered_again(
    phone: Callable[..., Phone],
) -> None:
    patient, first = phone(), f"SM{uuid.uuid4().hex}"
    for body, sid in (("one", first), ("two", None), ("one", first), ("three", None)):
        patient.send(body, sid)
    patient.wait_for(4)
    assert patient.answers() == [f"You said: {word}" for word in ("one", "two", "three")]


def test_the_same_words_of_one_sender_within_seconds_are_one_message(
    phone: Callable[..., Phone],
) -> None:
    patient = phone()
    for _ in range(3):
        patient.send("hello")
    patient.wait_for(2)
    patient.send("after")
    patient.wait_for(3)
    assert patient.answers() == ["You said: hello", "You said: after"]


def test_the_same_words_are_two_messages_after_some_seconds_or_from_two_senders(
    office: Office, phone: Callable[..., Phone]
) -> None:
    patient, other = phone(), Phone(office)
    patient.send("hello")
    other.send("hello")
    time.sleep(3.2)
    patient.send("hello")
    patient.wait_for(3)
    other.wait_for(2)
    assert patient.answers() == ["You said: hello"] * 2
    assert other.answers() == ["You said: hello"]


def test_a_leading_slash_is_no_command(phone: Callable[..., Phone]) -> None:
    patient = phone()
    patient.send('/book{"name": "x"}')
    patient.wait_for(2)
    assert patient.answers() == ['You said: book{"name": "x"}']


def test_a_report_without_twilios_signature_is_refused_and_changes_nothing(
    office: Office, phone: Callable[..., Phone]
) -> None:
    patient = phone()
    [text] = patient.texts
    wait_until(lambda: office.delivery(text) == "delivered")
    fields = {"MessageSid": text.sid, "MessageStatus": "failed", "ErrorCode": "30003"}
    forged = {"X-Twilio-Signature": "x"}
    assert httpx.post(text.status_callback, data=fields, headers=forged).status_code == 403
    elsewhere = text.status_callback.replace("item=", "part_of=")
    signature = RequestValidator(office.twilio.token).compute_signature(elsewhere, fields)
    headers = {"X-Twilio-Signature": signature}
    assert httpx.post(text.status_callback, data=fields, headers=headers).status_code == 403
    assert office.delivery(text) == "delivered"


def test_nobodys_picture_is_fetched(phone: Callable[..., Phone]) -> None:
    asked = []

    class Pictures(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    picture = {"NumMedia": "1", "MediaUrl0": f"http://127.0.0.1:{server.server_port}/x.jpg"}
    patient = phone()
    patient.send("", **picture, MediaContentType0="image/jpeg")
    patient.send("my scan", **picture, MediaContentType0="text/x-vcard")
    patient.wait_for(3)
    server.shutdown()
    alone, beside = patient.answers()
    assert "can't open pictures" in alone
    assert beside.endswith("You said: my scan")
    assert asked == []
