"""The answer to a text message, stored with the mark that it was answered."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

import channels.sms.answering
from channels.sms.answering import store_answer
from channels.sms.effects import effect
from channels.sms.numbers import is_opted_out, number_of, opt_out
from channels.sms.tables import consents, numbers
from clinic.attention import open_tasks
from clinic.attention.tables import tasks
from clinic.messages import Inbound
from clinic.messages.tables import outbox
from clinic.messages.threads import open_thread
from clinic.storage import Database
from tests.unit.channels.sms.conftest import PHONE

Answer = Callable[..., list[str]]
ALARM: dict[str, Any] = {"text": "Call 911.", "custom": {"kind": "safety", "banner": "E"}}


@pytest.fixture()
def answer(database: Database, text: Callable[..., Inbound]) -> Answer:
    """Answers a message; the texts queued since."""
    sent: list[str] = []

    def store(*replies: dict[str, Any], to: str = "hello") -> list[str]:
        message = text(to)
        with database.begin() as connection:
            open_thread(connection, message.conversation, "sms", PHONE)
            store_answer(connection, message, replies)
        with database.read() as connection:
            rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
        new = [row.reply["text"] for row in rows][len(sent) :]
        sent.extend(new)
        return new

    return store


def test_the_first_reply_introduces_itself_and_later_ones_do_not(answer: Answer) -> None:
    [first] = answer({"text": "Hi!"})
    assert "automated" in first
    assert "STOP" in first
    assert answer({"text": "Hi!"}) == ["Hi!"]


def test_an_emergency_is_not_introduced_and_the_next_reply_is(answer: Answer) -> None:
    assert answer(ALARM) == ["Call 911."]
    [following] = answer({"text": "Hi!"})
    assert "automated" in following


def test_an_opt_out_is_noted_and_its_confirmation_goes_out(
    database: Database, answer: Answer
) -> None:
    assert answer(effect("opt_out", how="word"), {"text": "You are out."}) == ["You are out."]
    with database.read() as connection:
        assert is_opted_out(connection, PHONE)


def test_nothing_goes_to_a_number_that_has_opted_out_whatever_is_said(
    database: Database, answer: Answer
) -> None:
    with database.begin() as connection:
        opt_out(connection, PHONE, "word")
    assert answer({"text": "Hi!"}) == []
    assert answer(ALARM) == []


def test_the_number_is_kept_as_a_keyed_hash_only(database: Database, answer: Answer) -> None:
    answer(effect("opt_out", how="word"), {"text": "You are out."})
    with database.read() as connection:
        kept = [*connection.execute(select(numbers)), *connection.execute(select(consents))]
    assert kept
    assert PHONE[2:] not in str(kept)


def test_each_change_of_consent_is_kept_with_how_it_came_about(
    database: Database, answer: Answer
) -> None:
    answer(effect("opt_out", how="phrase"))
    answer(effect("opt_in", how="word"))
    with database.read() as connection:
        rows = connection.execute(select(consents).order_by(consents.c.id)).all()
    assert [(row.change, row.how) for row in rows] == [("out", "phrase"), ("in", "word")]


def test_the_staff_are_told_of_each_text_of_somebody_opted_out(
    database: Database, answer: Answer
) -> None:
    for words in ("are you open", "it is dead down below"):
        answer(effect("unheard"), to=words)
    with database.read() as connection:
        (card,) = open_tasks(connection)
    assert card.kind == "call_back"
    assert "are you open" in card.detail
    assert "dead down below" in card.lines[0].text


def test_texted_cancel_becomes_a_task_with_the_visit_in_it(
    database: Database, answer: Answer
) -> None:
    answer(effect("opt_out", how="word"), effect("texted_cancel", when="Tue Dec 1, 9:00 AM"))
    with database.read() as connection:
        [task] = connection.execute(select(tasks)).all()
    assert task.kind == "texted_cancel"
    assert "Tue Dec 1, 9:00 AM" in task.detail
    assert "call" in task.detail


def test_the_same_message_answered_again_queues_nothing_more(
    database: Database, text: Callable[..., Inbound], answer: Answer
) -> None:
    message = text("hello")
    with database.begin() as connection:
        open_thread(connection, message.conversation, "sms", PHONE)
        for _ in range(2):
            store_answer(connection, message, [{"text": "Hi!"}])
    with database.read() as connection:
        assert len(connection.execute(select(outbox)).all()) == 1


def test_an_alarm_is_answered_although_the_rendering_fails(
    monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(channels.sms.answering, "render", broken)
    assert answer(ALARM) == ["Call 911."]


def test_the_conversation_is_known_by_a_hash_too(database: Database) -> None:
    with database.begin() as connection:
        conversation = number_of(connection, PHONE).conversation
    assert conversation.startswith("sms-")
    assert PHONE[2:] not in conversation
