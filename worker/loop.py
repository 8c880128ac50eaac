"""The worker's rounds: what is done how often, and what happens when the database is away."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from channels.base import Channel
from channels.sending import CatchUp
from clinic import attention, inbox, signals
from clinic.busy.rounds import read_round
from clinic.health import note
from clinic.on_call import page_round
from clinic.privacy.changes import Changes
from clinic.publishing.reminding import remind
from clinic.screenings.upkeep import Upkeep
from clinic.settings import get_settings
from clinic.storage import Database
from worker.mail import CHANNEL, MailSender
from worker.pruning import keep_anchored, keep_erased, prune
from worker.publishing import publish_round
from worker.sending import look_at_carriers, send_due

logger = logging.getLogger(__name__)

# What is written is sent at once, alerts are called for and what is to be learned is begun, as the
# worker is told of it (clinic.signals); the times below are for what it was not told, or what falls
# due by itself, such as a reminder. What was put off for a moment follows soon.
SEND_SECONDS, LOOK_SECONDS = 0.5, 5
LIVELY_SECONDS = 30  # so long after the last message there may be one that was put off
UPKEEP_SECONDS = 10
HAND_BACK_SECONDS = 10
PAGE_SECONDS = 10
CARRIER_SECONDS = 20  # how soon it is seen that a carrier's trouble is over
PRUNE_SECONDS = 3600
ERASED_SECONDS, ANCHOR_SECONDS = 60, 600
CHANGES_SECONDS = 60  # how soon an edit of the content stands in the log
REVIEW_SECONDS = 6 * 3600
PUBLISH_SECONDS = 10  # how soon a publication that was left in the middle is brought to its end
CATCH_UP_SECONDS = 60
BUSY_SECONDS = 10  # how soon a calendar that was just set is read
LONGEST_PAUSE_SECONDS = 30


@dataclass
class _Job:
    name: str
    seconds: float
    run: Callable[[], object]
    beside: bool = False  # waits for others than the database: in a thread of its own
    due: float = 0.0
    failures: int = 0
    thread: threading.Thread | None = None


class Worker:
    """Does its rounds until it is told to stop.

    Args:
        database: where everything is.
        channels: those messages are sent by, and fetched from when they were missed.
    """

    def __init__(self, database: Database, channels: Sequence[Channel]) -> None:
        upkeep = Upkeep(database)
        senders = {one.name: sender for one in channels if (sender := one.sender())}
        if get_settings().smtp_host:
            senders[CHANNEL] = MailSender(get_settings())
        posters = {one.name: poster for one in channels if (poster := one.poster())}
        self._database = database
        self._stop, self._awake = threading.Event(), threading.Event()
        self._told: deque[_Job] = deque()
        self._lively_until = 0.0
        self._sending = _Job(
            "sending", SEND_SECONDS, lambda: self._send(send_due(database, senders, posters))
        )
        calling = _Job("calling for alerts", PAGE_SECONDS, lambda: _call_for_alerts(database))
        publishing = _Job(
            "publishing", PUBLISH_SECONDS, lambda: publish_round(database), beside=True
        )
        self._named = {signals.ALERTS: calling, signals.LEARNING: publishing}
        self._jobs = [
            self._sending,
            _Job("sign of life", UPKEEP_SECONDS, lambda: _alive(database)),
            _Job("carriers", CARRIER_SECONDS, lambda: look_at_carriers(database, senders)),
            _Job("upkeep", UPKEEP_SECONDS, upkeep.round),
            calling,
            _Job("handing back", HAND_BACK_SECONDS, lambda: _hand_back(database)),
            _Job("reading calendars", BUSY_SECONDS, lambda: read_round(database), beside=True),
            _Job("pruning", PRUNE_SECONDS, lambda: prune(database)),
            _Job("keeping erased", ERASED_SECONDS, lambda: keep_erased(database)),
            _Job("noting changes", CHANGES_SECONDS, Changes(database, get_settings()).note),
            _Job(
                "reminding of reviews",
                REVIEW_SECONDS,
                lambda: remind(database, get_settings().content_review_days),
            ),
            publishing,
            _Job("anchoring", ANCHOR_SECONDS, lambda: keep_anchored(database)),
            *_catching_up(channels),
        ]

    def stop(self) -> None:
        """Ends after what is being done now."""
        self._stop.set()
        self._awake.set()

    def run(self) -> None:
        """Rounds until `stop`. A job that fails is logged and tried again, less and less often,
        while the others go on."""
        threading.Thread(target=self._listen, daemon=True).start()
        while not self._stop.is_set():
            self._awake.clear()
            while self._told:
                self._told.popleft().due = 0.0
            for job in self._jobs:
                if time.monotonic() >= job.due and not self._stop.is_set():
                    self._do(job)
            next_due = min(job.due for job in self._jobs)
            if not self._stop.is_set():
                self._awake.wait(max(next_due - time.monotonic(), 0.05))

    def _listen(self) -> None:
        """Has a job done when there is something to do for it."""
        asyncio.run(signals.listen(self._database.engine, signals.OUTBOX, self._hear))

    def _hear(self, what: str | None) -> None:
        """Takes a signal: a job's name, or the id of a conversation; None: any may be missed."""
        every = (self._sending, *self._named.values())
        self._told.extend(every if what is None else [self._named.get(what, self._sending)])
        self._awake.set()

    def _send(self, tried: int) -> None:
        """After a round of sending: says how soon the next one is."""
        now = time.monotonic()
        if tried:
            self._lively_until = now + LIVELY_SECONDS
        self._sending.seconds = SEND_SECONDS if now < self._lively_until else LOOK_SECONDS

    def once(self) -> None:
        """One round of everything; an error is raised."""
        for job in self._jobs:
            job.run()

    def _do(self, job: _Job) -> None:
        if not job.beside:
            self._try(job)
            return
        job.due = time.monotonic() + job.seconds
        if job.thread is None or not job.thread.is_alive():
            job.thread = threading.Thread(target=self._try, args=(job,), daemon=True)
            job.thread.start()

    def _try(self, job: _Job) -> None:
        try:
            job.run()
            job.failures = 0
            pause = job.seconds
        except Exception as error:
            job.failures += 1
            pause = min(max(job.seconds, 1) * 2**job.failures, LONGEST_PAUSE_SECONDS)
            # The reason without the statement: its parameters would hold what patients wrote.
            reason = str(getattr(error, "orig", None) or type(error).__name__).strip()
            logger.error("%s failed, next try in %.0f s: %s", job.name, pause, reason)
        job.due = time.monotonic() + pause


def _alive(database: Database) -> None:
    with database.begin() as connection:
        note(connection, "worker")


def _call_for_alerts(database: Database) -> None:
    with database.read() as connection:
        if not attention.open_alerts(connection)[0]:
            return
    with database.begin() as connection:
        page_round(connection)


def _hand_back(database: Database) -> None:
    with database.read() as connection:
        due = inbox.are_silent(connection)
    if due:
        with database.begin() as connection:
            inbox.hand_back_silent(connection)


def _catching_up(channels: Iterable[Channel]) -> list[_Job]:
    """A job for each channel whose carrier can be asked for what was missed. Until one has gone
    well, everything that can have been missed is asked for."""
    return [
        _Job(f"catching up on {channel.name}", CATCH_UP_SECONDS, _catching_up_on(catch_up))
        for channel in channels
        if (catch_up := channel.catch_up())
    ]


def _catching_up_on(catch_up: CatchUp) -> Callable[[], object]:
    first = True

    def run() -> None:
        nonlocal first
        first, was_first = True, first
        catch_up.run(was_first)
        first = False

    return run
