"""Holds scripts one after another and counts what went right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx

from evaluation.conversations.patient import Line, Patient
from evaluation.conversations.scripts import Script
from evaluation.figures import Share


@dataclass(frozen=True)
class Held:
    """One conversation that was held.

    Attributes:
        script: which.
        turns: whether each turn went right.
        wrong: a line for each turn that did not: what was said, what came, which check failed.
    """

    script: Script
    turns: tuple[bool, ...]
    wrong: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether every turn went right."""
        return all(self.turns)


@dataclass(frozen=True)
class Figures:
    """What came of all of them."""

    held: tuple[Held, ...]

    @property
    def whole(self) -> Share:
        """Conversations without a wrong turn."""
        return Share.among([held.right for held in self.held])

    @property
    def turns(self) -> Share:
        """Turns that went right."""
        return Share.among([right for held in self.held for right in held.turns])

    @property
    def wrong(self) -> list[str]:
        """Every turn that went wrong, in words."""
        return [line for held in self.held for line in held.wrong]

    def by(self, attribute: str) -> dict[str, Share]:
        """Whole conversations by an attribute of their scripts: "kind" or "writer"."""
        verdicts: dict[str, list[bool]] = defaultdict(list)
        for held in self.held:
            verdicts[str(getattr(held.script, attribute))].append(held.right)
        return {name: Share.among(found) for name, found in sorted(verdicts.items())}

    def table(self) -> str:
        """The figures as a Markdown table."""
        rows = [("all, whole", self.whole), ("all, turns", self.turns)]
        rows += [*self.by("writer").items(), *self.by("kind").items()]
        return "\n".join(
            [
                "| conversations | right |",
                "|---|---|",
                *(f"| {name} | {share} |" for name, share in rows),
            ]
        )


def hold_all(scripts: Sequence[Script], line: Callable[[], Line], at_once: int) -> Figures:
    """Holds every script, each by a line of its own.

    Args:
        scripts: the conversations.
        line: makes a line.
        at_once: how many are held at the same time.
    """

    def one(script: Script) -> Held:
        by = line()
        try:
            return hold(script, Patient(by, script))
        finally:
            by.end()

    with ThreadPoolExecutor(at_once) as pool:
        return Figures(tuple(pool.map(one, scripts)))


def hold(script: Script, patient: Patient) -> Held:
    """Holds one script. What the server fails at counts as wrong, and so does all after it."""
    turns: list[bool] = []
    wrong: list[str] = []
    for number, turn in enumerate(script.turns, 1):
        try:
            faults = patient.take(turn)
        except httpx.HTTPError as error:
            wrong.append(f"{script.id} turn {number}: {error!r}")
            turns += [False] * (len(script.turns) - len(turns))
            break
        turns.append(not faults)
        if faults:
            wrong.append(_told(script, number, patient, faults))
    return Held(script, tuple(turns), tuple(wrong))


def _told(script: Script, number: int, patient: Patient, faults: Iterable[str]) -> str:
    reply = patient.reply
    came = " / ".join(reply.text.split("\n"))[:200]
    return (
        f"{script.id} turn {number}: {patient.said[:120]!r} -> [{reply.flow} asks {reply.asks!r}] "
        f"{came!r} {list(reply.buttons)[:4]}\n    failed: {'; '.join(faults)[:300]}"
    )
