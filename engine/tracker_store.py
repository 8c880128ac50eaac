"""Keeps conversations in the clinic's database; hands the engine a bounded window of each.

Each turn is one row with its events, encrypted, written in one transaction. Every sixth row also
holds the state at its end: the slots that have a value and the active form. The engine gets that
state as the head of the conversation and the events after it, so that the thousandth turn costs
what the tenth does; the whole history stays readable. docs/decisions/0008 has the figures.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.storage import Database, get_database
from engine.tables import turns

# The state is kept at the end of every so many turns.
STATE_EVERY = 6
# The window holds at least this many turns, and fewer than STATE_EVERY more.
WINDOW = 6
# The name under which a tracker carries how many of its events are stored, and its next turn.
STORED = "_stored_events"


class SqlTrackerStore(TrackerStore):
    """The tracker store named in endpoints.yml.

    Args:
        domain: Rasa's domain.
        database: the database; None: the one of the settings.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: Any = None,
        database: Database | None = None,
        **_: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self.database = database or get_database()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The newest turns of a conversation behind a head with its state; None: there is none."""
        return await asyncio.to_thread(self._retrieve, sender_id, True)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """A conversation with all of its events, for the staff and the tracker API."""
        return await asyncio.to_thread(self._retrieve, conversation_id, False)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Appends what happened since the conversation was read, in one transaction.

        Raises:
            sqlalchemy.exc.DBAPIError: the database is locked, full, gone, or of an older schema.
                Nothing was written; the channel tells the patient, and a later turn goes on from
                the last one that was saved.
        """
        await asyncio.to_thread(self._save, tracker)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await asyncio.to_thread(self._keys)

    async def delete(self, conversation_id: str) -> None:
        """Deletes all of a conversation."""
        await asyncio.to_thread(self._delete, conversation_id)

    def _retrieve(self, conversation: str, window: bool) -> DialogueStateTracker | None:
        with self.database.read() as connection:
            last = _last_number(connection, conversation)
            if last is None:
                return None
            head, begin = _head(connection, conversation, last) if window else ([], 0)
            rows = connection.execute(
                select(turns.c.events)
                .where(turns.c.conversation == conversation, turns.c.number >= begin)
                .order_by(turns.c.number)
            ).all()
        events = [Event.from_parameters(values) for row in rows for values in row.events]
        tracker = DialogueStateTracker.from_events(
            conversation,
            [*head, *(event for event in events if event is not None)],
            self.domain.slots,
            sender_source=None,
            domain=self.domain,
        )
        setattr(tracker, STORED, (len(tracker.events), last + 1))
        return tracker

    def _save(self, tracker: DialogueStateTracker) -> None:
        with self.database.begin() as connection:
            known, number = getattr(tracker, STORED, None) or _all_stored(
                connection, tracker.sender_id
            )
            new = list(tracker.events)[known:]
            if not new:
                return
            connection.execute(
                insert(turns).values(
                    conversation=tracker.sender_id,
                    number=number,
                    saved_at=clock.now(),
                    events=[event.as_dict() for event in new],
                    state=_state(tracker) if number % STATE_EVERY == STATE_EVERY - 1 else None,
                )
            )
        setattr(tracker, STORED, (len(tracker.events), number + 1))

    def _keys(self) -> list[str]:
        with self.database.read() as connection:
            return list(connection.execute(select(turns.c.conversation).distinct()).scalars())

    def _delete(self, conversation: str) -> None:
        with self.database.begin() as connection:
            connection.execute(delete(turns).where(turns.c.conversation == conversation))


def _last_number(connection: Connection, conversation: str) -> int | None:
    newest = select(func.max(turns.c.number)).where(turns.c.conversation == conversation)
    number = connection.execute(newest).scalar()
    return None if number is None else int(number)


def _all_stored(connection: Connection, conversation: str) -> tuple[int, int]:
    """For a tracker that was not read from here: how many events are stored, and the next turn."""
    rows = connection.execute(
        select(turns.c.events, turns.c.number).where(turns.c.conversation == conversation)
    ).all()
    return sum(len(row.events) for row in rows), 1 + max((row.number for row in rows), default=-1)


def _head(connection: Connection, conversation: str, last: int) -> tuple[list[Event], int]:
    """The events that stand for everything before the window, and the window's first turn."""
    row = connection.execute(
        select(turns.c.number, turns.c.state)
        .where(
            turns.c.conversation == conversation,
            turns.c.state.isnot(None),
            turns.c.number <= last - WINDOW,
        )
        .order_by(turns.c.number.desc())
        .limit(1)
    ).first()
    if row is None:
        return [], 0
    at = row.state["at"]
    events: list[Event] = [SessionStarted(timestamp=at)]
    events += [SlotSet(name, value, timestamp=at) for name, value in row.state["slots"].items()]
    loop = row.state["loop"]
    if loop:
        # The form has run, or Rasa would look for its first run among the events and find none.
        events += [ActionExecuted(loop, timestamp=at), ActiveLoop(loop, timestamp=at)]
    return [*events, ActionExecuted(ACTION_LISTEN_NAME, timestamp=at)], row.number + 1


def _state(tracker: DialogueStateTracker) -> dict[str, Any]:
    return {
        "at": tracker.events[-1].timestamp,
        "slots": {
            name: value
            for name, value in tracker.current_slot_values().items()
            if value is not None
        },
        "loop": tracker.active_loop_name,
    }
