"""How each part is doing, by name: what /healthz answers and the desk shows."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.health.life import Sign, signs
from clinic.messages.tables import inbound, outbox
from clinic.settings import Settings, get_settings
from clinic.storage import Database

# A part that has said nothing for so long is away. The worker says so between two rounds, and a
# round may wait for a slow carrier.
SILENT = {"brain": timedelta(seconds=45), "actions": timedelta(seconds=45)}
SILENT["worker"] = timedelta(seconds=75)
# What waits longer than this is stuck: a reply is due within seconds.
WAITS_FOR_ANSWER, WAITS_TO_BE_SENT = timedelta(seconds=60), timedelta(seconds=60)
LEAST_DISK = 50 * 1024**2
_PROBE_BYTES = 4096


@dataclass(frozen=True)
class Part:
    """One part of the assistant.

    Attributes:
        name: database, disk, brain, actions, worker, queue, or a channel with a carrier.
        trouble: what is wrong, for the staff to read; None when nothing is.
    """

    name: str
    trouble: str | None = None

    @property
    def ok(self) -> bool:
        """Whether it does its work."""
        return self.trouble is None


def parts(database: Database, settings: Settings | None = None) -> list[Part]:
    """How every part is doing. Never raises; waits as long as the database does."""
    disk = Part("disk", _disk(settings or get_settings()))
    try:
        with database.read() as connection:
            known, queue = signs(connection), _queue(connection)
    except Exception as error:
        reason = f"It can't be read ({type(getattr(error, 'orig', None) or error).__name__})."
        unknown = "Not known while the database is away."
        names = (*SILENT, "queue")
        return [Part("database", reason), disk, *(Part(name, unknown) for name in names)]
    processes = [Part(name, _silence(known.get(name), limit)) for name, limit in SILENT.items()]
    carriers = [
        Part(name, f"{sign.trouble} Since {_when(sign.since)}.")
        for name, sign in sorted(known.items())
        if name not in SILENT and sign.trouble
    ]
    return [Part("database"), disk, *processes, Part("queue", queue), *carriers]


def _silence(sign: Sign | None, limit: timedelta) -> str | None:
    if sign is None:
        return "It has not started yet."
    if clock.now() - sign.at > limit:
        return f"Nothing was heard of it since {_when(sign.at)}."
    return sign.trouble or None


def _queue(connection: Connection) -> str | None:
    now = clock.now()
    unanswered = connection.execute(
        _oldest(inbound.c.received_at).where(
            inbound.c.answered_at.is_(None), inbound.c.received_at < now - WAITS_FOR_ANSWER
        )
    ).one()
    unsent = connection.execute(
        _oldest(outbox.c.due_at).where(
            outbox.c.state == "queued",
            outbox.c.due_at < now - WAITS_TO_BE_SENT,
        )
    ).one()
    said = []
    if unanswered.number:
        waiting = _counted(unanswered.number, "message waits", "messages wait")
        said.append(f"{waiting} for an answer{_since(unanswered.oldest)}.")
    if unsent.number:
        waiting = _counted(unsent.number, "reply waits", "replies wait")
        said.append(f"{waiting} to be sent{_since(unsent.oldest)}.")
    return " ".join(said) or None


def _oldest(column: Any) -> Any:
    return select(func.count().label("number"), func.min(column).label("oldest"))


def _since(at: datetime) -> str:
    return f", the oldest since {_when(at)}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _when(at: datetime) -> str:
    """A time by the clinic's clock; by UTC while its content can't be read."""
    # Here, as the door asks too, and starts without what reads content (ADR 3).
    from clinic.content import ContentError, get_content
    from clinic.screenings import times

    try:
        return times.say_short(at, get_content().clinic)
    except ContentError:
        return f"{at:%Y-%m-%d %H:%M} UTC"


def _disk(settings: Settings) -> str | None:
    """Whether what is kept can be written; asked by writing."""
    folder = settings.var_dir
    if not folder.exists():
        if settings.database_url:
            return None  # the database has a disk of its own
        return f"{folder.name}/ is not there. Is its disk mounted?"
    probe = folder / f".probe-{os.getpid()}"
    try:
        probe.write_bytes(b"\0" * _PROBE_BYTES)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return f"Nothing can be written ({error.strerror})."
    finally:
        with suppress(OSError):
            probe.unlink()
    return None if free >= LEAST_DISK else f"Only {free // 1024**2} MB are free."
