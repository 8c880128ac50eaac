"""A message is assessed alike in every process: nothing hangs on the order of a set."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from clinic.settings import ROOT
from evaluation.corpus import corpus

ASSESS = """
import json, sys
from clinic.reading.safety.assess import _words, assess
from clinic.reading.safety.finding import find_lists
from clinic.reading.safety.vocabulary import get_vocabulary
vocabulary = get_vocabulary()
for text in json.load(sys.stdin):
    print(repr(assess(text)), find_lists(_words(text, vocabulary), vocabulary))
"""


def assessed(texts: list[str], seed: str) -> str:
    """What a process whose strings hash by `seed` finds in messages."""
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASSESS],
        input=json.dumps(texts),
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def test_hash_seeds_change_no_assessment() -> None:
    texts = sorted(corpus("open").texts())
    first, *others = (assessed(texts, seed) for seed in ("1", "2", "3"))
    assert first
    assert others == [first, first]
