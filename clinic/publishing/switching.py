"""How who publishes asks who keeps the processes up to go over to another model.

By three files of VAR_DIR, and with few imports: who keeps processes up does nothing but wait. What
is asked is written whole, the answer beside it; the lock is held while somebody is there to ask.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any, TypeVar, get_type_hints

from clinic.settings import get_settings

ASKED, ANSWERED, KEEPER = "switch.json", "switched.json", "keeper.lock"
Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Switch:
    """What is to be run.

    Attributes:
        number: of the training it came of.
        model: its file.
        before: the file of the one before it.
        wide: there are other topics too, which every process knows from its start.
    """

    number: int
    model: str
    before: str
    wide: bool


@dataclass(frozen=True)
class Answer:
    """What became of it: whether it runs, else why not."""

    number: int
    done: bool
    why: str = ""


def ask(switch: Switch) -> None:
    """Asks for it."""
    _write(ASKED, asdict(switch))


def asked() -> Switch | None:
    """What was asked for last."""
    return _read(ASKED, Switch)


def answer(given: Answer) -> None:
    """Says what became of it."""
    _write(ANSWERED, asdict(given))


def answered() -> Answer | None:
    """The last answer."""
    return _read(ANSWERED, Answer)


@contextmanager
def keeping() -> Iterator[None]:
    """Inside, somebody keeps the processes up and can be asked."""
    with open(get_settings().var_dir / KEEPER, "wb", opener=_for_its_owner) as file:
        with suppress(OSError):  # another one does so already, on the same VAR_DIR
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def is_kept() -> bool:
    """Whether somebody does."""
    try:
        with (get_settings().var_dir / KEEPER).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write(name: str, what: dict[str, Any]) -> None:
    place = get_settings().var_dir / name
    aside = place.with_name(f"{name}.{os.getpid()}")
    with open(aside, "w", encoding="utf-8", opener=_for_its_owner) as file:
        json.dump(what, file)
    os.replace(aside, place)


def _read(name: str, kind: type[Kind]) -> Kind | None:
    """What stands in a file; anything but all of it, each of its type, is nothing."""
    try:
        found = json.loads((get_settings().var_dir / name).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    is_whole = {key: type(value) for key, value in found.items()} == get_type_hints(kind)
    return kind(**found) if is_whole else None
