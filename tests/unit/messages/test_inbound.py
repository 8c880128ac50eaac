"""A patient's message is stored once, answered once, in order."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy.engine import Connection

import clinic.messages.inbound
import clinic.messages.threads
from clinic.messages import (
    Arrival,
    Inbound,
    Receipt,
    UnknownConversation,
    claim,
    complete,
    forget,
    inbound,
    open_thread,
    receive,
    threads,
)
from clinic.storage import Database


@pytest.fixture()
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    class Clock:
        at = datetime(2026, 3, 2, 15, 0, tzinfo=timezone.utc)

        def now(self) -> datetime:
            return self.at

        def pass_(self, time: timedelta) -> None:
            self.at += time

    clock = Clock()
    monkeypatch.setattr(clinic.messages.inbound, "now", clock.now)
    monkeypatch.setattr(clinic.messages.threads, "now", clock.now)
    return clock


def say(connection: Connection, text: str, external_id: str, **more: Any) -> Receipt:
    open_thread(connection, "c1", "web")
    return receive(
        connection,
        Arrival(
            channel="web", conversation="c1", external_id=external_id, text=text, shown=True, **more
        ),
    )


def test_a_message_sent_twice_is_stored_once(connection: Connection) -> None:
    first = say(connection, "hello", "a")
    second = say(connection, "hello", "a")
    assert second.duplicate
    assert (second.inbound_id, second.seq, second.at) == (first.inbound_id, first.seq, first.at)


def test_the_same_id_in_another_conversation_is_another_message(connection: Connection) -> None:
    first = say(connection, "hello", "a")
    open_thread(connection, "c2", "web")
    other = receive(
        connection, Arrival(channel="web", conversation="c2", external_id="a", text="hello")
    )
    assert not other.duplicate
    assert other.inbound_id != first.inbound_id


def test_the_same_words_within_seconds_are_one_message(connection: Connection, clock: Any) -> None:
    window = timedelta(seconds=10)
    say(connection, "yes", "a", same_within=window)
    clock.pass_(timedelta(seconds=9))
    assert say(connection, "yes", "b", same_within=window).duplicate


def test_the_same_words_later_are_another_message(connection: Connection, clock: Any) -> None:
    window = timedelta(seconds=10)
    say(connection, "yes", "a", same_within=window)
    clock.pass_(timedelta(seconds=11))
    assert not say(connection, "yes", "b", same_within=window).duplicate


def test_a_button_and_its_words_written_out_are_two_messages(connection: Connection) -> None:
    window = timedelta(seconds=10)
    say(connection, "Yes", "a", payload="/affirm", same_within=window)
    assert not say(connection, "Yes", "b", same_within=window).duplicate


def test_a_message_to_a_conversation_that_is_gone_is_refused(connection: Connection) -> None:
    say(connection, "hello", "a")
    forget(connection, "c1")
    with pytest.raises(UnknownConversation):
        receive(
            connection, Arrival(channel="web", conversation="c1", external_id="b", text="again")
        )


def test_messages_are_claimed_in_the_order_they_came(connection: Connection) -> None:
    say(connection, "one", "a")
    say(connection, "two", "b")
    first = claim(connection, "c1", "me")
    assert isinstance(first, Inbound)
    assert first.text == "one"
    assert complete(connection, first, "me", "turn")
    second = claim(connection, "c1", "me")
    assert second is not None
    assert second.text == "two"


def test_nobody_else_gets_a_conversation_that_is_being_answered(connection: Connection) -> None:
    say(connection, "one", "a")
    say(connection, "two", "b")
    assert claim(connection, "c1", "me")
    assert claim(connection, "c1", "you") is None


def test_when_nothing_is_left_the_lease_is_given_back(connection: Connection) -> None:
    say(connection, "one", "a")
    message = claim(connection, "c1", "me")
    assert isinstance(message, Inbound)
    complete(connection, message, "me", "turn")
    assert claim(connection, "c1", "me") is None
    say(connection, "two", "b")
    assert claim(connection, "c1", "you") is not None


def test_a_lease_that_ran_out_is_taken_over_and_the_message_keeps_its_name(
    connection: Connection, clock: Any
) -> None:
    say(connection, "one", "a")
    left = claim(connection, "c1", "dead")
    clock.pass_(threads.LEASE + timedelta(seconds=1))
    taken = claim(connection, "c1", "me")
    assert left is not None
    assert taken is not None
    assert taken.message_id == left.message_id
    assert taken.attempts == 2


def test_who_lost_the_lease_stores_nothing(connection: Connection, clock: Any) -> None:
    say(connection, "one", "a")
    slow = claim(connection, "c1", "slow")
    clock.pass_(threads.LEASE + timedelta(seconds=1))
    quick = claim(connection, "c1", "quick")
    assert isinstance(slow, Inbound)
    assert isinstance(quick, Inbound)
    assert not complete(connection, slow, "slow", "turn")
    assert complete(connection, quick, "quick", "turn")


def test_a_message_is_completed_once(connection: Connection) -> None:
    say(connection, "one", "a")
    message = claim(connection, "c1", "me")
    assert isinstance(message, Inbound)
    assert complete(connection, message, "me", "turn")
    assert not complete(connection, message, "me", "turn")


def test_an_answer_to_a_deleted_conversation_is_not_stored(connection: Connection) -> None:
    say(connection, "one", "a")
    message = claim(connection, "c1", "me")
    assert isinstance(message, Inbound)
    forget(connection, "c1")
    assert not complete(connection, message, "me", "turn")


def test_unanswered_messages_that_nobody_holds_are_found(connection: Connection) -> None:
    say(connection, "one", "a")
    assert inbound.waiting_conversations(connection, ["web"]) == ["c1"]
    assert inbound.waiting_conversations(connection, ["sms"]) == []
    claim(connection, "c1", "me")
    assert inbound.waiting_conversations(connection, ["web"]) == []


def test_the_lease_of_a_dead_process_can_be_ended(connection: Connection) -> None:
    say(connection, "one", "a")
    claim(connection, "c1", "dead")
    assert threads.lease_holders(connection) == {"dead": ["c1"]}
    threads.drop_lease(connection, "c1", "dead")
    assert inbound.waiting_conversations(connection, ["web"]) == ["c1"]


def test_a_message_that_arrives_while_the_last_one_is_finished_is_not_forgotten(
    connection: Connection,
) -> None:
    say(connection, "one", "a")
    message = claim(connection, "c1", "me")
    assert isinstance(message, Inbound)
    complete(connection, message, "me", "turn")
    say(connection, "two", "b")
    assert claim(connection, "c1", "you") is None
    assert not threads.give_lease_back(connection, "c1", "me")
    following = claim(connection, "c1", "me")
    assert following is not None
    assert following.text == "two"


def test_patients_words_are_not_readable_in_the_database(database: Database) -> None:
    with database.begin() as connection:
        say(connection, "my back hurts", "a", metadata={"phone": "+14145550142"})
    with database.read() as connection:
        stored = str(connection.exec_driver_sql("SELECT * FROM inbound_messages").all())
        stored += str(connection.exec_driver_sql("SELECT * FROM web_messages").all())
    assert "back" not in stored
    assert "4145550142" not in stored
