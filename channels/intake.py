"""Takes messages in at the door: stored before they are acknowledged, also when that takes a while.

A database that is locked, restarting or full for some seconds is waited for, as long as whoever
sent the message waits for us. A message that can't be stored in that time is not acknowledged;
what is said then is `channels.fallback`'s.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from channels import fallback
from clinic.clock import now
from clinic.messages import Arrival, Receipt, open_thread, receive
from clinic.settings import Settings
from clinic.storage import Database
from clinic.telemetry.events import happened

logger = logging.getLogger(__name__)

T = TypeVar("T")
# For requests that nobody loses anything by: they are made again.
PATIENCE_SECONDS = 5.0
# Between two tries; and how much later than that the last one may end.
PAUSE_SECONDS, GRACE_SECONDS = 0.3, 1.0
# More than a small machine can use, fewer than the database takes connections.
THREADS = 24


class CannotStore(RuntimeError):
    """The database could not take it in time."""


def store_message(
    connection: Connection,
    *,
    channel: str,
    conversation: str | Callable[[Connection], str],
    external_id: str,
    text: str | Callable[[Connection], tuple[str, str | None]],
    metadata: Mapping[str, Any] | None = None,
    reach: str | None = None,
    open_if_new: bool = False,
    same_within: timedelta | None = None,
    same_as: str | None = None,
    shown: bool = False,
    told_by: datetime | None = None,
    same_after: Callable[[Connection, str, str], datetime | None] | None = None,
) -> Receipt:
    """Stores a message of a channel.

    Args:
        channel, external_id, metadata, same_within, same_as, shown, told_by: see
            `clinic.messages.receive`.
        conversation: its id, or what finds it in the database.
        text: what the patient wrote; or what finds the words and the payload of a choice.
        reach: the patient's phone number, where the channel knows it; handed to the engine as
            `metadata["phone"]`.
        same_after: since when the same words are another message, given the conversation and them.
        open_if_new: begin the thread when there is none.

    Raises:
        UnknownConversation: there is no such thread and `open_if_new` is not set.
    """
    whose = conversation if isinstance(conversation, str) else conversation(connection)
    words, payload = (text, None) if isinstance(text, str) else text(connection)
    if open_if_new:
        open_thread(connection, whose, channel, reach)
    return receive(
        connection,
        Arrival(
            channel=channel,
            conversation=whose,
            external_id=external_id,
            text=words,
            payload=payload,
            metadata=metadata,
            same_within=same_within,
            same_as=same_as,
            shown=shown,
            told_by=told_by,
            same_after=same_after(connection, whose, words) if same_after else None,
        ),
    )


class Intake:
    """The door's way to the database.

    Args:
        settings: of this process.
        database: one that gives up a try within a second or so, where it can.
    """

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings, self.database = settings, database
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="intake")

    async def accept(
        self,
        patience: float = PATIENCE_SECONDS,
        after_all: Callable[[Connection, Receipt], None] | None = None,
        **message: Any,
    ) -> Receipt:
        """Stores a message; when it returns, the message may be acknowledged and will be answered.

        Args:
            patience: seconds for which the sender waits.
            after_all: does what is to be done when a message was stored after all, in a commit
                that hung, and its sender has been told otherwise by then.
            message: see `store_message`.

        Raises:
            CannotStore: the database did not take it in that time.
            UnknownConversation: there is no such thread and it may not be begun.
        """
        if after_all is not None:
            message["told_by"] = now() + timedelta(seconds=patience + GRACE_SECONDS)
        return await self._try(
            lambda ends: self._change(lambda one: store_message(one, **message), ends),
            patience,
            after_all,
        )

    async def change(
        self, work: Callable[[Connection], T], patience: float = PATIENCE_SECONDS
    ) -> T:
        """Does a unit of work, tried again while the database can't take it.

        Raises:
            CannotStore: not within `patience` seconds.
        """
        return await self._try(lambda ends: self._change(work, ends), patience)

    async def look(self, work: Callable[[Connection], T], patience: float = PATIENCE_SECONDS) -> T:
        """Reads, in the same way."""
        return await self._try(lambda ends: self._look(work), patience)

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Does something that blocks."""
        # In the language of whoever asks.
        run = copy_context().run
        return await asyncio.get_running_loop().run_in_executor(self._threads, run, work)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _try(
        self,
        work: Callable[[float], T],
        patience: float,
        after_all: Callable[[Connection, T], None] | None = None,
    ) -> T:
        ends = time.monotonic() + patience
        while True:
            attempt = asyncio.ensure_future(self.in_thread(lambda: work(ends)))
            left = max(ends - time.monotonic(), 0.0) + GRACE_SECONDS
            try:
                return await asyncio.wait_for(asyncio.shield(attempt), left)
            except asyncio.TimeoutError:
                attempt.add_done_callback(lambda late: self._ended_late(late, after_all))
                happened("not_stored")
                raise CannotStore("the database did not answer") from None
            except (SQLAlchemyError, OSError, _TooLate) as error:
                # Without the statement: its parameters would hold what patients wrote.
                reason = str(getattr(error, "orig", None) or type(error).__name__).strip()
                logger.error("The database can't take it now: %s", reason)
                if time.monotonic() + PAUSE_SECONDS >= ends:
                    happened("not_stored")
                    raise CannotStore(reason) from None
                asyncio.get_running_loop().run_in_executor(self._threads, fallback.prepare)
                await asyncio.sleep(PAUSE_SECONDS)

    def _ended_late(
        self, attempt: asyncio.Future[T], after_all: Callable[[Connection, T], None] | None
    ) -> None:
        """Takes a late attempt's error, which nobody else does; and its success."""
        if attempt.cancelled() or attempt.exception() or after_all is None:
            return
        result, act = attempt.result(), after_all

        def do() -> None:
            try:
                with self.database.begin() as connection:
                    act(connection, result)
            except Exception:
                logger.exception("A message that was stored late could not be settled")

        self._threads.submit(do)

    def _change(self, work: Callable[[Connection], T], ends: float) -> T:
        with self.database.begin() as connection:
            result = work(connection)
            if time.monotonic() > ends + GRACE_SECONDS:
                raise _TooLate  # the sender has been told already; nothing of this is kept
            return result

    def _look(self, work: Callable[[Connection], T]) -> T:
        with self.database.read() as connection:
            return work(connection)


class _TooLate(Exception):
    """Nobody waits for it any more."""
