"""Who is typing in a conversation: told by signals, remembered for seconds, stored nowhere.

While somebody types, their page sends a beat now and then: in which conversation, what they type
and who, and not a letter of it. Every door and desk hears it, and forgets it again by itself, or
when it hears that it was sent. A signal that is lost costs a hint and nothing else, so what would
be in the way of anything is dropped.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple, dataclass
from threading import BoundedSemaphore
from typing import Literal

from sqlalchemy.engine import Engine

from clinic import signals

logger = logging.getLogger(__name__)

# A page sends a beat every three seconds while somebody types; one that comes sooner after the last
# one says nothing new.
LASTS_SECONDS, GAP_SECONDS = 5.0, 2.0
# What waits to be told; beyond that it is dropped.
MOST_WAITING = 50

# A patient's message, a person's answer to them, a note that only the staff see.
Kind = Literal["patient", "answer", "note"]


@dataclass(frozen=True)
class Beat:
    """Somebody typed just now.

    Attributes:
        conversation: where.
        kind: what they are typing.
        by: the account of who is typing; empty for the patient.
    """

    conversation: str
    kind: Kind
    by: str = ""


class TypingHints:
    """Who is typing, as this process has heard it; and the way to tell the others.

    Args:
        engine: gives the one of the database the signals go by.
        clock: seconds that only go forward.
    """

    def __init__(
        self, engine: Callable[[], Engine], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine, self._clock = engine, clock
        # When each beat was heard last, by conversation; the one heard longest ago stands first.
        self._heard: dict[str, dict[Beat, float]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="typing")
        self._room = BoundedSemaphore(MOST_WAITING)

    # what is told, in a thread of its own: nothing waits for it, however long the database takes

    def typing(self, beat: Beat) -> None:
        """Tells that somebody is typing, unless that was told just now."""
        if not self._is_known(beat, GAP_SECONDS):
            self._tell(beat)

    def stopped(self, conversation: str, by: str = "") -> None:
        """Tells that what somebody was typing has been sent.

        Args:
            by: the account; empty: the patient.
        """
        for beat in self.now(conversation):
            if beat.by == by:
                self._tell(beat, over=True)

    def close(self) -> None:
        """Tells no more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    # what is heard, on the event loop

    def heard(self, told: str | None) -> tuple[str, bool]:
        """Takes a signal of `signals.TYPING`.

        Returns:
            The conversation it is about, empty where it told nothing; and whether somebody began
            or stopped typing there.
        """
        try:
            over, *who = json.loads(told or "")
            beat = Beat(*who)
        except (ValueError, TypeError, RecursionError):
            return "", False
        known = self._is_known(beat, LASTS_SECONDS)
        # Taken out and put back: the conversation heard of last stands last.
        beats = self._heard.pop(beat.conversation, {})
        beats.pop(beat, None)
        if not over:
            beats[beat] = self._clock()
        if beats:
            self._heard[beat.conversation] = beats
        self._sweep()
        return beat.conversation, known == bool(over)

    def now(self, conversation: str) -> list[Beat]:
        """What is being typed in a conversation at this moment."""
        beats = self._heard.get(conversation, {})
        return [beat for beat in beats if self._is_known(beat, LASTS_SECONDS)]

    def is_answering(self, conversation: str) -> bool:
        """Whether a person is typing an answer to a patient at this moment."""
        return any(beat.kind == "answer" for beat in self.now(conversation))

    def _is_known(self, beat: Beat, seconds: float) -> bool:
        at = self._heard.get(beat.conversation, {}).get(beat)
        return at is not None and self._clock() - at < seconds

    def _sweep(self) -> None:
        """Lets go of the conversations nobody types in any more."""
        for conversation in list(self._heard):
            if self.now(conversation):
                return  # and so in all that were heard of since
            del self._heard[conversation]

    def _tell(self, beat: Beat, over: bool = False) -> None:
        if self._room.acquire(blocking=False):
            with suppress(RuntimeError):  # the process is going down
                self._thread.submit(self._announce, json.dumps([over, *astuple(beat)]))

    def _announce(self, what: str) -> None:
        try:
            signals.announce(self._engine(), signals.TYPING, what)
        except Exception as error:  # whoever needs the database says so itself
            logger.debug("Not told who is typing: %s", type(error).__name__)
        finally:
            self._room.release()
