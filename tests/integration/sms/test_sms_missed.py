"""Texts that never reached us are fetched from Twilio's list: answered once, or given to staff."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from channels.sms.missed import MissedTexts
from clinic.attention import open_tasks
from clinic.clock import now
from clinic.messages.tables import inbound
from clinic.settings import Settings
from clinic.storage import Database
from sandbox.twilio import Text, TwilioStandIn
from tests.integration.sms.office import ACCOUNT, CLINIC
from tests.ports import free_port

PATIENT = "+14145550171"
EMERGENCY = "I can't pee and both my legs are numb"


@pytest.fixture(scope="module")
def twilio() -> Iterator[TwilioStandIn]:
    standin = TwilioStandIn(free_port(), ACCOUNT, secrets.token_hex(16))
    standin.start()
    yield standin
    standin.stop()


class Missing:
    """A clinic whose door was away."""

    def __init__(self, twilio: TwilioStandIn, database: Database) -> None:
        self.twilio, self.database = twilio, database
        twilio.written.clear()
        twilio.sent.clear()
        settings = Settings(
            twilio_account_sid=ACCOUNT,
            twilio_auth_token=twilio.token,
            twilio_from=CLINIC,
            twilio_api_url=twilio.url,
            missed_text_minutes=60,
        )
        self.missed = MissedTexts(settings, database)

    def texted(self, body: str, minutes_ago: float, phone: str = PATIENT) -> Text:
        """A text that Twilio could not deliver to us."""
        text = Text(f"SM{secrets.token_hex(16)}", CLINIC, phone, body, "", direction="inbound")
        self.twilio.written.append(self.twilio.earlier(text, 60 * minutes_ago))
        return text

    def replied(self, minutes_ago: float, phone: str = PATIENT) -> None:
        """What was said over the open request."""
        sid = f"SM{secrets.token_hex(16)}"
        text = Text(sid, phone, CLINIC, "Please call us.", "", direction="outbound-reply")
        self.twilio.sent.append(self.twilio.earlier(text, 60 * minutes_ago))

    def known_since(self, minutes_ago: float) -> None:
        """The number has been the clinic's for so long: there is a text from then."""
        self.texted("before", 1)
        self.missed.run(first=True)
        with self.database.begin() as connection:
            at = now() - timedelta(minutes=minutes_ago)
            connection.execute(update(inbound).values(received_at=at, answered_at=at))

    def stored(self) -> list[tuple[str, bool]]:
        """What is stored, in order, and whether it still wants an answer."""
        with self.database.read() as connection:
            rows = connection.execute(select(inbound).order_by(inbound.c.id)).all()
        return [(row.text, row.answered_at is None) for row in rows]

    def tasks(self) -> list[tuple[str, str | None]]:
        with self.database.read() as connection:
            return [(task.kind, task.reach) for task in open_tasks(connection)]


@pytest.fixture
def clinic(twilio: TwilioStandIn, database: Database) -> Missing:
    return Missing(twilio, database)


def test_what_was_missed_is_stored_once_and_in_order(clinic: Missing) -> None:
    clinic.texted("second", 2)
    clinic.texted("first", 3)
    assert clinic.missed.run(first=True) == 2
    assert clinic.missed.run(first=True) == 0
    assert clinic.stored() == [("first", True), ("second", True)]


def test_a_text_that_may_still_be_on_its_way_is_left_alone(clinic: Missing) -> None:
    clinic.texted("hello", 0)
    assert clinic.missed.run(first=True) == 0


def test_what_a_gateway_sent_twice_is_one_text_and_a_person_may_say_a_word_twice(
    clinic: Missing,
) -> None:
    for minutes in (5, 5, 3):
        clinic.texted("1", minutes)
    clinic.missed.run(first=True)
    assert clinic.stored() == [("1", True), ("1", True)]


def test_what_was_answered_over_the_open_request_is_only_filed(clinic: Missing) -> None:
    clinic.texted("what is sciatica", 4)
    clinic.replied(4 - 0.2)
    clinic.texted("are you there", 2)
    clinic.missed.run(first=True)
    assert clinic.stored() == [("what is sciatica", False), ("are you there", True)]
    assert clinic.tasks() == []


def test_staff_hear_of_an_emergency_that_was_answered_over_the_open_request(
    clinic: Missing,
) -> None:
    clinic.texted(EMERGENCY, 4)
    clinic.replied(4 - 0.2)
    clinic.missed.run(first=True)
    assert clinic.stored() == [(EMERGENCY, False)]
    assert clinic.tasks() == [("safety_alert", PATIENT)]


def test_a_text_that_is_late_is_shown_to_the_staff_instead(clinic: Missing) -> None:
    clinic.known_since(minutes_ago=190)
    clinic.texted("can I come at four instead?", 180)
    clinic.texted(EMERGENCY, 170)
    clinic.texted("STOP", 160, "+14145550172")
    clinic.missed.run(first=True)
    late = dict(clinic.stored())
    # However late: what is to be done in an emergency, and that the texts end.
    assert (late["can I come at four instead?"], late[EMERGENCY], late["STOP"]) == (
        False,
        True,
        True,
    )
    assert clinic.tasks() == [("call_back", PATIENT)]


def test_texts_from_before_the_number_was_ours_are_not_fetched(clinic: Missing) -> None:
    clinic.texted("hi Bob, see you at the game", 600)
    assert clinic.missed.run(first=True) == 0
