"""What is to be sent is queued once, sent in order, tried again, and given up in the end."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy.engine import Connection

import clinic.messages.outbox
from clinic.messages import claim_due, enqueue, mark_failed, mark_sent, outbox, withdraw

START = datetime(2026, 3, 2, 15, 0, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clinic.messages.outbox, "current_time", lambda: START)


def queue(connection: Connection, key: str, to: str = "+14145550101", **more: Any) -> bool:
    reply = {"text": f"text of {key}"}
    return enqueue(
        connection, channel="sms", to=to, conversation=None, reply=reply, key=key, **more
    )


def keys(items: list[Any]) -> list[str]:
    return [item.key for item in items]


def test_a_key_is_queued_once(connection: Connection) -> None:
    assert queue(connection, "k")
    assert not queue(connection, "k")
    assert keys(claim_due(connection, START)) == ["k"]


def test_a_key_stays_used_after_it_was_sent(connection: Connection) -> None:
    queue(connection, "k")
    mark_sent(connection, claim_due(connection, START)[0])
    assert not queue(connection, "k")


def test_what_is_claimed_is_not_claimed_again(connection: Connection) -> None:
    queue(connection, "k")
    assert claim_due(connection, START)
    assert claim_due(connection, START) == []


def test_what_a_dead_sender_claimed_is_claimed_again(connection: Connection) -> None:
    queue(connection, "k")
    claim_due(connection, START)
    [again] = claim_due(connection, START + outbox.CLAIM + timedelta(seconds=1))
    assert again.attempts == 2


def test_one_recipient_gets_messages_in_order(connection: Connection) -> None:
    queue(connection, "first")
    queue(connection, "second")
    queue(connection, "other", to="+14145550102")
    claimed = claim_due(connection, START)
    assert keys(claimed) == ["first", "other"]
    mark_sent(connection, claimed[0])
    assert keys(claim_due(connection, START)) == ["second"]


def test_a_message_that_waits_for_its_next_attempt_holds_no_later_one_up(
    connection: Connection,
) -> None:
    queue(connection, "first")
    queue(connection, "second")
    mark_failed(connection, claim_due(connection, START)[0], "30003")
    assert keys(claim_due(connection, START)) == ["second"]


def test_nothing_is_sent_before_its_time(connection: Connection) -> None:
    queue(connection, "k", not_before=START + 5 * MINUTE)
    assert claim_due(connection, START + 4 * MINUTE) == []
    assert keys(claim_due(connection, START + 5 * MINUTE)) == ["k"]


def test_nothing_is_sent_after_its_time_and_staff_can_be_told(connection: Connection) -> None:
    queue(connection, "k", expires_at=START + 5 * MINUTE)
    later = START + 6 * MINUTE
    assert claim_due(connection, later) == []
    assert keys(outbox.expire(connection, later)) == ["k"]
    assert outbox.expire(connection, later) == []


def test_pauses_grow_until_it_is_given_up(connection: Connection) -> None:
    queue(connection, "k")
    at = START
    for tried, pause in enumerate((*outbox.PAUSES, None), 1):
        [item] = claim_due(connection, at)
        assert item.attempts == tried
        given_up = mark_failed(connection, item, "30008")
        assert given_up is (pause is None)
        if pause:
            assert claim_due(connection, START + pause - timedelta(seconds=1)) == []
            at = START + pause
    assert claim_due(connection, START + timedelta(days=9)) == []


def test_what_can_never_be_sent_is_given_up_at_once(connection: Connection) -> None:
    queue(connection, "k")
    assert mark_failed(connection, claim_due(connection, START)[0], "21610", permanent=True)
    assert claim_due(connection, START + timedelta(days=1)) == []


def test_what_is_withdrawn_is_not_sent(connection: Connection) -> None:
    queue(connection, "k", not_before=START + MINUTE)
    assert withdraw(connection, "k")
    assert claim_due(connection, START + MINUTE) == []
    assert not withdraw(connection, "k")


def test_what_was_sent_can_not_be_withdrawn(connection: Connection) -> None:
    queue(connection, "k")
    mark_sent(connection, claim_due(connection, START)[0])
    assert not withdraw(connection, "k")


def test_the_carriers_report_finds_its_message(connection: Connection) -> None:
    queue(connection, "k")
    mark_sent(connection, claim_due(connection, START)[0], external_id="SM1")
    found = outbox.record_delivery(connection, "SM1", "undelivered", "30005")
    assert found is not None
    assert found.key == "k"
    assert outbox.record_delivery(connection, "SM2", "delivered") is None


def test_only_the_wanted_channel_is_claimed(connection: Connection) -> None:
    queue(connection, "k")
    assert claim_due(connection, START, channel="web") == []
    assert keys(claim_due(connection, START, channel="sms")) == ["k"]


def test_what_is_put_off_was_not_tried_and_is_sent_then(connection: Connection) -> None:
    queue(connection, "k")
    outbox.put_off(connection, claim_due(connection, START)[0], START + 5 * MINUTE)
    assert claim_due(connection, START + 4 * MINUTE) == []
    [item] = claim_due(connection, START + 5 * MINUTE)
    assert item.attempts == 1
