"""An alert carries the person, whatever the order things were said in; one card a conversation."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from clinic import attention
from clinic.attention import Task
from clinic.clock import now
from clinic.messages import Arrival, Inbound, claim, complete, forget, open_thread, receive
from clinic.messages.conversation import said
from clinic.reading.person import read_person
from clinic.storage import Database

ALARM = "i cant pee and my groin is numb"


class Chat:
    """A conversation, answered by a brain that raises an alert where it is told to."""

    def __init__(self, database: Database, name: str = "web-1", channel: str = "web") -> None:
        self.database, self.name, self.channel, self.ids = database, name, channel, count()
        with database.begin() as connection:
            phone = "+14145550100" if channel == "sms" else None
            open_thread(connection, name, channel, phone)

    def say(self, text: str, alarm: str | None = None) -> None:
        external = f"m{next(self.ids)}"
        with self.database.begin() as connection:
            receive(
                connection,
                Arrival(
                    channel=self.channel, conversation=self.name, external_id=external, text=text
                ),
            )
            message = claim(connection, self.name, "test")
        assert isinstance(message, Inbound)
        if alarm:  # as the actions do: before the message is marked as answered
            with self.database.begin() as connection:
                attention.raise_task(
                    connection,
                    attention.Occasion(
                        kind="safety_alert",
                        key=f"safety:{message.message_id}",
                        tier=alarm,
                        detail=text,
                        channel=self.channel,
                        conversation=self.name,
                        reach=message.reach,
                    ),
                )
        with self.database.begin() as connection:
            assert complete(connection, message, "test", "turn")
            attention.note_said(
                connection,
                conversation=self.name,
                message_id=message.message_id,
                text=text,
                said=read_person(text),
            )


def alerts(database: Database) -> list[Task]:
    with database.read() as connection:
        return attention.open_tasks(connection)


@pytest.fixture
def chat(database: Database) -> Chat:
    return Chat(database)


@pytest.mark.parametrize(
    "before", [["my number is 414-555-0175", "my name is Rosa Field"], ["Rosa Field 4145550175"]]
)
def test_what_was_said_before_the_alarm_is_on_the_alert(
    database: Database, chat: Chat, before: list[str]
) -> None:
    for text in before:
        chat.say(text)
    chat.say(ALARM, alarm="E")
    (alert,) = alerts(database)
    assert (alert.name, alert.reach, alert.conversation) == ("Rosa Field", "+14145550175", "web-1")


def test_what_is_said_after_the_alarm_reaches_the_alert(database: Database, chat: Chat) -> None:
    chat.say(ALARM, alarm="E")
    chat.say("call me at (414) 555-0175 please")
    chat.say("my name is Rosa Field")
    chat.say("I am on my way to the ER")
    (alert,) = alerts(database)
    assert (alert.name, alert.reach) == ("Rosa Field", "+14145550175")
    assert [line.text for line in alert.lines][-1] == "I am on my way to the ER"
    assert not any(line.occasion for line in alert.lines)


def test_what_is_said_with_the_alarm_is_on_the_alert(database: Database, chat: Chat) -> None:
    chat.say(f"{ALARM}, my name is Rosa Field, 414 555 0175", alarm="E")
    (alert,) = alerts(database)
    assert (alert.name, alert.reach, alert.lines) == ("Rosa Field", "+14145550175", ())


def test_a_corrected_number_counts(database: Database, chat: Chat) -> None:
    chat.say("414-555-0175")
    chat.say(ALARM, alarm="E")
    chat.say("sorry it's 414-555-0176 not 414-555-0175")
    assert [alert.reach for alert in alerts(database)] == ["+14145550176"]


def test_a_text_message_keeps_the_number_it_came_from(database: Database) -> None:
    chat = Chat(database, "sms-1", "sms")
    chat.say(ALARM, alarm="E")
    chat.say("my wife's number is 414-555-0175")
    (alert,) = alerts(database)
    assert alert.reach == "+14145550100"
    assert "414-555-0175" in alert.lines[0].text


def test_alerts_of_one_conversation_are_one_card_with_the_most_urgent_tier(
    database: Database, chat: Chat
) -> None:
    for number, tier in enumerate("UEUUE" * 12):
        chat.say(f"{ALARM} {number}", alarm=tier)
    (alert,) = alerts(database)
    assert alert.tier == "E"
    assert [line.tier for line in alert.lines] == list("UEUUE" * 12)[1:]
    assert all(line.occasion for line in alert.lines)


def test_alerts_of_two_conversations_are_two_cards_the_oldest_first(
    database: Database,
) -> None:
    for name in ("web-1", "web-2"):
        Chat(database, name).say(ALARM, alarm="E")
    assert [alert.conversation for alert in alerts(database)] == ["web-1", "web-2"]


def test_an_alarm_after_a_card_was_seen_is_a_new_card(database: Database, chat: Chat) -> None:
    chat.say("my number is 414-555-0175")
    chat.say(ALARM, alarm="E")
    with database.begin() as connection:
        assert attention.acknowledge(connection, alerts(database)[0].id, "kim")
    chat.say(ALARM, alarm="E")
    assert [alert.reach for alert in alerts(database)] == ["+14145550175"]


def test_what_came_after_a_card_was_read_is_not_seen_with_it(
    database: Database, chat: Chat
) -> None:
    chat.say(ALARM, alarm="E")
    shown = alerts(database)[0]
    chat.say("and now my legs are numb", alarm="E")
    with database.begin() as connection:
        assert not attention.acknowledge(connection, shown.id, "kim", up_to=shown.last_line)
    (alert,) = alerts(database)
    with database.begin() as connection:
        assert attention.acknowledge(connection, alert.id, "kim", up_to=alert.last_line)
    assert alerts(database) == []


def test_the_same_message_handled_again_changes_nothing(database: Database, chat: Chat) -> None:
    chat.say(ALARM, alarm="E")
    for _ in range(2):
        with database.begin() as connection:
            attention.note_said(connection, conversation="web-1", message_id="web-9", text="hello")
    (alert,) = alerts(database)
    assert [line.text for line in alert.lines] == ["hello"]


def test_words_that_turn_out_to_be_an_alarm_become_one(database: Database, chat: Chat) -> None:
    """As when a channel answers by itself, after the message was noted."""
    chat.say("my leg", alarm="U")
    with database.begin() as connection:
        attention.note_said(connection, conversation="web-1", message_id="web-9", text=ALARM)
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert",
                key="safety:web-9",
                tier="E",
                detail=ALARM,
                conversation="web-1",
            ),
        )
    (alert,) = alerts(database)
    assert (alert.tier, [(line.tier, line.text) for line in alert.lines]) == ("E", [("E", ALARM)])


def test_a_stranger_who_goes_on_writing_fills_no_card_without_end(
    database: Database, chat: Chat
) -> None:
    chat.say(ALARM, alarm="E")
    for number in range(60):
        chat.say(f"message {number} " + "x" * 2000)
    (alert,) = alerts(database)
    assert len(alert.lines) == 40
    assert max(len(line.text) for line in alert.lines) == 300


def test_a_cleared_chat_is_forgotten_and_its_alert_still_reaches_the_person(
    database: Database, chat: Chat
) -> None:
    chat.say("my number is 414-555-0175")
    chat.say(ALARM, alarm="E")
    with database.begin() as connection:
        forget(connection, "web-1")
    with database.read() as connection:
        assert not attention.known_person(connection, "web-1")
        assert said(connection, "web-1") == []
    assert [alert.reach for alert in alerts(database)] == ["+14145550175"]


def test_what_was_said_long_ago_goes_with_everything_else(database: Database, chat: Chat) -> None:
    chat.say("my number is 414-555-0175")
    chat.say(ALARM, alarm="E")
    with database.begin() as connection:
        attention.acknowledge(connection, alerts(database)[0].id, "kim")
        later = now() + timedelta(days=1)
        attention.forget_people_before(connection, later)
        assert attention.forget_before(connection, later) == 1
        assert not attention.known_person(connection, "web-1")


def test_calls_to_two_numbers_are_two_cards(database: Database) -> None:
    for number in ("+14145550175", "+14145550176", "+14145550175"):
        with database.begin() as connection:
            attention.raise_task(
                connection,
                attention.Occasion(
                    kind="call_back",
                    key=f"call:{len(alerts(database))}{number}",
                    detail="please call",
                    conversation="web-1",
                    reach=number,
                ),
            )
    assert [task.reach for task in alerts(database)] == ["+14145550175", "+14145550176"]
