"""Takes stored messages to an answer: in order, once, also after a crash.

Every conversation is served by one process at a time, the one that holds its lease. What the
engine said and the mark "answered" are stored in one unit of work; until then the message counts
as unanswered, and whoever comes next begins again - or finds the turn in the tracker, when it was
the last step only that was missing.

A turn takes milliseconds. What was said in one that takes longer need not wait for its end, on a
channel whose `deliver` stores a reply once however often it is given it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from channels import fallback
from channels.lanes import Lanes
from clinic import attention, conversations
from clinic.clock import now
from clinic.languages import ENGLISH, speaking
from clinic.messages import Inbound, claim, complete, inbound, threads
from clinic.messages.holder import is_gone, this_process
from clinic.messages.inbound import Wait
from clinic.messages.models import Outcome
from clinic.storage import Database, is_readable
from clinic.telemetry.events import happened

logger = logging.getLogger(__name__)

# A message that brought the process down this often is answered without the engine.
MAX_ATTEMPTS = 3
SWEEP_SECONDS = 2.0
# A turn that runs this long has what it said so far shown; less than that nobody notices.
EARLY_SECONDS = 0.25


Reply = dict[str, Any]


class NoEngine(Exception):
    """There is no engine here to run a turn; what is said instead is the channel's."""


class Turn(Protocol):
    """What runs and recalls a turn (`engine.turn.RasaTurn`)."""

    async def run(self, message: Inbound, replies: list[Reply]) -> None: ...

    async def recall(self, message: Inbound) -> list[Reply] | None: ...


Deliver = Callable[[Connection, Inbound, list[Reply]], None]


def of_safety(replies: list[Reply]) -> list[Reply]:
    """The alarms among replies: what is said whoever else answers."""
    return [reply for reply in replies if (reply.get("custom") or {}).get("banner")]


@dataclass(frozen=True)
class Line:
    """How the messages of one channel are answered.

    Attributes:
        turn: the engine, as the channel takes it.
        deliver: stores the replies for the channel, in the unit of work it is given.
        early: replies are delivered while a slow turn still runs; `deliver` is then given the
            replies so far, and in the end all of them.
        beside_a_person: what is said all the same while a person at the clinic answers.
        joins: whether words may be a part of a message that is sent in several.
        instead: the channel's own answer where the turn failed (`Channel.instead`).
    """

    turn: Turn
    deliver: Deliver
    early: bool = False
    beside_a_person: Callable[[list[Reply]], list[Reply]] = of_safety
    instead: Callable[[Inbound], list[Reply]] = lambda message: []
    joins: Callable[[str], bool] = lambda text: False


class TurnRunner:
    """Answers the messages of the channels it is given.

    Args:
        database: where the messages are.
        lines: by the channel's name.
        timeout: seconds a turn may take before it is answered without the engine.
        answered: told about each conversation after an answer was stored.
        holder: name on the leases; by default this process.
        overdue: answer only what has waited so long; for who steps in when nobody else does.
    """

    def __init__(
        self,
        database: Database,
        lines: Mapping[str, Line],
        timeout: float,
        answered: Callable[[str], None] = lambda conversation: None,
        holder: str | None = None,
        overdue: timedelta | None = None,
    ) -> None:
        self._database, self._lines = database, dict(lines)
        self._timeout, self._answered = timeout, answered
        self._holder, self._overdue = holder or this_process(), overdue
        self._lanes = Lanes()
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._waits: dict[str, float] = {}
        self._troubled: set[str] = set()
        self._sweeper: asyncio.Task[None] | None = None
        self._look = asyncio.Event()

    def start(self) -> None:
        """Begins to look after messages that nobody answers, those of a former life first."""
        self._sweeper = asyncio.get_running_loop().create_task(self._sweep_forever())

    async def stop(self, grace: float = 5.0) -> None:
        """Stops; turns that run get `grace` seconds to end and are begun again later if not."""
        if self._sweeper:
            self._sweeper.cancel()
        self._again.clear()
        if self._serving:
            await asyncio.wait(list(self._serving.values()), timeout=grace)
        for task in list(self._serving.values()):
            task.cancel()

    def heard(self, conversation: str | None) -> None:
        """Takes a signal: a message of this conversation was stored; None: of any."""
        if conversation is not None:
            self.wake(conversation)
        elif self._sweeper:
            self._look.set()

    def wake(self, conversation: str) -> None:
        """Says that a message of this conversation was stored. Returns at once."""
        if conversation in self._serving:
            self._again.add(conversation)
            return
        task = asyncio.get_running_loop().create_task(self._serve(conversation))
        self._serving[conversation] = task
        task.add_done_callback(lambda done: self._ended(conversation))

    def _ended(self, conversation: str) -> None:
        del self._serving[conversation]
        seconds = self._waits.pop(conversation, None)
        if seconds is not None:  # somebody is still writing; a message more is looked at then too
            self._again.discard(conversation)
            asyncio.get_running_loop().call_later(seconds, self.wake, conversation)
        elif conversation in self._again:
            self._again.discard(conversation)
            self.wake(conversation)

    async def _serve(self, conversation: str) -> None:
        try:
            message = await asyncio.to_thread(self._claim, conversation)
            while message:
                async with self._lanes.turn(message.text) as waited:
                    message = await self._answer(message, waited)
        except asyncio.CancelledError:
            raise
        except Exception:  # most likely the database; the sweeper comes back to it
            self._troubled.add(conversation)
            logger.exception("Conversation %s could not be served", conversation)

    async def _answer(self, message: Inbound, waited: bool) -> Inbound | None:
        """Answers a message and returns the next one of the conversation; none when it waited so
        long that another process has taken it."""
        if waited and not await asyncio.to_thread(self._is_ours, message):
            return None
        replies, outcome, own = await self._replies(message)
        following = await asyncio.to_thread(self._store, message, replies, outcome, own)
        self._answered(message.conversation)
        return following

    async def _replies(
        self, message: Inbound
    ) -> tuple[list[Reply], Outcome, fallback.Fallback | None]:
        replies: list[Reply] = []
        recalled, finished = None, False
        if not is_readable(message.text):
            own = await asyncio.to_thread(self._fallback, message)
            return [own.reply], "fallback", own
        if message.attempts > 1:
            recalled = await self._recall(message)
            if recalled:
                return recalled, "recovered", None
        if recalled is None and message.attempts <= MAX_ATTEMPTS:
            finished = await self._run(message, replies)
        # What was said before a turn broke off is still said; an alarm's answer stands alone.
        alarmed = bool(of_safety(replies))
        if (replies and (finished or alarmed)) or (finished and message.with_person):
            return replies, "turn", None
        own = await asyncio.to_thread(self._fallback, message)
        theirs = await asyncio.to_thread(self._lines[message.channel].instead, message)
        if theirs:
            return [*([own.reply] if own.tier else []), *theirs], "fallback", own
        return [own.reply] if own.tier else [*replies, own.reply], "fallback", own

    def _fallback(self, message: Inbound) -> fallback.Fallback:
        """An answer without the engine, in the language of the conversation so far."""
        language = ENGLISH
        with suppress(Exception), self._database.read() as connection:
            language = threads.language_of(connection, message.conversation)
        with speaking(language):
            return fallback.answer(message.text)

    def _turn(self, message: Inbound) -> Turn:
        return self._lines[message.channel].turn

    async def _recall(self, message: Inbound) -> list[Reply] | None:
        try:
            return await asyncio.wait_for(self._turn(message).recall(message), self._timeout)
        except Exception:
            logger.exception("The saved turn of %s could not be read", message.message_id)
            return None

    async def _run(self, message: Inbound, replies: list[Reply]) -> bool:
        """Runs the turn; true when it came to its end."""
        early, begun, ended = self._lines[message.channel].early, time.monotonic(), "failed"
        showing = asyncio.ensure_future(self._show_early(message, replies)) if early else None
        try:
            await asyncio.wait_for(self._turn(message).run(message, replies), self._timeout)
            ended = "finished"
        except NoEngine:
            ended = "no_engine"
            logger.warning("%s is answered without the engine", message.message_id)
            return False
        except asyncio.TimeoutError:
            ended = "timeout"
            logger.error("%s took longer than %s s", message.message_id, self._timeout)
            return False
        except Exception:
            logger.exception("The turn of %s failed", message.message_id)
            return False
        finally:
            if showing:
                showing.cancel()
            seconds, named = time.monotonic() - begun, message.message_id
            happened("turn", message=named, seconds=seconds, channel=message.channel, ended=ended)
        if not replies and not message.with_person:
            logger.error("%s got no reply; is the action server running?", message.message_id)
        return True

    async def _show_early(self, message: Inbound, replies: list[Reply]) -> None:
        """Delivers what a slow turn has said so far, until it is cancelled."""
        shown = 0
        while True:
            await asyncio.sleep(EARLY_SECONDS)
            said = list(replies)
            if len(said) == shown:
                continue
            try:
                await asyncio.to_thread(self._store_early, message, said)
            except Exception:  # all of it is stored once more when the turn ends
                logger.exception("The first replies to %s could not be stored", message.message_id)
                return
            shown = len(said)
            self._answered(message.conversation)

    def _store_early(self, message: Inbound, replies: list[Reply]) -> None:
        with self._database.begin() as connection:
            held = inbound.is_held(connection, message, self._holder)
            if held and not threads.is_taken(connection, message.conversation):
                self._lines[message.channel].deliver(connection, message, replies)

    def _claim(self, conversation: str) -> Inbound | None:
        with self._database.begin() as connection:
            return self._next(connection, conversation)

    def _is_ours(self, message: Inbound) -> bool:
        """Whether a message is still to be answered here; its lease then begins anew."""
        with self._database.begin() as connection:
            return inbound.is_held(connection, message, self._holder) and threads.take_lease(
                connection, message.conversation, self._holder
            )

    def _next(self, connection: Connection, conversation: str) -> Inbound | None:
        """The next message of a conversation, when it is one of ours to answer."""
        message = claim(connection, conversation, self._holder, self._before(), self._joins)
        if isinstance(message, Wait):
            self._waits[conversation] = message.seconds
            return None
        if message is not None and message.channel not in self._lines:
            threads.drop_lease(connection, conversation, self._holder)
            return None
        return message

    def _joins(self, channel: str, text: str) -> bool:
        return channel in self._lines and self._lines[channel].joins(text)

    def _before(self) -> datetime | None:
        return None if self._overdue is None else now() - self._overdue

    def _store(
        self,
        message: Inbound,
        replies: list[Reply],
        outcome: Outcome,
        own: fallback.Fallback | None,
    ) -> Inbound | None:
        with self._database.begin() as connection:
            if not complete(connection, message, self._holder, outcome):
                logger.warning("%s was answered elsewhere or deleted", message.message_id)
                if not threads.is_open(connection, message.conversation):
                    # Deleted during the turn, which saved its events after that.
                    conversations.forget(connection, message.conversation)
                return None
            self._deliver(connection, message, replies)
            _tell_alerts(connection, message)
            if own and (own.tier or not message.with_person):
                fallback.tell_staff(connection, message, own)
            return self._next(connection, message.conversation)

    def _deliver(self, connection: Connection, message: Inbound, replies: list[Reply]) -> None:
        """Stores the replies; of a conversation that a person has by now, those only that are said
        beside one. The thread's row is locked here (`complete`), and whoever takes a conversation
        over locks it too: of the two one comes first, and the other sees it."""
        line = self._lines[message.channel]
        if message.with_person or threads.is_taken(connection, message.conversation):
            said = line.beside_a_person(replies)
            held = [reply for reply in replies if reply not in said and reply.get("text")]
            _keep_held_back(connection, message, held)
            replies = said
        if replies:
            line.deliver(connection, message, replies)

    async def _sweep_forever(self) -> None:
        while True:
            try:
                for conversation in await asyncio.to_thread(self._left_behind):
                    self.wake(conversation)
                for conversation in list(self._troubled):
                    self._troubled.discard(conversation)
                    self.wake(conversation)
            except Exception as error:
                # Without the statement: its parameters may hold what a patient wrote.
                reason = str(getattr(error, "orig", None) or type(error).__name__).strip()
                logger.error("Unanswered messages could not be looked for: %s", reason)
            self._look.clear()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._look.wait(), SWEEP_SECONDS)

    def _left_behind(self) -> list[str]:
        """Conversations with unanswered messages that nobody serves, the leases of processes
        that are gone ended first."""
        with self._database.read() as connection:
            if not inbound.is_any_open(connection):
                return []
            held = threads.lease_holders(connection)
        gone = [(name, conversations) for name, conversations in held.items() if is_gone(name)]
        if gone:
            with self._database.begin() as connection:
                for holder, conversations in gone:
                    for conversation in conversations:
                        threads.drop_lease(connection, conversation, holder)
        with self._database.read() as connection:
            return inbound.waiting_conversations(connection, self._lines, self._before())


def _keep_held_back(connection: Connection, message: Inbound, held: list[Reply]) -> None:
    """Keeps what the assistant would have said as a note for the staff: it may have done
    something (booked a time) right before somebody took the conversation over."""
    if not held or message.with_person:
        return
    # Imported when first needed, for the door's sake.
    from clinic.inbox import add_note

    words = "\n".join(str(reply["text"]) for reply in held)
    key = f"held:{message.message_id}"
    add_note(connection, message.conversation, staff="", text=words, key=key, kind="held")


def _tell_alerts(connection: Connection, message: Inbound) -> None:
    """Lets what a message says reach the alerts of its conversation. When that fails the patient
    still gets the answer."""
    # Imported when first needed, for the door's sake.
    from clinic.reading.person import read_person

    text = "" if message.payload else message.text
    try:
        with connection.begin_nested():
            attention.note_said(
                connection,
                conversation=message.conversation,
                message_id=message.message_id,
                text=text,
                said=read_person(text),
                at=message.received_at,
            )
    except Exception:
        logger.exception("%s could not be put on an alert", message.message_id)
