"""How signs are heard on messages of writers that nothing learned from, and on those of the kinds.

`tests/safety/writers/` holds whole writers who were kept aside; `tests/safety/kinds.yml` how a
fault of each kind would show. Both are judged message by message, by the verdict alone.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import joblib
import yaml

from clinic import clock
from clinic.reading.context import Before, Context
from clinic.reading.learned.model import IntentModel
from clinic.reading.safety.examples import Example, load_examples
from clinic.reading.safety.groups import get_groups
from clinic.reading.safety.judging import judge
from clinic.reading.safety.verdict import Status, Verdict
from clinic.settings import ROOT
from evaluation.figures import Share

WRITERS = ROOT / "tests" / "safety" / "writers"
BOOKING = ROOT / "tests" / "safety" / "booking"
KINDS = ROOT / "tests" / "safety" / "kinds.yml"
# A set from outside, a JSON object a line (text, tier or none, prior); its path stands here.
OUTSIDE = "SAFETY_SET"
AN_HOUR_AGO = 60.0
OF_KINDS: dict[str, Status] = {
    "present": "present",
    "denied": "denied",
    "asked": "asked",
    "figure": "figure",
}


@dataclass(frozen=True)
class Judged:
    """One message and what was made of it.

    Attributes:
        example: the message and what is right.
        verdict: what was made of it.
        tiers: the tiers that are right; empty where none is.
    """

    example: Example
    verdict: Verdict
    tiers: frozenset[str]

    @property
    def alarm(self) -> bool:
        """Whether the alarm was raised."""
        return self.verdict.decision == "alarm"

    @property
    def heard(self) -> bool:
        """Whether the alarm was raised, or the patient was asked."""
        return self.verdict.decision != "quiet"


def learned_of(model: Path) -> IntentModel:
    """What was learned, from a trained model's archive.

    Raises:
        FileNotFoundError: it is not in there.
    """
    with tarfile.open(model) as archive:
        for member in archive.getmembers():
            if member.name.endswith("intents.joblib"):
                file = archive.extractfile(member)
                if file is not None:
                    found: IntentModel = joblib.load(io.BytesIO(file.read()))
                    return found
    raise FileNotFoundError(f"{model} holds nothing that was learned")


def kinds() -> list[Example]:
    """The messages of kinds.yml; the writer is the group."""
    tree = yaml.safe_load(KINDS.read_text(encoding="utf-8"))
    return [
        Example(text, ((group, OF_KINDS[name]),), group)
        for group, lists in tree.items()
        for name, texts in lists.items()
        for text in texts
    ]


def kept() -> list[Example]:
    """The messages of the writers who were kept aside."""
    return load_examples(WRITERS)


def said_while_booking() -> list[Example]:
    """What sounds final where a visit is booked, moved or called off, and is or is not meant so."""
    return load_examples(BOOKING)


def judged(examples: Iterable[Example], learned: IntentModel) -> list[Judged]:
    """What is made of each message by itself."""
    tiers = {group.key: group.tier for group in get_groups().groups.values()}
    context = Context(clock.now())
    return [
        Judged(
            example,
            judge(example.text, context, learned.signs),
            frozenset(tiers[group] for group in example.present),
        )
        for example in examples
    ]


def outside(learned: IntentModel) -> list[Judged]:
    """What is made of the set whose path is in SAFETY_SET; nothing without one. The messages
    before are read as sent a minute ago."""
    path = os.environ.get(OUTSIDE)
    found = []
    for line in Path(path).read_text(encoding="utf-8").splitlines() if path else ():
        row = json.loads(line)
        prior = (row.get("prior") or [None])[-1]
        before = Before(prior, AN_HOUR_AGO) if prior else None
        verdict = judge(row["text"], Context(clock.now(), before=before), learned.signs)
        emergency = row.get("label") == "emergency" or bool(row.get("tier"))
        signs: tuple[tuple[str, Status], ...] = (("help", "present"),) if emergency else ()
        right = frozenset(row.get("tier_ok") or [row.get("tier") or "E"]) if emergency else ()
        example = Example(row["text"], signs, str(row.get("origin")))
        found.append(Judged(example, verdict, frozenset(right)))
    return found


@dataclass(frozen=True)
class Hearing:
    """The figures of a set.

    Attributes:
        alarm: of messages with a sign: the alarm is raised.
        heard: of them: the alarm, or a question.
        exact: of them: the alarm of a right tier.
        quiet: of messages without one: no alarm.
        in_vain: of them: a question.
    """

    alarm: Share
    heard: Share
    exact: Share
    quiet: Share
    in_vain: Share


def hearing(items: Sequence[Judged]) -> Hearing:
    """The figures of a set; messages that leave open what is so are left out."""
    signs = [item for item in items if item.example.present]
    none = [item for item in items if not item.example.present and not item.example.in_doubt]
    return Hearing(
        Share.among([item.alarm for item in signs]),
        Share.among([item.heard for item in signs]),
        Share.among([item.alarm and item.verdict.tier in item.tiers for item in signs]),
        Share.among([not item.alarm for item in none]),
        Share.among([item.verdict.decision == "ask" for item in none]),
    )
