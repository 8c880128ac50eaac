"""Tunes the encoder's upper layers for signs: `python -m evaluation.tuning`.

They learn from most of the writers of data/safety/ and from examples of intents; `UNREAD` are left
out, so that there are messages whose writers no part of the reading knows: the evidence is weighed
on those (`evaluation.weigh`). What the tuning changes is kept as the product of two thin matrices
for each matrix, in a file of the repository: a training of the product never waits for it.

It takes a quarter of an hour, and fetches JAX into an environment of its own.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from clinic.learning.examples import Examples
from clinic.reading.learned.encoder.runtime import MAX_TOKENS
from clinic.reading.learned.encoder.weights import TUNED, find_file, read_weights
from clinic.reading.safety.examples import UNREAD, load_examples
from clinic.reading.safety.signs import SignModel, told_by
from clinic.settings import ROOT

STEPS = Path(__file__).with_name("tuning_steps.py")
WITH = ("--with", "jax==0.4.38", "--with", "optax==0.2.4")
SEED = 0
# Of the examples of intents without a sign so many are enough.
OTHERS = 4_000
# How thin the matrices are that a change is kept as.
RANK = 96

Floats = NDArray[np.float32]


def write_rows(file: Path) -> None:
    """Writes what the steps need: weights, token ids, and what is right."""
    intents = Examples(ROOT / "data" / "nlu").texts
    told = told_by(intents)
    of_text = dict(intents)
    others = [one for one in told if not one.tier]
    random.Random(SEED).shuffle(others)
    told = [one for one in told if one.tier] + others[:OTHERS]
    english = [e for e in load_examples() if e.language == "en" and e.writer not in UNREAD]
    model = SignModel(lambda _: np.zeros((0, 0), np.float32))
    rows = [model.row(example) for example in english] + [model.row_told(one) for one in told]
    names = sorted({of_text[one.text] for one in told})
    tokenizer = Tokenizer.from_file(str(find_file("tokenizer.json")))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    ids = [np.array(tokenizer.encode(row.text).ids, np.int32) for row in rows]
    arrays = {
        "ids": np.concatenate(ids),
        "lengths": np.array([len(one) for one in ids]),
        "right": np.array([row.right for row in rows], np.float32),
        "weight": np.array([row.weight for row in rows], np.float32),
        "intents": np.array(
            [-1] * len(english) + [names.index(of_text[one.text]) for one in told], np.int32
        ),
    }
    np.savez(file, **arrays, **{f"w/{name}": value for name, value in read_weights().items()})


def changes(before: dict[str, Floats], after: dict[str, Floats]) -> dict[str, NDArray[np.float16]]:
    """What differs, each matrix as two thin ones."""
    found = {}
    for name, value in after.items():
        change = value - before[name]
        if change.ndim == 1:
            found[f"{name}/vector"] = change.astype(np.float16)
            continue
        left, sizes, right = np.linalg.svd(change, full_matrices=False)
        root = np.sqrt(sizes[:RANK])
        found[f"{name}/wide"] = (left[:, :RANK] * root).astype(np.float16)
        found[f"{name}/thin"] = (root[:, None] * right[:RANK]).astype(np.float16)
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        rows, after = Path(scratch) / "rows.npz", Path(scratch) / "tuned.npz"
        write_rows(rows)
        uv = ROOT / ".uv" / "bin" / "uv"
        alone = [str(uv), "run", "--no-project", "--python", sys.executable, *WITH, "python"]
        subprocess.run([*alone, str(STEPS), str(rows), str(after)], check=True)
        with np.load(after) as tuned:
            found = changes(read_weights(), {name: tuned[name] for name in tuned.files})
    np.savez_compressed(TUNED, **found)


if __name__ == "__main__":
    main()
