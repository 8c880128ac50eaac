"""Whole conversations from outside, held by the runner that comes with them.

The runner, journeys.py beside the set, talks to a running product and prints a line for each kind;
neither it nor the set is kept here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from evaluation.counts import Json, pair
from evaluation.figures import Share

RUNNER = "journeys.py"
AT_ONCE = "2"
HEAD = """# Whole conversations from outside

Written by `make eval`; do not edit. A set that is not kept here (`JOURNEYS_SET`), held with the
running product by its own runner; a conversation is right when every reply is as its script wants
it. In brackets stands the 95 % interval (Wilson).
"""
_OF_KIND = re.compile(r"^(\w+) +(\d+)/(\d+) +conversations +(\d+)/(\d+) +turns$", re.MULTILINE)

# By kind: conversations that went right, and turns.
Found = Mapping[str, tuple[Share, Share]]


def hold(path: Path, rasa: str) -> Found:
    """Holds every conversation of the set at `path` with the product whose Rasa server is `rasa`.

    Raises:
        RuntimeError: its runner failed, or printed nothing that is known here.
    """
    command = [sys.executable, RUNNER, path.name, "--url", rasa, "--jobs", AT_ONCE]
    ran = subprocess.run(
        command,
        cwd=path.parent,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = read(ran.stdout)
    if ran.returncode or not found:
        raise RuntimeError(f"{RUNNER} could not hold the conversations: {ran.stderr[-500:]}")
    return found


def read(printed: str) -> Found:
    """The figures by kind, from what the runner prints."""
    return {
        kind: (Share(int(right), int(of)), Share(int(turns_right), int(turns)))
        for kind, right, of, turns_right, turns in _OF_KIND.findall(printed)
    }


def whole(found: Found) -> Share:
    """Conversations that went right."""
    return _sum([share for share, _ in found.values()])


def turns(found: Found) -> Share:
    """Turns that went right."""
    return _sum([share for _, share in found.values()])


def _sum(shares: list[Share]) -> Share:
    return Share(sum(share.right for share in shares), sum(share.of for share in shares))


def kept(found: Found) -> Json:
    """The figures as they are kept."""
    return {"whole": pair(whole(found)), "turns": pair(turns(found))}


def table(found: Found) -> str:
    """The figures as a Markdown table."""
    rows = {"**all**": (whole(found), turns(found)), **found}
    lines = [f"| {kind} | {right} | {said} |" for kind, (right, said) in rows.items()]
    return "\n".join(["| conversations | right | turns |", "|---|---|---|", *lines])
