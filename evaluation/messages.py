"""The labelled messages that are measured on; they are never trained on."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from clinic.content import TOPIC_IDS, topic_intent
from clinic.learning.examples import Examples
from clinic.reading.intents import (
    ALARM_INTENTS,
    APPOINTMENTS,
    NOT_COVERED,
    PERSON,
    TOPIC_OF_INTENT,
    TOPICS,
)
from clinic.settings import ROOT

TRAINING = ROOT / "data" / "nlu"
HELD_OUT = ROOT / "tests" / "understanding" / "heldout.yml"
DEVELOPMENT = ROOT / "tests" / "understanding" / "development.yml"
SMALL_TALK = frozenset({"greet", "thank", "goodbye", "ask_if_bot", "ask_capabilities"})
WISH_LABELS = {
    "book": "book_screening",
    "reschedule": "reschedule_screening",
    "cancel": "cancel_screening",
    "check_booking": "check_screening",
    "human": "talk_to_person",
}


@dataclass(frozen=True)
class Labelled:
    """A message and what is right for it.

    Attributes:
        text: the patient's words.
        label: kind of behaviour that is right; docs/evaluation/README.md lists them.
        topics: the topics any of which is right, for the label `answer`.
        origin: real, edited or authored.
        intent: the one right intent, where the set names it.
        before: messages of the patient that came before, the first one first.
        also: other labels that are right as well.
    """

    text: str
    label: str
    topics: tuple[str, ...]
    origin: str = "authored"
    intent: str = ""
    before: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def is_right(self, intents: frozenset[str], first: str) -> bool:
        """Whether the understood wishes (`first` the most urgent) lead to the right behaviour.

        Raises:
            ValueError: the label is not one of the set's.
        """
        others = (replace(self, label=label, also=()) for label in self.also)
        return self._is_right(intents, first) or any(o.is_right(intents, first) for o in others)

    def _is_right(self, intents: frozenset[str], first: str) -> bool:
        if self.label == "answer":
            return any(topic_intent(t) in intents for t in self.topics if t in TOPIC_IDS)
        if self.label in WISH_LABELS:
            return WISH_LABELS[self.label] in intents
        if self.label == "emergency":
            return first in ALARM_INTENTS
        if self.label == "negated_red_flag":
            return first not in ("report_red_flag", "report_crisis")
        if self.label == "not_covered":
            return not intents & (TOPICS | ALARM_INTENTS)
        if self.label == "out_of_scope":
            return not intents & (TOPICS | NOT_COVERED | APPOINTMENTS | PERSON | ALARM_INTENTS)
        if self.label == "small_talk":
            return first in SMALL_TALK
        raise ValueError(f"Unknown label {self.label!r}; evaluation/messages.py lists the labels.")


def held_out(path: Path = HELD_OUT) -> list[Labelled]:
    """Our own messages at `path`, kept apart from data/nlu/.

    An emergency's intent is left open: which alarm fits is the safety corpus's matter. What topics
    bring with their examples is among those of `HELD_OUT`.
    """
    tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    messages = []
    for label, kinds in tree.items():
        for kind, texts in kinds.items():
            intent = topic_intent(kind) if label == "answer" else kind
            if label in ("emergency", "negated_red_flag"):
                intent = ""
            messages += [Labelled(str(text), label, (kind,), intent=intent) for text in texts]
    if path == HELD_OUT:
        messages += [
            Labelled(text, "answer", (TOPIC_OF_INTENT[intent],), intent=intent)
            for text, intent in Examples(TRAINING).held_out
            if intent in TOPIC_OF_INTENT
        ]
    return messages


def training_examples() -> list[tuple[str, str]]:
    """(text, intent) of every example of data/nlu/."""
    return Examples(TRAINING).texts


def read_set(path: Path) -> list[Labelled]:
    """The messages of a JSON-lines file with text, label, topic, written_by or origin, and where
    they have them prior and label_ok."""
    messages = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        topic = row.get("topic") or []
        messages.append(
            Labelled(
                row["text"],
                row["label"],
                tuple(topic) if isinstance(topic, list) else (topic,),
                row.get("written_by") or row["origin"],
                before=tuple(row.get("prior") or ()),
                also=tuple(row.get("label_ok") or ()),
            )
        )
    return messages
