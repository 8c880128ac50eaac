"""Replies enter the transcript in order; buttons leave the server as tokens; all can be deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection

from clinic.clock import now
from clinic.messages import (
    Arrival,
    Inbound,
    choices,
    claim,
    claim_due,
    enqueue,
    forget,
    forget_before,
    open_thread,
    post_answer,
    post_to_conversation,
    receive,
    transcript,
)
from clinic.messages.tables import choices as choices_table
from clinic.messages.tables import inbound, web_messages

BUTTONS = [{"title": "Yes", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]


@pytest.fixture(autouse=True)
def _open(connection: Connection) -> None:
    open_thread(connection, "c1", "web")
    open_thread(connection, "c2", "web")


def test_places_are_counted_without_gaps(connection: Connection) -> None:
    places = [post_to_conversation(connection, "c1", {"text": text}) for text in ("a", "b", "c")]
    assert places == [1, 2, 3]
    assert [m.text for m in transcript.since(connection, "c1", 1, 10)] == ["b", "c"]


def test_a_reply_is_posted_once_however_often_the_answer_is_given(connection: Connection) -> None:
    receive(
        connection,
        Arrival(channel="web", conversation="c1", external_id="1", text="hello", shown=True),
    )
    message = claim(connection, "c1", "me")
    assert isinstance(message, Inbound)
    post_to_conversation(connection, "c1", {"text": "first"})  # an older reply with these words
    for said in (["first"], ["first", "second"], ["first", "second", "second"]):
        post_answer(connection, message, [{"text": text} for text in said])
    found = [one.text for one in transcript.since(connection, "c1", 0, 10)]
    assert found == ["hello", "first", "first", "second", "second"]


def test_a_payload_is_not_in_the_transcript(connection: Connection) -> None:
    post_to_conversation(connection, "c1", {"text": "Book?", "buttons": BUTTONS})
    [message] = transcript.since(connection, "c1", 0, 10)
    assert [choice["label"] for choice in message.details["choices"]] == ["Yes", "No"]
    assert "affirm" not in str(message)


def test_a_token_leads_back_to_the_payload(connection: Connection) -> None:
    post_to_conversation(connection, "c1", {"text": "Book?", "buttons": BUTTONS})
    [message] = transcript.since(connection, "c1", 0, 10)
    chosen = choices.find(connection, "c1", message.details["choices"][1]["token"])
    assert chosen is not None
    assert (chosen.label, chosen.payload, chosen.position) == ("No", "/deny", 2)


def test_a_token_is_good_in_its_own_conversation_only(connection: Connection) -> None:
    post_to_conversation(connection, "c1", {"text": "Book?", "buttons": BUTTONS})
    token = choices.latest(connection, "c1")[0].token
    assert choices.find(connection, "c2", token) is None


def test_the_latest_choices_are_those_of_the_newest_reply_with_buttons(
    connection: Connection,
) -> None:
    post_to_conversation(connection, "c1", {"text": "Book?", "buttons": BUTTONS})
    newer = [{"title": "Monday", "payload": "/inform"}]
    post_to_conversation(connection, "c1", {"text": "When?", "buttons": newer})
    post_to_conversation(connection, "c1", {"text": "Take your time."})
    assert [choice.label for choice in choices.latest(connection, "c1")] == ["Monday"]
    assert choices.latest(connection, "c2") == ()


def test_card_source_and_banner_are_kept_and_nothing_else(connection: Connection) -> None:
    custom = {"kind": "booking", "card": {"type": "screening"}, "banner": "E", "secret": "x"}
    post_to_conversation(connection, "c1", {"text": "Done", "custom": custom})
    [message] = transcript.since(connection, "c1", 0, 10)
    assert dict(message.details) == {
        "kind": "booking",
        "card": {"type": "screening"},
        "banner": "E",
    }


def test_a_person_at_the_clinic_can_write_into_the_conversation(connection: Connection) -> None:
    post_to_conversation(connection, "c1", {"text": "This is Kim."}, sender="staff")
    [message] = transcript.since(connection, "c1", 0, 10)
    assert message.sender == "staff"


def test_nothing_is_posted_to_a_conversation_that_is_gone(connection: Connection) -> None:
    assert post_to_conversation(connection, "nope", {"text": "hi", "buttons": BUTTONS}) is None


def test_deleting_a_conversation_leaves_nothing_of_it_and_all_of_others(
    connection: Connection,
) -> None:
    for conversation in ("c1", "c2"):
        receive(
            connection,
            Arrival(channel="web", conversation=conversation, external_id="a", text="hi"),
        )
        post_to_conversation(connection, conversation, {"text": "Book?", "buttons": BUTTONS})
    assert forget(connection, "c1")
    for table in (inbound, web_messages, choices_table):
        left = {row.conversation for row in connection.execute(select(table.c.conversation))}
        assert left == {"c2"}
    assert not forget(connection, "c1")


def test_deleting_a_conversation_keeps_the_reminder_of_a_booked_visit(
    connection: Connection,
) -> None:
    tomorrow = now() + timedelta(days=1)
    enqueue(
        connection,
        channel="sms",
        to="+14145550101",
        conversation="c1",
        reply={"text": "Tomorrow"},
        key="reminder",
        not_before=tomorrow,
    )
    forget(connection, "c1")
    [item] = claim_due(connection, tomorrow)
    assert (item.key, item.conversation) == ("reminder", None)


def test_conversations_past_their_time_are_deleted_and_fresh_ones_stay(
    connection: Connection,
) -> None:
    before = now()
    post_to_conversation(connection, "c2", {"text": "still here"})
    assert forget_before(connection, before) == ["c1"]
    assert transcript.since(connection, "c2", 0, 10)
