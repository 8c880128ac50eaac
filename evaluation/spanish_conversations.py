"""Whole conversations in Spanish, by two writers who have seen nothing of the product: each turn is
said, and each reply is held to what they wrote of it, in prose, for a program (`checks.yml`).

Where the patient is asked about signs before a booking, which no script knows of, "none of these"
is answered, and the reply to that is held to the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from clinic import clock
from clinic.content import get_content
from clinic.reading.learned.model import IntentModel
from clinic.screenings import Screenings
from clinic.storage import get_database
from evaluation.conversations.reply import ASKED
from evaluation.talking import Talk

NONE_OF_THEM = "Ninguna de estas"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PLACES = {"first": 0, "second": 1, "third": 2, "last": -1, "earliest": 0, "latest": -1}
_SLOT = "slot:"


@dataclass(frozen=True)
class Came:
    """What came in one turn: the conversation after it, and the times that were on offer before."""

    talk: Talk
    text: str
    offered: Sequence[str]
    before: str

    @property
    def asks(self) -> str:
        """What is asked, in the words of the checks."""
        return ASKED.get(self.talk.state.asked or "", "")

    @property
    def times(self) -> list[datetime]:
        """The times on offer, in the clinic's zone."""
        return [_at(code) for code in _codes(self.talk)]

    @property
    def chosen(self) -> str | None:
        """Code of the time that is chosen, or that stands."""
        frame = self.talk.state.frame
        return (frame.slot if frame else None) or self.talk.state.stands


@dataclass(frozen=True)
class Held:
    """A conversation that was held.

    Attributes:
        writer, name: whose, and its id.
        faults: a line for each turn that went wrong.
        turns: how many there are.
    """

    writer: str
    name: str
    faults: tuple[str, ...]
    turns: int

    @property
    def right(self) -> bool:
        """Whether every turn went right."""
        return not self.faults

    @property
    def told(self) -> str:
        """What went wrong, for a person to read."""
        return "\n".join(self.faults)


def _codes(talk: Talk) -> list[str]:
    options = [option for act in talk.acts for option in act.options]
    return [item.key.removeprefix(_SLOT) for item in options if item.key.startswith(_SLOT)]


def _at(code: str) -> datetime:
    return Screenings(get_database()).slot(code).starts_at.astimezone(get_content().clinic.tz)


def _fits(wanted: Mapping[str, Any], at: datetime) -> bool:
    day = _DAYS[at.weekday()]
    monday = clock.now().astimezone(at.tzinfo).date()
    monday += timedelta(days=7 - monday.weekday())
    return (
        day in wanted.get("days", _DAYS)
        and day not in wanted.get("not_days", ())
        and wanted.get("from", 0) <= at.hour < wanted.get("until", 24)
        and (not wanted.get("next_week") or monday <= at.date() < monday + timedelta(days=7))
    )


def _has(pattern: str, text: str) -> bool:
    return bool(re.search(pattern, text, re.IGNORECASE))


def _topics(came: Came) -> list[str]:
    return [str(act.custom["topic"]) for act in came.talk.acts if act.custom.get("topic")]


def _is_chosen(place: str, came: Came) -> bool:
    codes = sorted(came.offered, key=_at) if place in ("earliest", "latest") else came.offered
    return bool(codes) and came.chosen == codes[_PLACES[place]]


CHECKS: Mapping[str, Callable[[Any, Came], bool]] = {
    "said": lambda wanted, came: _has(wanted, came.text),
    "not_said": lambda wanted, came: not _has(wanted, came.text),
    "name": lambda wanted, came: came.talk.state.name == wanted,
    "phone": lambda wanted, came: came.talk.state.phone == f"+1{wanted}",
    "flow": lambda wanted, came: (came.talk.state.flow or "none") == wanted,
    "asks": lambda wanted, came: came.asks in wanted,
    "not_asks": lambda wanted, came: came.asks not in wanted,
    "topic": lambda wanted, came: any(fnmatch(topic, wanted) for topic in _topics(came)),
    "not_topic": lambda wanted, came: wanted not in _topics(came),
    "alarm": lambda wanted, came: (
        any(bool(act.custom.get("banner")) for act in came.talk.acts) == wanted
    ),
    "fresh": lambda wanted, came: (came.text != came.before) == wanted,
    "times": lambda wanted, came: bool(came.times) and all(_fits(wanted, at) for at in came.times),
    "chosen": _is_chosen,
    "days": lambda wanted, came: (
        bool(came.chosen) and _DAYS[_at(str(came.chosen)).weekday()] in wanted
    ),
    "hour": lambda wanted, came: bool(came.chosen) and _at(str(came.chosen)).hour == wanted,
    # Read back to be confirmed, or booked already.
    "settled": lambda wanted, came: (
        (came.asks == "confirm" or bool(came.talk.state.stands)) == wanted
    ),
    "booked": lambda wanted, came: bool(came.talk.state.stands) == wanted,
    "any": lambda wanted, came: any(_holds(check, came) for check in wanted),
}


def _holds(check: Mapping[str, Any], came: Came) -> bool:
    return all(CHECKS[name](wanted, came) for name, wanted in check.items())


def conversations(folder: Path) -> Iterator[tuple[str, str, list[tuple[str, dict[str, Any]]]]]:
    """Writer, id, and each turn with what is to hold of the reply.

    Raises:
        ValueError: a conversation has more or fewer checks than turns.
    """
    checks = yaml.safe_load((folder / "checks.yml").read_text(encoding="utf-8"))
    for path in sorted(folder.glob("conversations_*.yml")):
        for script in yaml.safe_load(path.read_text(encoding="utf-8")):
            said = [turn["say"] for turn in script["turns"]]
            turns = list(zip(said, checks[script["id"]], strict=True))
            yield path.stem.replace("conversations", "writer"), script["id"], turns


def hold_all(model: IntentModel, folder: Path) -> list[Held]:
    """Holds every conversation."""
    return [_hold(model, *script) for script in conversations(folder)]


def _hold(
    model: IntentModel, writer: str, name: str, turns: Sequence[tuple[str, dict[str, Any]]]
) -> Held:
    talk, faults, before = Talk(model, name), [], ""
    for number, (words, check) in enumerate(turns, 1):
        offered = _codes(talk)
        text = talk.say(words)
        if talk.state.asked == "signs":
            text = f"{text}\n{talk.say(NONE_OF_THEM)}"
        came = Came(talk, text, offered, before)
        failed = [
            f"{one}: {wanted}" for one, wanted in check.items() if not CHECKS[one](wanted, came)
        ]
        if failed:
            told = f"{name} turn {number}: {words!r} -> {text!r}"
            faults.append(f"{told}\n    failed: {'; '.join(failed)}")
        before = text
    Screenings(get_database()).release(name)
    return Held(writer, name, tuple(faults), len(turns))
