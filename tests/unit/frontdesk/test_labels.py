"""What is stored under a short name is told in words."""

from __future__ import annotations

import pytest

from channels.sms import delivery, lateness, twilio_sender
from frontdesk.labels import NOT_SENT, delivery_label, not_sent_label
from worker.sending import UNREADABLE


@pytest.mark.parametrize(
    "error",
    [
        delivery.OPTED_OUT, delivery.UNREACHABLE, delivery.UNKNOWN, delivery.FILTERED,
        delivery.UNWANTED, delivery.NOT_THEIRS, lateness.LATE, lateness.LATE_ALARM,
        lateness.LATE_CONSENT, UNREADABLE,
    ],
)  # fmt: skip
def test_why_a_message_did_not_arrive_has_words(error: str) -> None:
    assert error in NOT_SENT
    assert not_sent_label(error) != error


def test_what_the_carrier_refuses_for_good_has_words_or_its_code_to_look_up() -> None:
    told = {str(code): not_sent_label(str(code)) for code in twilio_sender.PERMANENT}
    assert told["21614"] == "the number gets no texts"
    assert told["21602"] == "the carrier's code 21602"
    assert not_sent_label("ConnectionError") == "the carrier could not be reached"
    assert not_sent_label("undelivered") == "not delivered"


def test_what_became_of_a_message_has_words() -> None:
    for state in ("queued", "sent", "delivered", "undelivered", "failed", "expired", "withdrawn"):
        assert delivery_label(state) != state
    assert delivery_label("partially_delivered") == "Partially delivered"
