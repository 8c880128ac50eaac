"""What a message says about safety: the one value that the weighing of signs ends in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Decision = Literal["alarm", "ask", "quiet"]
# E: 911 or an emergency room now. C: a crisis, 988. U: a doctor today.
Tier = Literal["E", "C", "U"]
Status = Literal["present", "denied", "past", "asked", "figure", "doubt"]
HeardBy = Literal["gate", "learned", "both"]


@dataclass(frozen=True)
class Sign:
    """One sign that was heard in a message.

    Attributes:
        group: which kind, a key of `groups` in content/safety.yml ("bladder", "overdose").
        status: present (also somebody else's, now), denied, past, asked about, a figure of
            speech, or in doubt.
        words: the patient's words it was heard in, for the staff to read.
        by: what heard it: the gate's vocabulary, the learned reading, or both.
        probability: that it is present, 0 to 1.
    """

    group: str
    status: Status
    words: str
    by: HeardBy
    probability: float


@dataclass(frozen=True)
class Verdict:
    """What is done about safety.

    Attributes:
        decision: raise the alarm; ask whether the sign of `group` is there now; or neither.
        tier: of the alarm, or of the sign in doubt; None when quiet.
        group: the sign that decides; None when quiet.
        signs: every sign that was heard, the most urgent first.
        asked_about: a sign is asked about ("can sciatica affect the bladder?") and none is
            present: the answer is the safety line.
        suspicion: the probability that any sign is present, 0 to 1.
        why: one line for the staff and the log, without the patient's words.
        by_itself: the verdict on the message alone, where a sign was only heard in it and the one
            before together, and no word list finds it.
    """

    decision: Decision = "quiet"
    tier: Tier | None = None
    group: str | None = None
    signs: tuple[Sign, ...] = ()
    asked_about: bool = False
    suspicion: float = 0.0
    why: str = "no sign heard"
    by_itself: Verdict | None = None
