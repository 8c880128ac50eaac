"""Rasa's tracker store on the product's own database.

Reading hands out a bounded window (`engine.window`); writing appends one row for each turn, in
one transaction, in a thread, so that the event loop never waits for a disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from clinic import conversations
from clinic.conversations import Stretch
from clinic.storage import Database, get_database
from engine import adjustments, switch, window
from engine.errors import unavailable

T = TypeVar("T")

adjustments.apply()

# As many conversations read or store at the same time; more would wait for the database anyway.
THREADS = 16

# On a tracker this store handed out: how many of its events are stored, and in how many turns.
_STORED_EVENTS = "_stored_events"
_STORED_TURNS = "_stored_turns"


class SqlTrackerStore(TrackerStore):
    """Keeps conversations in `clinic.conversations`.

    Args:
        domain: the assistant's domain; Rasa sets it when a model is loaded.
        event_broker: told about new events, if one is configured.
        database: where to keep them; by default the product's.
        turns: how many turns the engine is handed.
        host: unused; Rasa passes the endpoint's URL.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        database: Database | None = None,
        turns: int = window.TURNS,
        host: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._database = database or get_database()
        self._turns = turns
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="conversations")

    @property
    def domain(self) -> Domain:
        """The assistant's domain."""
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        self._domain = domain or Domain.empty()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The newest turns of the latest session, None for an unknown conversation.

        Raises:
            ConversationUnavailable: the database can't be read.
        """
        found = await self._run("read", sender_id, lambda: self._latest(sender_id))
        if found is None:
            return None
        events: list[Event] = []
        if found.before is not None and found.before_at is not None:
            events = window.head(found.before, self.domain.slots, found.before_at.timestamp())
        events = window.latest_session(events + _events_of(found))
        known = {slot.name for slot in self.domain.slots}
        events = switch.taken_over(events, known, found.before)
        return self._tracker(sender_id, events, found.last)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The whole history, for staff and the tracker API.

        Raises:
            ConversationUnavailable: the database can't be read.
        """
        found = await self._run("read", conversation_id, lambda: self._whole(conversation_id))
        if found is None:
            return None
        return self._tracker(conversation_id, _events_of(found), found.last)

    async def create_tracker(
        self, sender_id: str, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        """A new conversation. It is stored with its first turn, in one transaction."""
        tracker = self.init_tracker(sender_id)
        _mark(tracker, events=0, turns=0)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Appends what happened since the tracker was handed out.

        A tracker made elsewhere (Rasa's API can replace a conversation) takes the place of
        what was there.

        Raises:
            ConversationUnavailable: the database can't be written; nothing was stored.
            ConversationMovedOn: another process stored a turn meanwhile.
        """
        stored = getattr(tracker, _STORED_EVENTS, None)
        new = list(tracker.events)[stored or 0 :]
        if not new:
            return
        await self._stream_new(new, tracker.sender_id)
        events = [event.as_dict() for event in new]
        state = window.state_of(tracker)
        number = getattr(tracker, _STORED_TURNS, 0) + 1

        def write() -> None:
            with self._database.begin() as connection:
                if stored is None:
                    conversations.replace(connection, tracker.sender_id, events, state)
                else:
                    conversations.append(connection, tracker.sender_id, number, events, state)

        await self._run("stored", tracker.sender_id, write)
        _mark(tracker, events=len(tracker.events), turns=number)

    async def exists(self, conversation_id: str) -> bool:
        """Whether anything of the conversation is stored."""
        return await self._run("read", conversation_id, lambda: self._exists(conversation_id))

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await self._run("read", "list", self._keys)

    async def forget(self, conversation_id: str) -> None:
        """Deletes a conversation for good.

        Raises:
            ConversationUnavailable: the database can't be written; nothing was deleted.
        """

        def delete() -> None:
            with self._database.begin() as connection:
                conversations.forget(connection, conversation_id)

        await self._run("deleted", conversation_id, delete)

    def _tracker(self, sender_id: str, events: list[Event], turns: int) -> DialogueStateTracker:
        tracker = DialogueStateTracker.from_events(sender_id, events, self.domain.slots)
        _mark(tracker, events=len(events), turns=turns)
        return tracker

    def _latest(self, conversation: str) -> Stretch | None:
        with self._database.read() as connection:
            return conversations.latest(connection, conversation, self._turns)

    def _whole(self, conversation: str) -> Stretch | None:
        with self._database.read() as connection:
            return conversations.whole(connection, conversation)

    def _exists(self, conversation: str) -> bool:
        with self._database.read() as connection:
            return conversations.exists(connection, conversation)

    def _keys(self) -> list[str]:
        with self._database.read() as connection:
            return conversations.conversations(connection)

    async def _stream_new(self, events: list[Event], sender_id: str) -> None:
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, events, sender_id)

    async def _run(self, doing: str, conversation: str, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        except SQLAlchemyError as error:
            raise unavailable(doing, conversation, error) from error


def _mark(tracker: DialogueStateTracker, *, events: int, turns: int) -> None:
    setattr(tracker, _STORED_EVENTS, events)
    setattr(tracker, _STORED_TURNS, turns)


def _events_of(stretch: Stretch) -> list[Event]:
    return [event for turn in stretch.turns for event in deserialise_events(turn)]
