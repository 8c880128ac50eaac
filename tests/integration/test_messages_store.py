"""Several processes at one message log: each message is stored, claimed and sent once.

Threads with connections of their own stand for processes; the database can't tell them apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from clinic.clock import now
from clinic.messages import (
    Arrival,
    Inbound,
    claim,
    claim_due,
    complete,
    enqueue,
    mark_sent,
    open_thread,
    post_to_conversation,
    receive,
    transcript,
)
from clinic.messages.inbound import Wait
from clinic.messages.outbox import mark_failed
from clinic.storage import Database

WORKERS = 8


def at_once(work: Callable[[int], Any], times: int = WORKERS) -> list[Any]:
    """Runs the work so many times at once; what each returned."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, range(times)))


def begin(database: Database, *conversations: str) -> None:
    with database.begin() as connection:
        for conversation in conversations:
            open_thread(connection, conversation, "web")


def test_a_message_that_arrives_everywhere_at_once_is_stored_once(database: Database) -> None:
    def arrive(_: int) -> Any:
        with database.begin() as connection:
            open_thread(connection, "c1", "sms", "+14145550101")
            return receive(
                connection,
                Arrival(channel="sms", conversation="c1", external_id="SM1", text="hello"),
            )

    receipts = at_once(arrive)
    assert len({receipt.inbound_id for receipt in receipts}) == 1
    assert Counter(receipt.duplicate for receipt in receipts) == {True: WORKERS - 1, False: 1}


def test_places_in_a_transcript_are_given_once(database: Database) -> None:
    begin(database, "c1")

    def post(number: int) -> int | None:
        with database.begin() as connection:
            return post_to_conversation(connection, "c1", {"text": str(number)})

    places = at_once(post, 40)
    assert sorted(place for place in places if place) == list(range(1, 41))


def test_workers_that_race_answer_each_message_once_and_in_order(database: Database) -> None:
    conversations = [f"c{number}" for number in range(4)]
    begin(database, *conversations)
    with database.begin() as connection:
        for number in range(10):
            for conversation in conversations:
                receive(
                    connection,
                    Arrival(
                        channel="web",
                        conversation=conversation,
                        external_id=str(number),
                        text=f"question {number}",
                    ),
                )

    def answer_all(worker: int) -> None:
        name = f"worker {worker}"
        for conversation in conversations * 3:
            with database.begin() as connection:
                message = claim(connection, conversation, name)
            while isinstance(message, Inbound):
                message = answer(message, name)

    def answer(message: Inbound, name: str) -> Inbound | Wait | None:
        with database.begin() as connection:
            if not complete(connection, message, name, "turn"):
                return None
            post_to_conversation(connection, message.conversation, {"text": f"to {message.text}"})
            return claim(connection, message.conversation, name)

    at_once(answer_all)
    with database.read() as connection:
        for conversation in conversations:
            said = transcript.since(connection, conversation, 0, 100)
            answers = [message.text for message in said if message.sender == "assistant"]
            assert answers == [f"to question {number}" for number in range(10)]


def test_senders_that_race_send_each_message_once(database: Database) -> None:
    with database.begin() as connection:
        for number in range(60):
            enqueue(
                connection,
                channel="sms",
                to=f"+1414555{number % 20:04}",
                conversation=None,
                reply={"text": "hello"},
                key=f"k{number}",
            )

    def send(_: int) -> list[str]:
        sent: list[str] = []
        while True:
            with database.begin() as connection:
                items = claim_due(connection, now(), limit=5)
            if not items:
                return sent
            for item in items:
                with database.begin() as connection:
                    mark_sent(connection, item)
                sent.append(item.key)

    sent = Counter(key for keys in [*at_once(send), send(0)] for key in keys)
    assert sent == {f"k{number}": 1 for number in range(60)}


def test_a_cause_that_is_noticed_everywhere_at_once_is_queued_once(database: Database) -> None:
    def notice(_: int) -> bool:
        with database.begin() as connection:
            return enqueue(
                connection,
                channel="sms",
                to="+14145550101",
                conversation=None,
                reply={"text": "Your visit is tomorrow."},
                key="reminder",
            )

    assert Counter(at_once(notice)) == {True: 1, False: WORKERS - 1}


def test_a_part_waits_for_the_one_before_it_that_is_tried_again(database: Database) -> None:
    with database.begin() as connection:
        for key in ("answer:sms-1:1", "answer:sms-1:2", "answer:sms-2:1"):
            enqueue(
                connection,
                channel="sms",
                to="+14145550142",
                conversation=None,
                reply={"text": key},
                key=key,
            )
    with database.begin() as connection:
        (first,) = claim_due(connection, now())
        assert first.key == "answer:sms-1:1"
        mark_failed(connection, first, "503")
    sent = []
    for at in (now(), now() + timedelta(minutes=1), now() + timedelta(minutes=1)):
        with database.begin() as connection:
            (item,) = claim_due(connection, at)
            mark_sent(connection, item, item.key)
            sent.append(item.key)
    # What answers another message waits for neither of them.
    assert sent == ["answer:sms-2:1", "answer:sms-1:1", "answer:sms-1:2"]
