"""The sets from outside, of which no text is kept here: where each is, and which are missing.

Most are looked for in ../shared/eval; another path is put into the set's variable.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from clinic.settings import ROOT
from evaluation import counts

FOLDER = ROOT.parent / "shared" / "eval"


@dataclass(frozen=True)
class Outside:
    """A set.

    Attributes:
        what: what is in it, for a reader of a report.
        variable: of the environment: its path, where it is not where it is looked for.
        file: its name in ../shared/eval; None: it is nowhere unless its variable says so.
        figures: under which name its figures are kept.
    """

    what: str
    variable: str
    file: str | None
    figures: str

    @property
    def path(self) -> Path | None:
        """Where it is; None: nowhere."""
        named = os.environ.get(self.variable)
        default = FOLDER / self.file if self.file else None
        path = Path(named) if named else default
        return path if path and path.is_file() else None

    @property
    def missing(self) -> str:
        """A sentence: that it was not measured, how it is, and what was measured last."""
        named = os.environ.get(self.variable)
        why = f"`{self.variable}` names no file" if named else "it is not here"
        last = counts.told(self.figures)
        was = f" Measured last, {last}." if last else ""
        return f"**Not measured: {self.what}**: {why}; its path goes into `{self.variable}`.{was}"


MESSAGES = Outside("messages from outside", "EVAL_SET", "dev.jsonl", "outside")
QUESTIONS = Outside("real questions and wishes", "REAL_SET", "real-dev.jsonl", "real")
SIGNS = Outside("signs from outside", "SAFETY_SET", "safety-dev.jsonl", "signs_outside")
JOURNEYS = Outside(
    "whole conversations from outside", "JOURNEYS_SET", "journeys-dev.jsonl", "journeys"
)
CRISIS = Outside("posts about a crisis, labelled by people", "CRISIS_SET", None, "crisis_posts")
SETS = (MESSAGES, QUESTIONS, SIGNS, JOURNEYS, CRISIS)
