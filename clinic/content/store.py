"""Keeps the content in memory and reads it again when a file changes."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from clinic.content.article import Article, load_article
from clinic.content.buttons import load_buttons
from clinic.content.errors import ContentError
from clinic.content.facts import ClinicFacts, load_facts
from clinic.content.topics import Topic, load_topics
from clinic.settings import get_settings

logger = logging.getLogger(__name__)

# How often a request looks whether a file changed; an edit shows within this many seconds.
RECHECK_SECONDS = 2.0
FILES = ("sciatica.md", "topics.yml", "buttons.yml", "clinic.yml")


@dataclass(frozen=True)
class Content:
    """All of it, valid.

    Attributes:
        article: the article, one passage a topic.
        topics: how each topic is presented, by id.
        buttons: the labels of the other buttons, by id.
        clinic: the clinic's facts.
    """

    article: Article
    topics: dict[str, Topic]
    buttons: dict[str, str]
    clinic: ClinicFacts

    def article_url(self, topic: str | None = None) -> str:
        """Where the article can be read, at the heading of `topic` when one is given."""
        url = self.clinic.article_url or f"{get_settings().base_url}/"
        return f"{url}#{self.article.passage(topic).anchor}" if topic else url


def load_content(folder: Path) -> Content:
    """Reads and checks every file of a content folder.

    Raises:
        ContentError: naming the file and the line of the first mistake.
    """
    return Content(
        article=load_article(folder / "sciatica.md"),
        topics=load_topics(folder / "topics.yml"),
        buttons=load_buttons(folder / "buttons.yml"),
        clinic=load_facts(folder / "clinic.yml"),
    )


class _Store:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._content: Content | None = None
        self._stamp: tuple[int | None, ...] = ()
        self._folder: Path | None = None
        self._checked = 0.0

    def get(self) -> Content:
        folder, now = get_settings().content_dir, time.monotonic()
        current = self._content
        if current and folder == self._folder and now - self._checked < RECHECK_SECONDS:
            return current
        with self._lock:
            self._checked = now
            stamp = tuple(_modified(folder / name) for name in FILES)
            if self._content and folder == self._folder and stamp == self._stamp:
                return self._content
            try:
                self._content = load_content(folder)
            except ContentError as error:
                if self._content is None or folder != self._folder:
                    raise
                logger.error("%s - the content read before stays in use", error)
            self._folder, self._stamp = folder, stamp
            return self._content


def _modified(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


_store = _Store()


def get_content() -> Content:
    """The content in force, read from `settings.content_dir`.

    Raises:
        ContentError: at the first read only; later mistakes are logged and the last good
            content stays in use.
    """
    return _store.get()
