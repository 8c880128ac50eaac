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
from clinic.content.layers import ORIGINALS, layer_path, layering
from clinic.content.served import served, state_of
from clinic.languages import ENGLISH, spoken
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
        layered: another language's folder may be laid over it (`clinic.content.layers`).
    """

    def __init__(
        self, files: tuple[str, ...], load: Callable[[Path], Value], layered: bool = False
    ) -> None:
        self._files, self._load, self._layered = files, load, layered
        self._layers: dict[str, Watched[Value]] = {}
        self._name = "+".join(name for name in files if "*" not in name)
        self._lock = threading.Lock()
        self._held: _Held[Value] | None = None
        self._checked = float("-inf")
        _all.append(self)

    def get(self) -> Value:
        """The value in force, in the language that is spoken: of the files as they are, or, while
        there is a mistake in them, the last that loaded, in this process or in one before it. In
        English while nothing has ever loaded in another language.

        Raises:
            ContentError: nothing has ever loaded here.
        """
        language = spoken() if self._layered else ENGLISH
        if language != ENGLISH:
            try:
                return self._in(language)._look().value
            except ContentError as error:
                logger.error("%s - said in English", error)
        return self._look().value

    def _in(self, language: str) -> Watched[Value]:
        """The same with the folder of a language laid over it."""
        if language not in self._layers:

            def load(folder: Path) -> Value:
                try:
                    with layering(language):
                        return self._load(folder)
                except ContentError as error:
                    over = layer_path(error.path, language)
                    if not over.exists():
                        raise
                    self._load(folder)  # a mistake in the English file is told as one
                    raise ContentError(over, error.line, error.message) from error

            over = tuple(f"{language}/{name}" for name in (*self._files, ORIGINALS))
            self._layers[language] = Watched((*over[:1], *self._files, *over[1:]), load)
        return self._layers[language]

    def mistake(self) -> ContentError | None:
        """What is wrong with the files as they are; None when nothing is."""
        try:
            return self._look().mistake
        except ContentError as error:
            return error

    def look_again(self) -> None:
        """Has the next one who asks look at the files, however short ago that was done."""
        self._checked = float("-inf")

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
                sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern))
                if "*" in pattern
                else [pattern]
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
                    there = (name for name in names if (place.folder / name).exists())
                    keep(place.folder, self._name, tuple(there))
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


def look_again() -> None:
    """Has this process see at once what it has just written itself."""
    for watched in list(_all):
        watched.look_again()


def mistakes() -> list[ContentError]:
    """What is wrong with the content as it is, a mistake for each thing that is read from it."""
    found = [mistake for watched in list(_all) if (mistake := watched.mistake())]
    return list({str(mistake): mistake for mistake in found}.values())


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
