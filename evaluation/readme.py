"""Keeps what was measured in docs/evaluation/figures.json, and writes the README's tables from it.

Each evaluation notes its own figures; those that were not measured again stay, with their date. A
test holds the README to the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from clinic import clock
from clinic.settings import ROOT
from evaluation.conversations.holding import Figures
from evaluation.conversations.scripts import UNREAD
from evaluation.figures import Share
from evaluation.hearing import Hearing
from evaluation.measuring import Measured

README = ROOT / "README.md"
KEPT = ROOT / "docs" / "evaluation" / "figures.json"
# What stands between the two marks of a command is written by it.
BEGINS, ENDS = "<!-- written by make {} -->", "<!-- /make {} -->"
_SIGNS = {"en": "English", "es": "Spanish", "outside": "from outside, most of it real"}
_HEARD = ("alarm", "heard", "quiet", "in_vain")
_LABELS = {
    "answer": "right topic",
    "not_covered": "not covered",
    "out_of_scope": "outside",
    "human": "a person",
    "appointments": "visits",
}

Json = dict[str, Any]


def of_hearing(hearing: Hearing) -> Json:
    """How signs are heard in one set, as it is kept."""
    return {name: _pair(getattr(hearing, name)) for name in _HEARD}


def of_messages(measured: Measured) -> Json:
    """How messages are understood in one set, as it is kept."""
    return {label: _pair(measured.share(label)) for label in _LABELS}


def of_conversations(figures: Figures) -> Json:
    """Whole conversations and turns, of writers whose misses were read and of the others."""
    found: Json = {}
    for name, unread in (("read", False), ("unread", True)):
        part = Figures(
            tuple(held for held in figures.held if (held.script.writer in UNREAD) == unread)
        )
        if part.held:
            found[name] = {
                "whole": _pair(part.whole),
                "turns": _pair(part.turns),
                "writers": {writer: _pair(share) for writer, share in part.by("writer").items()},
            }
    return found


def note(**figures: Json) -> None:
    """Keeps figures by what they are of, and writes the README's tables anew."""
    kept = read()
    today = f"{clock.now():%Y-%m-%d}"
    kept.update({name: {"measured": today, **found} for name, found in figures.items() if found})
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    put("eval", tables(kept))


def put(command: str, text: str) -> None:
    """Puts text between the marks of a command in the README."""
    before, begins, rest = README.read_text(encoding="utf-8").partition(BEGINS.format(command))
    _, ends, after = rest.partition(ENDS.format(command))
    README.write_text(f"{before}{begins}\n\n{text}\n\n{ends}{after}", encoding="utf-8")


def placed(command: str) -> str:
    """What stands there."""
    rest = README.read_text(encoding="utf-8").partition(BEGINS.format(command))[2]
    return rest.partition(ENDS.format(command))[0].strip()


def read() -> Json:
    """What was measured so far."""
    found: Json = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return found


def tables(kept: Mapping[str, Json]) -> str:
    """The README's tables, as Markdown."""
    measured = [str(figures["measured"]) for figures in kept.values()]
    when = f"Measured from {min(measured)} to {max(measured)}; with 95 % intervals (Wilson)."
    return "\n".join([when, "", *_signs(kept), "", *_understood(kept)])


def _signs(kept: Mapping[str, Json]) -> Iterable[str]:
    yield "| signs of an emergency | alarm | alarm or question | quiet ones quiet | asked in vain |"
    yield "|---|---|---|---|---|"
    for key, name in _SIGNS.items():
        found = kept.get(f"signs_{key}")
        if found:
            shares = [Share(*found[column]) for column in _HEARD]
            told = f"{name} ({shares[0].of} with a sign, {shares[2].of} without)"
            yield f"| {told} | " + " | ".join(map(_short, shares)) + " |"


def _understood(kept: Mapping[str, Json]) -> Iterable[str]:
    yield "| conversations and messages | right |"
    yield "|---|---|"
    talked = {
        ("conversations", "unread"): "whole conversations that nobody here has read",
        ("conversations", "read"): "whole conversations whose misses were read since",
        ("conversations_es", "unread"): "in Spanish, that nobody here has read",
        ("conversations_es", "read"): "in Spanish, whose misses were read since",
    }
    for (key, part), name in talked.items():
        found = kept.get(key, {}).get(part)
        if found:
            whole, turns = Share(*found["whole"]), Share(*found["turns"])
            by = ", ".join(f"{Share(*pair).value:.2f}" for pair in found["writers"].values())
            told = f"{name}, of {whole.of}; by writer; their turns"
            yield f"| {told} | {_short(whole)}; {by}; {turns.value:.2f} |"
    for key, name in (("outside", "messages from outside"), ("outside_typos", "with typos")):
        found = kept.get(key)
        if found:
            right = "; ".join(f"{Share(*found[label]).value:.2f}" for label in _LABELS)
            yield f"| {name}: {'; '.join(_LABELS.values())} | {right} |"
    found = kept.get("spanish")
    if found:
        right = "; ".join(f"{Share(*found[kind]).value:.2f}" for kind in found["kinds"])
        yield f"| messages in Spanish: {'; '.join(found['kinds'])} | {right} |"


def _pair(share: Share) -> list[int]:
    return [share.right, share.of]


def _short(share: Share) -> str:
    low, high = share.interval
    return f"{share.value:.2f} ({low:.2f}-{high:.2f})"
