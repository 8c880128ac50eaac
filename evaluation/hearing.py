"""How signs are heard on messages of writers that nothing learned from, and on those of the kinds.

`tests/safety/writers/` holds whole writers who were kept aside; `tests/safety/kinds.yml` how a
fault of each kind would show. Both are judged message by message, by the verdict alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
from evaluation.outside import MESSAGES, SIGNS

WRITERS = ROOT / "tests" / "safety" / "writers"
BOOKING = ROOT / "tests" / "safety" / "booking"
ELSEWHERE = ROOT / "tests" / "safety" / "elsewhere"
KINDS = ROOT / "tests" / "safety" / "kinds.yml"
# What a message of a set from outside is said to tell of: its labels name no sign, but a tier.
UNNAMED = "some sign"
# An alarm that is more urgent than the right one sends help as well.
MORE_URGENT = {"U": "EC", "C": "E", "E": ""}
A_MINUTE_AGO = 60.0
# The labels of the other set from outside, of which some name the sign, by the groups they mean.
NAMED = {
    "bladder": ("bladder",),
    "bowel": ("bowel",),
    "saddle": ("saddle",),
    "bilateral": ("both_legs",),
    "weakness": ("weakness", "slow_weak"),
    "trauma": ("trauma", "fracture"),
    "infection": ("fever", "sepsis", "immune"),
    "cancer": ("cancer", "weight_loss"),
    "cardiac_stroke": ("heart", "stroke", "aorta", "clot", "collapse"),
    "self_harm": ("crisis", "self_harm"),
}
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

    @property
    def named(self) -> bool:
        """Whether the alarm was raised, or the patient was asked about a sign that is there; where
        only its tier is known, about one of that tier or a more urgent one."""
        if self.verdict.decision != "ask":
            return self.alarm
        if self.example.present != {UNNAMED}:
            return self.verdict.group in self.example.present
        enough = {*self.tiers, *(more for tier in self.tiers for more in MORE_URGENT[tier])}
        return self.verdict.tier in enough


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


def said_elsewhere() -> list[Example]:
    """What people write to a forum, or dictate: long, sad, and mostly about something else."""
    return load_examples(ELSEWHERE)


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
    """What is made of the set from outside, a JSON object a line (text, tier or none, prior,
    origin); nothing where it is not here. The message before is read as sent a minute ago."""
    found = []
    for line in SIGNS.path.read_text(encoding="utf-8").splitlines() if SIGNS.path else ():
        row = json.loads(line)
        prior = (row.get("prior") or [None])[-1]
        before = Before(prior, A_MINUTE_AGO) if prior else None
        verdict = judge(row["text"], Context(clock.now(), before=before), learned.signs)
        emergency = row.get("label") == "emergency" or bool(row.get("tier"))
        signs: tuple[tuple[str, Status], ...] = ((UNNAMED, "present"),) if emergency else ()
        right = frozenset(row.get("tier_ok") or [row.get("tier") or "E"]) if emergency else ()
        example = Example(row["text"], signs, str(row.get("origin")))
        found.append(Judged(example, verdict, frozenset(right)))
    return found


def outside_named(learned: IntentModel) -> list[Judged]:
    """What is made of those messages from outside that tell of a sign which their label names, or
    that only sound like one; nothing where they are not here."""
    path, examples = MESSAGES.path, []
    for line in path.read_text(encoding="utf-8").splitlines() if path else ():
        row = json.loads(line)
        if row["label"] == "emergency":
            named = row["topic"] if isinstance(row["topic"], list) else [row["topic"]]
            groups = [group for topic in named for group in NAMED[topic]]
            present: Status = "present"
            signs = tuple((group, present) for group in groups)
            examples.append(Example(row["text"], signs, row["written_by"]))
        elif row["label"] == "negated_red_flag":
            examples.append(Example(row["text"], (), row["written_by"]))
    return judged(examples, learned)


@dataclass(frozen=True)
class Hearing:
    """The figures of a set.

    Attributes:
        alarm: of messages with a sign: the alarm is raised.
        heard: of them: the alarm, or a question.
        named: of them: the alarm, or a question that names the sign.
        exact: of them: the alarm of a right tier.
        quiet: of messages without one: no alarm.
        in_vain: of them: a question.
    """

    alarm: Share
    heard: Share
    named: Share
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
        Share.among([item.named for item in signs]),
        Share.among([item.alarm and item.verdict.tier in item.tiers for item in signs]),
        Share.among([not item.alarm for item in none]),
        Share.among([item.verdict.decision == "ask" for item in none]),
    )
