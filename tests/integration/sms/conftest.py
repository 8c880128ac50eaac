"""An office with the SMS channel, shared by the tests of a module, and patients' phones."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox.twilio import TwilioStandIn
from tests.conftest import Product, products
from tests.integration.conftest import migrate
from tests.integration.sms.office import ACCOUNT, CLINIC, Office, Phone
from tests.integration.sms.texting import content_where_it_is_noon
from tests.ports import free_port


@pytest.fixture(scope="module")
def open_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Office]]:
    """Opens an office of a test's own, with other settings where wanted."""
    opened: list[Office] = []

    def open_one(answers_opt_outs: bool = False, **settings: str) -> Office:
        twilio = TwilioStandIn(
            free_port(), ACCOUNT, secrets.token_hex(16), answers_opt_outs=answers_opt_outs
        )
        twilio.start()
        var = tmp_path_factory.mktemp("sms")
        migrate(f"sqlite:///{var / 'assistant.db'}")
        opened.append(Office(var, twilio, **settings))
        return opened[-1]

    yield open_one
    for office in opened:
        office.stop()
        office.twilio.stop()


@pytest.fixture(scope="module")
def office(open_office: Callable[..., Office]) -> Office:
    return open_office()


@pytest.fixture()
def phone(office: Office) -> Callable[..., Phone]:
    return lambda *arguments, **named: Phone(office, *arguments, **named)


@pytest.fixture(scope="session")
def twilio() -> Iterator[TwilioStandIn]:
    """What the product texts through."""
    standin = TwilioStandIn(free_port(), ACCOUNT, secrets.token_hex(16))
    standin.start()
    yield standin
    standin.stop()


@pytest.fixture(scope="session")
def texting(
    twilio: TwilioStandIn, trained: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """The whole product with the SMS channel on, at a clinic where it is noon."""
    with products(tmp_path_factory) as start:
        yield start(
            CONTENT_DIR=str(content_where_it_is_noon(tmp_path_factory.mktemp("noon"))),
            TWILIO_ACCOUNT_SID=ACCOUNT,
            TWILIO_AUTH_TOKEN=twilio.token,
            TWILIO_FROM=CLINIC,
            TWILIO_API_URL=twilio.url,
        )
