"""What is served in place of the files as they are: a publication under way, or what was reviewed.

Several files are published by one file, `JOURNAL`, that holds them all: from the moment it is there
every process reads from it what it holds, so a publication that is killed is there whole or not at
all. With CONTENT_REVIEW=required a file is served as it was when somebody approved it last.
"""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic.content.errors import ContentError
from clinic.settings import get_settings

logger = logging.getLogger(__name__)
JOURNAL = ".publishing.json"


@dataclass(frozen=True)
class Served:
    """Where the content is read from.

    Attributes:
        folder: that place.
        waiting: files that are others than what was approved.
    """

    folder: Path
    waiting: tuple[str, ...] = ()


def state_of(folder: Path) -> tuple[Any, ...]:
    """Another one whenever something else is served in place of the same files."""
    try:
        journal = (folder / JOURNAL).stat().st_mtime_ns
    except OSError:
        journal = None
    return journal, _newest_version()


def journal_of(folder: Path) -> dict[str, Any] | None:
    """The publication under way; None when there is none.

    Raises:
        ContentError: it can't be read.
    """
    try:
        found: dict[str, Any] = json.loads((folder / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        message = "can't be read; take it away, and publish again at the desk"
        raise ContentError(folder / JOURNAL, None, message) from error
    return found


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Where the content of a folder is read from: the folder itself, or a copy of what is in
    force in its place.

    Raises:
        ContentError: what is in force can't be found out.
    """
    texts, waiting = _in_force(folder)
    if texts is None:
        yield Served(folder)
        return
    from clinic.publishing.files import write_texts

    with tempfile.TemporaryDirectory() as made:
        place = Path(made) / folder.name  # a mistake names the file as it is called
        place.mkdir()
        write_texts(place, texts)
        yield Served(place, waiting)


def served_text(folder: Path, file: str) -> str | None:
    """A file as it is served; None when nothing stands in for the file as it is."""
    try:
        texts, _ = _in_force(folder)
    except ContentError:
        return None
    return None if texts is None else texts.get(file)


def _in_force(folder: Path) -> tuple[dict[str, str] | None, tuple[str, ...]]:
    """The texts that are served in place of the folder's, None for none; and what waits."""
    journal = journal_of(folder)
    required = get_settings().content_review == "required"
    if not journal and not required:
        return None, ()
    # Imported here: who serves the files as they are needs no database for them.
    from clinic.publishing.files import read_texts
    from clinic.publishing.versions import approved_texts

    try:
        texts = read_texts(folder)
    except (OSError, UnicodeDecodeError) as error:
        if not required:
            raise ContentError(folder, None, f"can't be read ({error})") from error
        texts = {}
    texts = _with(texts, journal)
    if not required:
        return texts, ()
    try:
        approved = approved_texts()
    except Exception as error:
        raise ContentError(folder, None, "what was approved can't be read just now") from error
    if not approved:
        return (texts, ()) if journal else (None, ())
    # What is being published is approved, though the database may not say so yet.
    approved = _with(approved, journal)
    waiting = tuple(
        sorted(name for name in {*texts, *approved} if texts.get(name) != approved.get(name))
    )
    return (approved, waiting) if waiting or journal else (None, ())


def _with(texts: dict[str, str], journal: dict[str, Any] | None) -> dict[str, str]:
    whole = {**texts, **(journal["texts"] if journal else {})}
    return {name: text for name, text in whole.items() if text is not None}


def _newest_version() -> int | None:
    if get_settings().content_review != "required":
        return None
    from clinic.publishing.versions import newest

    try:
        return newest()
    except Exception as error:  # what is held stays in use until the database is back
        logger.warning("The reviews of the content can't be read (%s)", type(error).__name__)
        return None
