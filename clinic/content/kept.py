"""The last content that loaded, kept on disk: a restart finds it where a file can't be used.

One file in VAR_DIR/content for what is read together, written whole or not at all, so that no
process ever finds half of one edit beside half of another.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from clinic.settings import get_settings

logger = logging.getLogger(__name__)
FOLDER = "content"

Value = TypeVar("Value")


def keep(folder: Path, name: str, files: tuple[str, ...]) -> None:
    """Keeps the files of `folder` as the last that loaded, under a name. Where that fails the
    content is in use all the same, and the log says so."""
    place = _place(name)
    try:
        texts = {file: (folder / file).read_text(encoding="utf-8") for file in files}
        found = json.dumps(texts)
        if place.exists() and place.read_text(encoding="utf-8") == found:
            return
        if not place.parent.parent.exists():
            return  # made when the database is; a disk that is not mounted gets no second folder
        place.parent.mkdir(exist_ok=True)
        draft = place.with_suffix(f".{os.getpid()}.draft")
        draft.write_text(found, encoding="utf-8")
        os.replace(draft, place)
    except (OSError, UnicodeDecodeError) as error:
        logger.warning("The content in use can't be kept in %s (%s)", place.parent, error)


def load_kept(name: str, load: Callable[[Path], Value]) -> Value | None:
    """What was kept under a name, loaded again; None when there is nothing, or nothing that
    loads."""
    try:
        texts = json.loads(_place(name).read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            for file, text in texts.items():
                (Path(folder) / file).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / file).write_text(text, encoding="utf-8")
            return load(Path(folder))
    except FileNotFoundError:
        return None
    except Exception as error:  # whatever it holds: the mistake that led here is the one to tell
        logger.warning("The content kept in %s is of no use (%s)", _place(name), error)
        return None


def written(file: str) -> str | None:
    """A content file as it is; None where it can't be read."""
    try:
        return (get_settings().content_dir / file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def kept_text(file: str) -> str | None:
    """A content file as it was when it was last in order; None where nothing was kept of it."""
    for place in sorted((get_settings().var_dir / FOLDER).glob("*.json")):
        try:
            text = json.loads(place.read_text(encoding="utf-8")).get(file)
        except (OSError, ValueError, AttributeError):
            continue
        if isinstance(text, str):
            return text
    return None


def _place(name: str) -> Path:
    return get_settings().var_dir / FOLDER / f"{name.replace('/', '-')}.json"
