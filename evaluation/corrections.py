"""Corrections at every step of every flow, worded by a writer who has not seen the product: is what
was given before changed to what was meant, and the rest kept?

python -m evaluation.corrections [--show]: the figures by flow and field; with --show what went
wrong. Lines of tests/understanding/corrections/: the flow, what is asked, what was given, what is
said, which field is meant, and its right value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from clinic import clock
from clinic.content import get_content
from clinic.dialogue import Frame, State, wishes
from clinic.reading.learned.model import IntentModel
from clinic.reading.when import read_wish
from clinic.reading.when.wish import Option, Wish
from clinic.screenings import Booking, Patient, Screenings, Slot
from clinic.settings import ROOT
from clinic.storage import get_database
from evaluation.counts import Json, pair
from evaluation.figures import Share, table_of_shares
from evaluation.talking import Talk, report

FOLDER = ROOT / "tests" / "understanding" / "corrections"
_HOUR = re.compile(r"\d{1,2}(?=:00)")


@dataclass(frozen=True)
class Corrected:
    """One correction that was made.

    Attributes:
        writer: whose it is: its file's name.
        flow, asked: where.
        field: what was wrong.
        right: whether what was meant stands now, and nothing else was lost.
        told: what was said and came back, for a person to read.
    """

    writer: str
    flow: str
    asked: str
    field: str
    right: bool
    told: str


def corrections(folder: Path = FOLDER) -> Iterator[dict[str, Any]]:
    """Every line of the writers' files."""
    for path in sorted(folder.glob("writer_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield {"writer": path.stem, **json.loads(line)}


def make_all(model: IntentModel) -> list[Corrected]:
    """Makes every correction in a conversation of its own, on the coming Sunday: on a Tuesday
    morning "Tuesday at 11:30" is too soon to be booked, and what is measured must not depend on
    the hour it is measured at."""
    now, zone = clock.now, get_content().clinic.tz
    today = now().astimezone(zone)
    sunday = today.replace(hour=12, minute=0) + timedelta(days=6 - today.weekday())
    ahead = sunday - today
    with mock.patch.object(clock, "now", side_effect=lambda: now() + ahead):
        return [_make(model, number, line) for number, line in enumerate(corrections())]


def _make(model: IntentModel, number: int, line: Mapping[str, Any]) -> Corrected:
    name = f"correction-{number}"
    talk = Talk(model, name, _begun(line, number, name))
    came = talk.say(line["say"])
    Screenings(get_database()).release(name)
    fields, values = line["field"], line["value"]
    if isinstance(fields, str):
        fields, values = [fields], [values]
    meant = dict(zip(fields, values, strict=True))
    kept = {key: value for key, value in line["had"].items() if key in ("name", "phone")}
    right = all(_stands(key, value, talk.state) for key, value in {**kept, **meant}.items())
    told = f"{line['flow']}, asked {line['asked']}, had {line['had']}: {line['say']!r} -> {came!r}"
    return Corrected(line["writer"], line["flow"], line["asked"], "+".join(fields), right, told)


def _begun(line: Mapping[str, Any], number: int, name: str) -> State:
    """The state in which a correction is said, as the conversation would have come to it."""
    had, asked, flow = line["had"], line["asked"], line["flow"]
    person: dict[str, Any] = {"name": had.get("name"), "phone": _number(had.get("phone"))}
    if flow == "call_back":
        return _called_back(had, asked, person)
    wish = _wish(had["time"]) if "time" in had else None
    engine = Screenings(get_database())
    found = engine.offer(wish, holder=name).slots
    slot = engine.hold(found[0], name).slot if wish and found else None
    offered = () if wish else tuple(item.code for item in engine.offer(None, holder=name).slots)
    frame = Frame(
        "book",
        slot=slot.code if slot else None,
        offered=offered,
        free_of_signs=asked == "confirm",
    )
    if flow == "move":
        patient = Patient("Ana Silva", f"+14145551{number:03}")
        visit = engine.book(
            engine.free_slots()[-1], Booking(patient, key=name, channel="web")
        ).reference
        frame = Frame("move", slot=frame.slot, offered=offered, visit=visit, reference=visit)
        asked = {"confirm": "confirm_move"}.get(asked, asked)
    return State(asked=asked, stack=(frame,), wish=wishes.as_json(wish), **person)


def _called_back(had: Mapping[str, str], asked: str, person: dict[str, Any]) -> State:
    """A call that is being arranged, or that was noted a moment ago."""
    if asked == "phone":
        frame = Frame("call_back")
        return State(asked="callback_phone", stack=(frame,), **person)
    return State(call_when=had.get("time"), called_back=True, **person)


def _number(digits: str | None) -> str | None:
    return f"+1{digits}" if digits else None


def _wish(words: str) -> Wish | None:
    clinic = get_content().clinic
    reading = read_wish(words, clock.now(), clinic.tz, clinic.screening.ahead_days)
    return reading.wish


def _stands(field: str, value: str, state: State) -> bool:
    """Whether a field has its right value now."""
    if field == "name":
        return state.name == value
    if field == "phone":
        frame_phone = state.frame.phone if state.frame else None
        return _number(value) in (state.phone, frame_phone)
    if field == "when":
        said = state.call_when or ""
        hours = [int(hour) for hour in _HOUR.findall(value)]
        return all(re.search(rf"\b(?:{hour}|{hour - 12}|noon)\b", said) for hour in hours)
    return _time_stands(_wish(value), state)


def _time_stands(meant: Wish | None, state: State) -> bool:
    """Whether the time that was meant is chosen, or else wished for, be it free or not."""
    if meant is None:
        return False
    slot = _slot(state)
    if slot is not None and meant.matches(slot, get_content().clinic.tz):
        return True
    wished = wishes.from_json(state.wish)
    return wished is not None and set(map(_plain, meant.options)) <= set(
        map(_plain, wished.options)
    )


def _slot(state: State) -> Slot | None:
    code = state.frame.slot if state.frame else None
    return Screenings(get_database()).slot(code) if code else None


def _plain(option: Option) -> tuple[frozenset[int] | None, str]:
    """Weekday and hours of an option: which week is another matter."""
    days = option.days
    weekdays = days.weekdays
    if weekdays is None and days.first is not None and days.first == days.last:
        weekdays = frozenset({days.first.weekday()})
    return weekdays, f"{option.hours.first}-{option.hours.last}"


def kept(made: Sequence[Corrected]) -> Json:
    """Right ones and how many, as they are kept."""
    writers = sorted({one.writer for one in made})
    return {
        "all": _pair(made),
        "writers": {name: _pair([one for one in made if one.writer == name]) for name in writers},
    }


def _pair(made: Sequence[Corrected]) -> list[int]:
    return pair(Share.among([one.right for one in made]))


def table(made: Sequence[Corrected]) -> str:
    """The figures as a Markdown table."""
    return table_of_shares(
        "corrections", "right", ((name, one.right) for one in made for name in _names(one))
    )


def _names(one: Corrected) -> tuple[str, ...]:
    """What a correction counts under."""
    where = f"flow {one.flow}", f"asked {one.asked}", f"field {one.field}"
    return ("all", one.writer, *where)


if __name__ == "__main__":
    report(__doc__, make_all, table)
