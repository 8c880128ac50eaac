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


def keep(folder: Path, files: tuple[str, ...]) -> None:
    """Keeps the files of `folder` as the last that loaded. Where that fails the content is in use
    all the same, and the log says so."""
    place = _place(files)
    try:
        texts = {name: (folder / name).read_text(encoding="utf-8") for name in files}
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


def load_kept(files: tuple[str, ...], load: Callable[[Path], Value]) -> Value | None:
    """What was kept, loaded again; None when there is nothing, or nothing that loads."""
    try:
        texts = json.loads(_place(files).read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            for name in files:
                (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / name).write_text(texts[name], encoding="utf-8")
            return load(Path(folder))
    except FileNotFoundError:
        return None
    except Exception as error:  # whatever it holds: the mistake that led here is the one to tell
        logger.warning("The content kept in %s is of no use (%s)", _place(files), error)
        return None


def _place(files: tuple[str, ...]) -> Path:
    return get_settings().var_dir / FOLDER / f"{'+'.join(files).replace('/', '-')}.json"
