"""The safety corpus: messages that report an alarm, and messages that must raise none.

Two files of one form, which their heads describe: `tests/safety/open.yml`, on which the gate and
the learned opinion were made better, and `tests/safety/kept.yml`, which is only measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import yaml

from clinic.settings import ROOT

FOLDER = ROOT / "tests" / "safety"
PARTS = ("open", "kept")
EXPLICIT = "explicit"


@dataclass(frozen=True)
class Alarm:
    """Messages that report one sign.

    Attributes:
        tier: E, C or U.
        line: of the vocabulary.
        manner: how it is said, `explicit` or any other.
        texts: the message, or the two it is split over.
    """

    tier: str
    line: str
    manner: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Quiet:
    """A message that must raise no emergency.

    Attributes:
        kind: negated, asked_about, past, figure_of_speech or ordinary.
        text: the message.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Corpus:
    """One part of the corpus."""

    alarms: tuple[Alarm, ...]
    quiet: tuple[Quiet, ...]

    def texts(self) -> list[str]:
        """Every single message."""
        alarms = [text for alarm in self.alarms for text in alarm.texts]
        return alarms + [item.text for item in self.quiet]


@lru_cache(maxsize=len(PARTS))
def corpus(part: str) -> Corpus:
    """The part `open` or `kept`."""
    tree = yaml.safe_load((FOLDER / f"{part}.yml").read_text(encoding="utf-8"))
    alarms = [
        Alarm(block["tier"], block["line"], manner, _texts(said))
        for block in tree["alarms"]
        for manner, messages in block["messages"].items()
        for said in messages
    ]
    quiet = [Quiet(kind, text) for kind, texts in tree["quiet"].items() for text in texts]
    return Corpus(tuple(alarms), tuple(quiet))


def _texts(said: str | list[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)
