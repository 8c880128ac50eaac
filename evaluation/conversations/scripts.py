"""The scripted conversations: read from their files, each with phone numbers of its own."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic.settings import ROOT

FOLDER = ROOT / "tests" / "understanding" / "conversations"
SPANISH = ROOT / "tests" / "understanding" / "spanish" / "scripts"
# Area codes with 555-0100 to 555-0199, which are given to nobody. A folder has its own, as
# conversations of two folders are held with one product.
_ALL_AREAS = (
    *("212", "262", "303", "309", "312", "313", "314", "317", "402", "405", "412", "414"),
    *("502", "503", "512", "513", "515", "602", "608", "612", "614", "615", "651", "702"),
    *("713", "715", "773", "801", "816", "847", "901", "913", "916", "918", "919", "920"),
)
AREAS = {"conversations": _ALL_AREAS[:24], "scripts": _ALL_AREAS[24:]}
SEED = 20261129
# Whose conversations, and misses, nobody who works on the reading or the dialogue has read.
UNREAD = frozenset({"writer_17", "writer_18", "writer_19", "spanish_6"})
_PLACE = re.compile(r"\{(phone|phone_plain|phone_dots|phone2|last4|last4b)\}")

Check = Mapping[str, Any]


@dataclass(frozen=True)
class Scripted:
    """One turn.

    Attributes:
        say: the words; or what to press (`pick`, `else`); or what to fill in (`fill`, `until`).
        checks: what must hold of the reply.
    """

    say: Any
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Script:
    """A conversation.

    Attributes:
        id: its name.
        writer: whose it is: its file's name.
        kind: what it tests: followup, correction, move, …
        phone: the number the patient gives where nothing else is said.
        turns: in order.
    """

    id: str
    writer: str
    kind: str
    phone: str
    turns: tuple[Scripted, ...]


def scripts(folder: Path = FOLDER) -> list[Script]:
    """Every script in a folder, the same numbers in them each time."""
    numbers = _numbers(AREAS.get(folder.name, _ALL_AREAS))
    return [
        _script(line, path.stem, next(numbers), next(numbers))
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def _numbers(areas: Sequence[str]) -> Iterator[str]:
    all_of_them = [f"{area}-555-01{last:02}" for area in areas for last in range(100)]
    yield from random.Random(SEED).sample(all_of_them, len(all_of_them))


def _script(line: str, writer: str, phone: str, second: str) -> Script:
    values = {
        "phone": phone,
        "phone_plain": phone.replace("-", ""),
        "phone_dots": phone.replace("-", "."),
        "phone2": second,
        "last4": phone[-4:],
        "last4b": second[-4:],
    }
    data = json.loads(_PLACE.sub(lambda match: values[match[1]], line))
    turns = tuple(Scripted(turn["say"], tuple(turn["expect"])) for turn in data["turns"])
    return Script(data["id"], writer, data["kind"], phone, turns)
