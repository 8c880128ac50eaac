"""How who publishes asks who keeps the processes up to go over to another model.

By three files of VAR_DIR, and with few imports: who keeps processes up does nothing but wait. What
is asked is written whole, the answer beside it; the lock is held while somebody is there to ask.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import IO, Any, TypeVar, get_type_hints

from clinic.settings import get_settings

ASKED, ANSWERED, KEEPER = "switch.json", "switched.json", "keeper.lock"
# So often the lock is tried for.
TRIES, TRY_SECONDS = 5, 0.1
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


class AlreadyKept(RuntimeError):
    """Somebody keeps the processes up already, on the same VAR_DIR."""


@contextmanager
def keeping() -> Iterator[None]:
    """Inside, somebody keeps the processes up and can be asked.

    Raises:
        AlreadyKept: there would be two.
    """
    with open(get_settings().var_dir / KEEPER, "wb", opener=_for_its_owner) as file:
        with suppress(OSError):  # a folder of another machine may know no locks
            _lock(file)
        yield


def _lock(file: IO[bytes]) -> None:
    """Takes the lock. Who only asks whether somebody has it has it for a moment as well."""
    for _ in range(TRIES):
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(TRY_SECONDS)
    raise AlreadyKept


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
