"""Keeps what was read from content files in memory, and reads it again when a file changes, or
when something else is served in its place."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from clinic.content.errors import ContentError
from clinic.content.kept import keep, load_kept
from clinic.content.served import served, state_of
from clinic.settings import get_settings

logger = logging.getLogger(__name__)

# How often a request looks whether a file changed; an edit shows within this many seconds.
RECHECK_SECONDS = 2.0

Value = TypeVar("Value")
Stamp = tuple[tuple[str, "int | None"], ...]
Stamps = tuple[Stamp, tuple[Any, ...]]
_all: list[Watched[Any]] = []


@dataclass(frozen=True)
class _Held(Generic[Value]):
    """What is in use: what it was read from, and what is wrong with the files as they are."""

    folder: Path
    stamp: Stamps
    value: Value
    mistake: ContentError | None


class Watched(Generic[Value]):
    """Something read from files of `settings.content_dir`.

    Args:
        files: names of the files it is read from, or a pattern of names ("*.md"); the first names
            what is read.
        load: reads it from the folder; raises `ContentError` for a mistake.
    """

    def __init__(self, files: tuple[str, ...], load: Callable[[Path], Value]) -> None:
        self._files, self._load = files, load
        self._name = "+".join(name for name in files if "*" not in name)
        self._lock = threading.Lock()
        self._held: _Held[Value] | None = None
        self._checked = float("-inf")
        _all.append(self)

    def get(self) -> Value:
        """The value in force: of the files as they are, or, while there is a mistake in them, the
        last that loaded, in this process or in one before it.

        Raises:
            ContentError: nothing has ever loaded here.
        """
        return self._look().value

    def mistake(self) -> ContentError | None:
        """What is wrong with the files as they are; None when nothing is."""
        try:
            return self._look().mistake
        except ContentError as error:
            return error

    def _look(self) -> _Held[Value]:
        folder, now = get_settings().content_dir, time.monotonic()
        held = self._held
        if held and held.folder == folder and now - self._checked < RECHECK_SECONDS:
            return held
        with self._lock:
            stamp = self._stamp(folder), state_of(folder)
            held = self._held
            if held is None or (held.folder, held.stamp) != (folder, stamp):
                held = self._read(folder, stamp, held)
            self._held, self._checked = held, now
            return held

    def _stamp(self, folder: Path) -> Stamp:
        """Which files there are, and when each was changed last."""
        return tuple((name, _modified(folder / name)) for name in self._names(folder))

    def _names(self, folder: Path) -> list[str]:
        names = [
            name
            for pattern in self._files
            for name in (
                sorted(path.name for path in folder.glob(pattern)) if "*" in pattern else [pattern]
            )
        ]
        return list(dict.fromkeys(names))

    def _read(self, folder: Path, stamp: Stamps, before: _Held[Value] | None) -> _Held[Value]:
        waiting: ContentError | None = None
        try:
            with served(folder) as place:
                value = self._load(place.folder)
                names = self._names(place.folder)
                waiting = _waits(folder, {*names, *self._names(folder)} & set(place.waiting))
                # Edited while it was read: kept the next time round.
                if stamp[0] == self._stamp(folder):
                    keep(place.folder, self._name, tuple(names))
        except ContentError as error:
            mistake = error
        except Exception as error:  # a file no check foresaw takes nothing down either
            mistake = ContentError(folder / self._files[0], None, f"can't be used: {error!r}")
        else:
            if waiting:
                logger.warning("%s", waiting)
            elif before and before.mistake:
                logger.warning("content/%s is in order again", self._files[0])
            return _Held(folder, stamp, value, waiting)
        last = before.value if before else load_kept(self._name, self._load)
        if last is None:
            last = self._as_they_are(folder, mistake)
        logger.error("%s - the last content that loaded stays in use", mistake)
        return _Held(folder, stamp, last, mistake)

    def _as_they_are(self, folder: Path, mistake: ContentError) -> Value:
        """The files themselves, where what was approved is of no use to a newer release: patients
        are not left without an answer, or what to do in an emergency.

        Raises:
            ContentError: they are what does not load, or don't either.
        """
        if get_settings().content_review != "required":
            raise mistake
        try:
            return self._load(folder)
        except Exception:
            raise mistake from None


def mistakes() -> list[ContentError]:
    """What is wrong with the content as it is, a mistake for each thing that is read from it."""
    found = (watched.mistake() for watched in _all)
    return [mistake for mistake in found if mistake]


def _waits(folder: Path, names: set[str]) -> ContentError | None:
    """What is said of files that are others than what was approved."""
    if not names:
        return None
    message = "was changed and waits for a review at the desk; what was approved last is served"
    return ContentError(folder / min(names), None, message)


def _modified(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None
