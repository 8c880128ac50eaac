"""What one number gets, and machines that answer machines; an emergency is answered always."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from channels.sms.effects import effect_of
from channels.sms.floods import is_auto_reply
from channels.sms.numbers import number_of
from channels.sms.plan import Plan, Planner
from channels.sms.turn import SmsTurn
from clinic.messages import Arrival, Inbound, enqueue, open_thread, receive
from clinic.settings import get_settings
from clinic.storage import Database
from tests.unit.channels.sms.conftest import PHONE

ALARM = "I can't pee and both my legs are numb"
Text = Callable[..., Inbound]


def effects(plan: Plan) -> list[str]:
    return [name for reply in plan.replies if (name := effect_of(reply))]


def answers(database: Database, count: int) -> None:
    """So many messages of the number were answered lately, each in two texts."""
    with database.begin() as connection:
        for number in range(count):
            for place in range(2):
                enqueue(
                    connection,
                    channel="sms",
                    to=PHONE,
                    conversation=None,
                    reply={"text": "An answer."},
                    key=f"answer:sms-{number}:{place}",
                )


MACHINES = [
    "I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I get "
    "where I'm going.",
    "I’m currently driving with Driving Focus turned on. I’ll see your message later.",
    "Auto-Reply: I am out of the office until Monday.",
    "This is an automated response. Please do not reply to this message.",
    "I am out of the office and will return on December 3.",
    "Thank you for contacting Lakeside Dental! We will get back to you within business hours.",
    "Ana has notifications silenced",
    "This number is not monitored.",
]
PEOPLE = [
    "I was driving and my leg went dead, can I sit that long",
    "what happens if I am out of the office that day, can I move it",
    "thank you for your message",
    "do you reply on weekends",
    "is this an automated thing or a person",
    "my back is out, I can't get to the office until tuesday, is that ok",
]


@pytest.mark.parametrize("words", MACHINES)
def test_an_automatic_reply_gets_no_answer(planner: Planner, text: Text, words: str) -> None:
    plan = planner.plan(text(words))
    assert effects(plan) == ["silence"]
    assert plan.forward is None


@pytest.mark.parametrize("words", PEOPLE)
def test_what_people_write_is_no_automatic_reply(words: str) -> None:
    assert not is_auto_reply(words)


def test_a_sign_beside_an_automatic_reply_is_heard(planner: Planner, text: Text) -> None:
    plan = planner.plan(text(f"Auto-reply: I'm driving. {ALARM}"))
    assert plan.forward is not None
    assert not plan.alarms_only


def stored(database: Database, words: str, count: int) -> Inbound:
    """The newest of so many messages of the same words."""
    with database.begin() as connection:
        conversation = number_of(connection, PHONE).conversation
        open_thread(connection, conversation, "sms", PHONE)
        for number in range(count):
            receipt = receive(
                connection,
                Arrival(
                    channel="sms",
                    conversation=conversation,
                    external_id=f"SM{count}{number}",
                    text=words,
                ),
            )
    return Inbound(
        id=receipt.inbound_id,
        channel="sms",
        conversation=conversation,
        external_id="SM",
        text=words,
        payload=None,
        metadata={},
        received_at=receipt.at,
        attempts=1,
        reach=PHONE,
    )


def test_the_same_sentence_again_and_again_is_a_machine(
    planner: Planner, database: Database
) -> None:
    words = "Your call is important to us, please hold"
    assert planner.plan(stored(database, words, 3)).forward is not None
    assert effects(planner.plan(stored(database, words, 1))) == ["silence"]


def test_a_short_answer_again_and_again_is_a_person(planner: Planner, database: Database) -> None:
    assert planner.plan(stored(database, "yes please", 9)).forward is not None


def test_an_emergency_again_and_again_is_answered(planner: Planner, database: Database) -> None:
    plan = planner.plan(stored(database, ALARM, 9))
    assert plan.forward is not None
    assert not plan.alarms_only


def test_beyond_the_limit_the_sender_is_told_once_and_then_nothing(
    planner: Planner, database: Database, text: Text
) -> None:
    limit = get_settings().sms_answers_per_hour
    answers(database, limit - 1)
    assert not planner.plan(text("what is sciatica")).alarms_only
    answers_more(database, "sms-a")
    first = planner.plan(text("what is sciatica"))
    assert first.alarms_only
    assert "911" in first.replies[0]["text"]
    answers_more(database, "sms-b")
    more = planner.plan(text("what is sciatica"))
    assert more.alarms_only
    assert more.replies == []


def answers_more(database: Database, message: str) -> None:
    with database.begin() as connection:
        enqueue(
            connection,
            channel="sms",
            to=PHONE,
            conversation=None,
            reply={"text": "An answer."},
            key=f"answer:{message}:0",
        )


class Engine:
    """Answers as it is told to."""

    def __init__(self, *said: dict[str, Any]) -> None:
        self.said, self.asked = said, 0

    async def run(self, _: Inbound, replies: list[dict[str, Any]]) -> None:
        self.asked += 1
        replies.extend(self.said)

    async def recall(self, _: Inbound) -> list[dict[str, Any]] | None:
        return list(self.said)


ORDINARY = {"text": "From our article."}
HEARD = {"text": "Call 911.", "custom": {"kind": "safety", "banner": "E"}}
DOUBT = {"text": "Is one of these there?", "buttons": [{"title": "Yes", "payload": "/one_or_more"}]}


HEARD_BEYOND = [([ORDINARY], []), ([ORDINARY, HEARD], [HEARD]), ([DOUBT], [DOUBT])]


@pytest.fixture()
def beyond(database: Database, text: Text) -> Inbound:
    """A message of a number that has had all its answers."""
    answers(database, get_settings().sms_answers_per_hour + 5)
    return text("something only the learned reading hears")


@pytest.mark.parametrize(("said", "sent"), HEARD_BEYOND)
def test_beyond_the_limit_the_engine_still_reads_and_what_is_of_safety_is_sent(
    planner: Planner, beyond: Inbound, said: list[dict[str, Any]], sent: list[dict[str, Any]]
) -> None:
    engine = Engine(*said)
    replies: list[dict[str, Any]] = []
    asyncio.run(SmsTurn(engine, planner).run(beyond, replies))
    assert engine.asked == 1
    assert [reply for reply in replies if not effect_of(reply)] == sent
    assert replies  # so that the message counts as answered


@pytest.mark.parametrize(("said", "sent"), HEARD_BEYOND)
def test_the_same_holds_for_a_turn_that_was_saved_before_a_crash(
    planner: Planner, beyond: Inbound, said: list[dict[str, Any]], sent: list[dict[str, Any]]
) -> None:
    replies = asyncio.run(SmsTurn(Engine(*said), planner).recall(beyond))
    assert [reply for reply in replies or () if not effect_of(reply)] == sent


def test_stop_is_obeyed_beyond_the_limit(planner: Planner, database: Database, text: Text) -> None:
    answers(database, get_settings().sms_answers_per_hour + 5)
    assert effects(planner.plan(text("STOP"))) == ["opt_out"]
