"""Keeps what was read from content files in memory, and reads it again when a file changes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from clinic.content.errors import ContentError
from clinic.settings import get_settings

logger = logging.getLogger(__name__)

# How often a request looks whether a file changed; an edit shows within this many seconds.
RECHECK_SECONDS = 2.0

Value = TypeVar("Value")


class Watched(Generic[Value]):
    """Something read from files of `settings.content_dir`.

    Args:
        files: names of the files it is read from.
        load: reads it from the folder; raises `ContentError` for a mistake.
    """

    def __init__(self, files: tuple[str, ...], load: Callable[[Path], Value]) -> None:
        self._files, self._load = files, load
        self._lock = threading.Lock()
        self._kept: tuple[Path, tuple[int | None, ...], Value] | None = None
        self._checked = float("-inf")

    def get(self) -> Value:
        """The value in force.

        Raises:
            ContentError: at the first read of a folder only; a mistake made later is logged and
                the last good value stays in use.
        """
        folder, now = get_settings().content_dir, time.monotonic()
        kept = self._kept
        if kept and kept[0] == folder and now - self._checked < RECHECK_SECONDS:
            return kept[2]
        with self._lock:
            stamp = tuple(_modified(folder / name) for name in self._files)
            kept = self._kept
            if kept is None or kept[:2] != (folder, stamp):
                kept = folder, stamp, self._read(folder, kept)
            self._kept, self._checked = kept, now
            return kept[2]

    def _read(self, folder: Path, kept: tuple[Path, tuple[int | None, ...], Value] | None) -> Value:
        try:
            return self._load(folder)
        except ContentError as error:
            if kept is None or kept[0] != folder:
                raise
            logger.error("%s - what was read before stays in use", error)
            return kept[2]


def _modified(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None
