"""The tracker store on both databases: the window, the whole history, and what goes wrong."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text

from clinic import conversations
from clinic.conversations import ConversationMovedOn
from clinic.storage import Database
from engine.errors import ConversationUnavailable
from engine.tracker_store import SqlTrackerStore
from engine.window import TURNS

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet]
slots:
  name: {type: any, mappings: [{type: custom}]}
  count: {type: float, initial_value: 0, mappings: [{type: custom}]}
session_config: {session_expiration_time: 720, carry_over_slots_to_new_session: false}
"""
)


@pytest.fixture()
def store(database: Database) -> SqlTrackerStore:
    """The store under test, on each kind of database."""
    return SqlTrackerStore(DOMAIN, database=database)


async def turn(store: SqlTrackerStore, number: int, *more: Event) -> DialogueStateTracker:
    """Stores a turn of conversation "anna" as Rasa does, and returns its tracker."""
    tracker = await store.get_or_create_tracker("anna", append_action_listen=False)
    if not tracker.events:
        tracker.update(ActionExecuted("action_session_start"))
        tracker.update(SessionStarted())
        tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered(f"message {number}", {"name": "greet"}, message_id=f"id-{number}"))
    for event in more:
        tracker.update(event)
    buttons = [{"title": "Yes", "payload": "/affirm"}]
    tracker.update(BotUttered(f"reply {number}", {"buttons": buttons}))
    tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)
    return tracker


def texts(tracker: DialogueStateTracker | None) -> list[str]:
    """The patient's messages in a tracker."""
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def test_a_conversation_comes_back_with_ids_and_buttons(store: SqlTrackerStore) -> None:
    await turn(store, 1)
    tracker = await store.retrieve("anna")
    assert tracker is not None
    message, reply = list(tracker.events)[3:5]
    assert message.message_id == "id-1"
    assert reply.data["buttons"] == [{"title": "Yes", "payload": "/affirm"}]


async def test_an_unknown_conversation_is_none(store: SqlTrackerStore) -> None:
    assert await store.retrieve("nobody") is None
    assert await store.retrieve_full_tracker("nobody") is None
    assert not await store.exists("nobody")


async def test_the_engine_gets_a_window_and_staff_the_whole_history(store: SqlTrackerStore) -> None:
    for number in range(40):
        await turn(store, number)
    assert texts(await store.retrieve("anna")) == [f"message {n}" for n in range(40 - TURNS, 40)]
    assert texts(await store.retrieve_full_tracker("anna")) == [f"message {n}" for n in range(40)]


@pytest.mark.parametrize("later", range(TURNS * 2 + 2))
async def test_state_is_the_same_wherever_the_window_begins(
    store: SqlTrackerStore, later: int
) -> None:
    await turn(store, 0, SlotSet("count", 3.0), SlotSet("name", "Zoë"))
    await turn(store, 1, SlotSet("name", None))
    for number in range(later):
        await turn(store, 2 + number)
    windowed, whole = await store.retrieve("anna"), await store.retrieve_full_tracker("anna")
    assert windowed is not None
    assert whole is not None
    assert windowed.current_slot_values() == whole.current_slot_values()
    assert windowed.latest_action_name == whole.latest_action_name
    assert windowed.followup_action == whole.followup_action
    assert windowed.latest_bot_utterance == whole.latest_bot_utterance
    copied = windowed.copy()
    assert copied.current_slot_values() == windowed.current_slot_values()


async def test_a_new_session_begins_without_what_the_last_one_knew(store: SqlTrackerStore) -> None:
    await turn(store, 0, SlotSet("name", "Ana"))
    tracker = await store.get_or_create_tracker("anna", append_action_listen=False)
    for event in (ActionExecuted("action_session_start"), SessionStarted()):
        tracker.update(event)
    tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)
    await turn(store, 1)
    again = await store.retrieve("anna")
    assert again is not None
    assert again.get_slot("name") is None
    assert texts(again) == ["message 1"]
    assert texts(await store.retrieve_full_tracker("anna")) == ["message 0", "message 1"]


async def test_a_turn_is_one_row_and_words_are_not_readable_in_it(
    store: SqlTrackerStore, database: Database
) -> None:
    await turn(store, 1, SlotSet("name", "Ana Diaz"))
    with database.read() as connection:
        rows = connection.execute(text("SELECT events, state FROM conversation_turns")).all()
    assert len(rows) == 1
    assert "message 1" not in str(rows)
    assert "Diaz" not in str(rows)


async def test_saving_again_adds_nothing(store: SqlTrackerStore, database: Database) -> None:
    tracker = await turn(store, 1)
    await store.save(tracker)
    with database.read() as connection:
        found = conversations.whole(connection, "anna")
    assert found is not None
    assert len(found.turns) == 1


async def test_of_two_that_saw_the_same_state_one_may_store(store: SqlTrackerStore) -> None:
    await turn(store, 1)
    first, second = await store.retrieve("anna"), await store.retrieve("anna")
    assert first is not None
    assert second is not None
    first.update(UserUttered("first"))
    second.update(UserUttered("second"))
    await store.save(first)
    with pytest.raises(ConversationMovedOn):
        await store.save(second)
    assert texts(await store.retrieve("anna")) == ["message 1", "first"]


async def test_a_tracker_made_elsewhere_replaces_the_conversation(store: SqlTrackerStore) -> None:
    for number in range(3):
        await turn(store, number)
    await store.save(DialogueStateTracker.from_events("anna", [UserUttered("new")], DOMAIN.slots))
    assert texts(await store.retrieve_full_tracker("anna")) == ["new"]


async def test_a_forgotten_conversation_leaves_no_row(
    store: SqlTrackerStore, database: Database
) -> None:
    await turn(store, 1)
    await store.forget("anna")
    assert await store.retrieve("anna") is None
    assert list(await store.keys()) == []
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM conversation_turns")).scalar() == 0


async def test_turns_of_many_conversations_are_stored_at_once(store: SqlTrackerStore) -> None:
    async def talk(name: str) -> None:
        tracker = await store.create_tracker(name)
        tracker.update(UserUttered("hello"))
        await store.save(tracker)

    names = [f"patient-{number}" for number in range(40)]
    await asyncio.gather(*(talk(name) for name in names))
    assert sorted(await store.keys()) == sorted(names)


async def test_a_turn_under_a_lost_key_is_left_out_and_the_rest_goes_on(
    store: SqlTrackerStore, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        await turn(store, number)
    with database.begin() as connection:
        connection.execute(text("UPDATE conversation_turns SET events = 'x' WHERE number = 2"))
    assert texts(await store.retrieve("anna")) == ["message 0", "message 2"]
    assert "Turn 2 of anna is left out" in caplog.text
    await turn(store, 3)


@pytest.mark.parametrize("turns", [1, TURNS + 3])
async def test_a_conversation_under_a_lost_key_goes_on_from_its_beginning(
    store: SqlTrackerStore, database: Database, caplog: pytest.LogCaptureFixture, turns: int
) -> None:
    for number in range(turns):
        await turn(store, number, SlotSet("name", "Ana"))
    with database.begin() as connection:
        connection.execute(text("UPDATE conversation_turns SET events = 'x', state = 'x'"))
    lost = await store.retrieve("anna")
    assert lost is not None
    assert lost.get_slot("name") is None
    assert f"Turn {turns} of anna is left out" in caplog.text
    await turn(store, turns)
    assert texts(await store.retrieve_full_tracker("anna")) == [f"message {turns}"]
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM conversation_turns")).scalar() == (
            turns + 1
        )


async def test_an_older_schema_is_named_and_the_conversation_goes_on_after_migrating(
    store: SqlTrackerStore, database: Database
) -> None:
    await turn(store, 1)
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE conversation_turns RENAME TO elsewhere"))
    with pytest.raises(ConversationUnavailable, match="make migrate"):
        await store.retrieve("anna")
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO conversation_turns"))
    assert texts(await store.retrieve("anna")) == ["message 1"]


async def test_a_database_error_never_carries_the_patients_words(
    store: SqlTrackerStore, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    tracker = await turn(store, 1)
    tracker.update(UserUttered("my secret pain"))
    with database.begin() as connection:
        connection.execute(text("DROP TABLE conversation_turns"))
    with caplog.at_level(logging.DEBUG), pytest.raises(ConversationUnavailable) as raised:
        await store.save(tracker)
    assert "secret" not in str(raised.value) + caplog.text


async def test_the_agent_does_not_put_memory_in_the_databases_place(
    store: SqlTrackerStore, database: Database
) -> None:
    agent: Any = Agent(domain=DOMAIN, tracker_store=store)
    with database.begin() as connection:
        connection.execute(text("DROP TABLE conversation_turns"))
    with pytest.raises(ConversationUnavailable):
        await agent.tracker_store.retrieve("anna")
