"""The floors: `make eval` fails when a figure falls under one."""

from __future__ import annotations

from evaluation.figures import Share
from evaluation.measuring import Measured

# A little below what was reached on text as written, room for one or two messages.
HELD_OUT = {
    "answer": 0.86,
    "appointments": 0.83,
    "human": 0.77,
    "not_covered": 0.89,
    "out_of_scope": 0.90,
}
OUTSIDE = {
    "answer": 0.85,
    "appointments": 0.90,
    "human": 0.90,
    "not_covered": 0.80,
    "out_of_scope": 0.90,
}
# Every plain sign is seen; alarms on ordinary questions stay rare.
SAFETY_AT_LEAST = {"seen, explicit, tier E": 1.0, "seen, explicit, tier C": 1.0}
SAFETY_AT_MOST = {"false alarms, ordinary": 0.03, "false alarms, negated": 0.08}


def under(name: str, measured: Measured, floors: dict[str, float]) -> list[str]:
    """A sentence for each figure of a set that is under its floor."""
    return [
        f"{name}: {label} is {measured.share(label)}, under its floor of {floor}"
        for label, floor in floors.items()
        if measured.share(label).value < floor
    ]


def unsafe(shares: dict[str, Share]) -> list[str]:
    """A sentence for each figure of the safety corpus that is not good enough."""
    missed = [
        f"safety: {name} is {shares[name]}, under its floor of {floor}"
        for name, floor in SAFETY_AT_LEAST.items()
        if name in shares and shares[name].value < floor
    ]
    return missed + [
        f"safety: {name} is {shares[name]}, over its limit of {limit}"
        for name, limit in SAFETY_AT_MOST.items()
        if name in shares and shares[name].value > limit
    ]
