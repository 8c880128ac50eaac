"""The stand-in for Twilio holds requests to the contract, as Twilio does."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping

import httpx
import pytest

from sandbox.twilio import TwilioStandIn
from tests.integration.sms.office import ACCOUNT, CLINIC
from tests.ports import free_port

GOOD = {
    "To": "+14145550123",
    "From": CLINIC,
    "Body": "hello",
    "StatusCallback": "http://127.0.0.1:9/status",
}


@pytest.fixture(scope="module")
def twilio() -> Iterator[TwilioStandIn]:
    standin = TwilioStandIn(free_port(), ACCOUNT, secrets.token_hex(16))
    standin.reports = False
    standin.start()
    yield standin
    standin.stop()


def create(
    twilio: TwilioStandIn,
    fields: Mapping[str, str | None] | None = None,
    account: str = ACCOUNT,
    token: str | None = None,
) -> httpx.Response:
    given = {**GOOD, **(fields or {})}
    return httpx.post(
        f"{twilio.url}/2010-04-01/Accounts/{account}/Messages.json",
        data={name: value for name, value in given.items() if value is not None},
        auth=(ACCOUNT, token or twilio.token),
    )


def test_a_good_request_is_taken(twilio: TwilioStandIn) -> None:
    assert create(twilio).status_code == 201
    assert twilio.sent[-1].body == "hello"


def test_a_messaging_service_may_send_instead_of_a_number(twilio: TwilioStandIn) -> None:
    service = "MG" + "0" * 32
    assert create(twilio, {"From": None, "MessagingServiceSid": service}).status_code == 201
    assert twilio.sent[-1].sender == service


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"To": "4145550123"}, 21211),
        ({"To": None}, 21211),
        ({"From": None}, 21603),
        ({"From": "CLINIC"}, 21212),
        ({"From": None, "MessagingServiceSid": "MG1"}, 21701),
        ({"To": CLINIC}, 21266),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
        ({"StatusCallback": "/webhooks/sms/status"}, 21609),
        ({"To": "+14145551610"}, 21610),
        ({"Payload": "/affirm"}, 20001),
    ],
)
def test_a_bad_request_is_refused_with_twilios_code(
    twilio: TwilioStandIn, fields: dict[str, str | None], code: int
) -> None:
    sent = len(twilio.sent)
    assert create(twilio, fields).json()["code"] == code
    assert len(twilio.sent) == sent


def test_a_wrong_token_and_another_account_are_refused(twilio: TwilioStandIn) -> None:
    assert create(twilio, token="wrong").status_code == 401
    assert create(twilio, account="AC" + "1" * 32).status_code == 404


@pytest.mark.parametrize("asked", ["PageSize=x", "PageSize=1_0", "PageSize=0", "Page=-1", "Page="])
def test_a_list_is_asked_for_in_whole_numbers(twilio: TwilioStandIn, asked: str) -> None:
    path = f"{twilio.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json?{asked}"
    assert httpx.get(path, auth=(ACCOUNT, twilio.token)).json()["code"] == 20001


def test_a_port_that_is_taken_is_an_error_and_no_endless_wait(twilio: TwilioStandIn) -> None:
    port = int(twilio.url.rpartition(":")[2])
    with pytest.raises(OSError, match="can't listen"):
        TwilioStandIn(port, ACCOUNT, "token").start()
