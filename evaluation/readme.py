"""Writes the README's tables from what was measured (`evaluation.counts`), as a test holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clinic.settings import ROOT
from evaluation import counts
from evaluation.conversations.holding import Figures
from evaluation.conversations.scripts import UNREAD
from evaluation.counts import Json, pair, read
from evaluation.figures import Share
from evaluation.hearing import Hearing
from evaluation.measuring import Measured

README = ROOT / "README.md"
# What stands between the two marks of a command is written by it.
BEGINS, ENDS = "<!-- written by make {} -->", "<!-- /make {} -->"
_SIGNS = {
    "signs_en": "English",
    "signs_es": "Spanish",
    "signs_outside": "from outside",
    "signs_real": "of these, real ones",
    "signs_written": "of these, written or edited ones",
}
_HEARD = ("alarm", "heard", "named", "quiet", "in_vain")
_LABELS = {
    "answer": "right topic",
    "not_covered": "not covered",
    "out_of_scope": "outside",
    "human": "a person",
    "appointments": "visits",
}
_MESSAGES = {
    "held_out": "English, ours",
    "held_out_typos": "with typos",
    "outside": "from outside",
    "outside_typos": "with typos",
    "real": "real questions from outside",
    "real_typos": "with typos",
}
_TALKED = {
    ("conversations", "unread"): "nobody here has read them",
    ("conversations", "read"): "misses were read since",
    ("conversations_es", "unread"): "Spanish, nobody here has read them",
    ("conversations_es", "read"): "Spanish, misses were read since",
}


def of_hearing(hearing: Hearing) -> Json:
    """How signs are heard in one set, as it is kept."""
    return {name: pair(getattr(hearing, name)) for name in _HEARD}


def of_messages(measured: Measured) -> Json:
    """How messages are understood in one set, as it is kept."""
    return {label: pair(measured.share(label)) for label in _LABELS}


def of_conversations(figures: Figures) -> Json:
    """Whole conversations and turns, of writers whose misses were read and of the others."""
    found: Json = {}
    for name, unread in (("read", False), ("unread", True)):
        part = Figures(
            tuple(held for held in figures.held if (held.script.writer in UNREAD) == unread)
        )
        if part.held:
            found[name] = {
                "whole": pair(part.whole),
                "turns": pair(part.turns),
                "writers": {writer: pair(share) for writer, share in part.by("writer").items()},
            }
    return found


def note(publish: bool = False, **figures: Json) -> list[str]:
    """Keeps figures by what they are of, and writes the README's tables anew; a sentence for each
    that is worse than was published."""
    worse = counts.write(figures, publish)
    put("eval", tables(read()))
    return worse


def put(command: str, text: str) -> None:
    """Puts text between the marks of a command in the README."""
    before, begins, rest = README.read_text(encoding="utf-8").partition(BEGINS.format(command))
    _, ends, after = rest.partition(ENDS.format(command))
    README.write_text(f"{before}{begins}\n\n{text}\n\n{ends}{after}", encoding="utf-8")


def placed(command: str) -> str:
    """What stands there."""
    rest = README.read_text(encoding="utf-8").partition(BEGINS.format(command))[2]
    return rest.partition(ENDS.format(command))[0].strip()


def tables(figures: Mapping[str, Json]) -> str:
    """The README's tables, as Markdown."""
    measured = [str(found[counts.MEASURED]) for found in figures.values()]
    when = f"Measured from {min(measured)} to {max(measured)}; with 95 % intervals (Wilson)."
    parts = (_signs(figures), _crisis(figures), _conversations(figures), _messages(figures))
    return "\n".join([when, *("\n".join(["", *part]) for part in map(list, parts) if part)])


def _signs(figures: Mapping[str, Json]) -> Iterable[str]:
    yield (
        "| signs of an emergency | alarm | alarm or question | or the sign's own question "
        "| quiet ones quiet | asked in vain |"
    )
    yield "|---" * 6 + "|"
    for key, name in _SIGNS.items():
        found = figures.get(key)
        if found:
            # A figure that was added since the set was measured last is not there yet.
            shares = [Share(*found.get(column, (0, 0))) for column in _HEARD]
            told = f"{name} ({shares[0].of} with a sign, {shares[-1].of} without)"
            yield f"| {told} | " + " | ".join(map(_short, shares)) + " |"


def _crisis(figures: Mapping[str, Json]) -> Iterable[str]:
    found = figures.get("crisis_posts")
    if found:
        yield "| posts of a public set, labelled by people | 988 | any alarm | or a question |"
        yield "|---" * 4 + "|"
        for label, name in (
            ("suicidal", "thoughts of suicide"),
            ("self_harm", "self-harm"),
            ("no_crisis", "no crisis (the fewer the better)"),
        ):
            shares = (Share(*found[f"{label}_{column}"]) for column in ("988", "alarm", "heard"))
            yield f"| {name} | " + " | ".join(map(_short, shares)) + " |"


def _conversations(figures: Mapping[str, Json]) -> Iterable[str]:
    yield "| whole conversations | right | their turns | by writer |"
    yield "|---" * 4 + "|"
    for (key, part), name in _TALKED.items():
        found = figures.get(key, {}).get(part)
        if found:
            by = "; ".join(_short(Share(*pair_)) for pair_ in found["writers"].values())
            whole, turns = Share(*found["whole"]), Share(*found["turns"])
            yield f"| {name}, {whole.of} | {_short(whole)} | {_short(turns)} | {by} |"
    found = figures.get("journeys")
    if found:
        whole, turns = Share(*found["whole"]), Share(*found["turns"])
        yield f"| from outside, {whole.of} | {_short(whole)} | {_short(turns)} | |"
    for key, name in (
        ("facts", "the clinic's facts, asked for"),
        ("corrections", "corrections at every step"),
        ("after_alarm", "what is said after an alarm"),
    ):
        found = figures.get(key)
        if found:
            by = "; ".join(_short(Share(*pair_)) for pair_ in found["writers"].values())
            yield f"| {name}, {found['all'][1]} | {_short(Share(*found['all']))} | | {by} |"


def _messages(figures: Mapping[str, Json]) -> Iterable[str]:
    yield f"| messages | {' | '.join(_LABELS.values())} |"
    yield "|---" * (1 + len(_LABELS)) + "|"
    for key, name in _MESSAGES.items():
        found = figures.get(key)
        if found:
            cells = " | ".join(_short(Share(*found[label])) for label in _LABELS)
            yield f"| {name} | {cells} |"
    found = figures.get("spanish")
    if found:
        told: list[Any] = [f"{kind} {_short(Share(*found[kind]))}" for kind in found["kinds"]]
        yield ""
        yield f"Messages in Spanish: {'; '.join(told)}."


def _short(share: Share) -> str:
    if not share.of:
        return "-"
    low, high = share.interval
    return f"{share.value:.2f} ({low:.2f}-{high:.2f})"
