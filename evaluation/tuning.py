"""Tunes the encoder's upper layers to what patients say: `python -m evaluation.tuning`.

They learn the signs of most of the writers of data/safety/, and the intents of data/nlu/, each
example after what was said before it; `UNREAD` are left out, so that there are messages whose
writers no part of the reading knows: the evidence is weighed on those (`evaluation.weigh`). What
the tuning changes is kept as the product of two thin matrices for each matrix, in a file of the
repository: a training of the product never waits for it.

It takes a quarter of an hour, and fetches JAX into an environment of its own.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML
from tokenizers import Tokenizer

from clinic.reading.intents import SAID_ANYWHERE
from clinic.reading.learned.encoder.runtime import MAX_TOKENS
from clinic.reading.learned.encoder.weights import TUNED, find_file, read_weights
from clinic.reading.learned.noise import noisy
from clinic.reading.learned.setting import NOTHING, said_before
from clinic.reading.safety.examples import UNREAD, load_examples
from clinic.reading.safety.signs import SignModel, Told, told_by
from clinic.settings import ROOT

STEPS = Path(__file__).with_name("tuning_steps.py")
WITH = ("--with", "jax==0.4.38", "--with", "optax==0.2.4")
SEED = 0
# What there is to learn of signs from an example of an intent that tells of none: there are many.
OF_OTHERS = 0.2
# So many of the examples of intents are left out: the regression that is trained on all of them
# then sees vectors that are no better than life.
LEFT_OUT = 0.35
# So often an example that may be said anywhere is read as it stands; else misspelt, anywhere.
AS_WRITTEN = 0.5
# How thin the matrices are that a change is kept as.
RANK = 96

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class _Said:
    """A text, and what was said before it, by the name of the context."""

    text: str
    intent: str
    context: str


def _examples() -> Iterator[_Said]:
    """The examples of data/nlu/, with what each was said in."""
    for file in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for block in YAML(typ="safe").load(file)["nlu"]:
            examples = block["examples"]
            if isinstance(examples, str):
                texts = (line.strip()[2:] for line in examples.splitlines() if line.strip())
                examples = [{"text": text} for text in texts]
            for example in examples:
                context = example.get("metadata", {}).get("context", NOTHING)
                yield _Said(str(example["text"]).strip(), block["intent"], context)


def _varied(examples: Sequence[_Said]) -> Iterator[_Said]:
    """The examples, each or a misspelt copy of it, as the product's training has them: what may be
    said anywhere is said in any context."""
    contexts = sorted({example.context for example in examples})
    for example in examples:
        chance = random.Random(f"{SEED} {example.text}")
        if chance.random() < LEFT_OUT:
            continue
        if example.context != NOTHING:
            yield example
        elif chance.random() < AS_WRITTEN:
            yield example
            continue
        anywhere = example.context == NOTHING and example.intent in SAID_ANYWHERE
        context = chance.choice(contexts) if anywhere else example.context
        yield _Said(noisy(example.text, chance), example.intent, context)


def write_rows(file: Path) -> None:
    """Writes what the steps need: weights, token ids, and what is right."""
    model = SignModel(lambda _: np.zeros((0, 0), np.float32))
    signs = [e for e in load_examples() if e.language == "en" and e.writer not in UNREAD]
    said = list(_varied(list(_examples())))
    names = sorted({one.intent for one in said})
    tokenizer = Tokenizer.from_file(str(find_file("tokenizer.json")))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    rows = [model.row(example) for example in signs]
    ids = [tokenizer.encode(row.text).ids for row in rows]
    for one in said:
        before = said_before(one.context)
        ids.append(
            (tokenizer.encode(before, one.text) if before else tokenizer.encode(one.text)).ids
        )
        # Signs are read from a message alone, and an answer to a question about one tells nothing.
        told = [] if before else told_by([(one.text, one.intent)])
        row = model.row_told(told[0]) if told else model.row_told(Told(one.text, None))
        weight = 0.0 if not told else 1.0 if told[0].tier else OF_OTHERS
        rows.append(replace(row, weight=row.weight * np.float32(weight)))
    arrays = {
        "ids": np.concatenate([np.array(one, np.int32) for one in ids]),
        "lengths": np.array([len(one) for one in ids]),
        "right": np.array([row.right for row in rows], np.float32),
        "weight": np.array([row.weight for row in rows], np.float32),
        "intents": np.array(
            [-1] * len(signs) + [names.index(one.intent) for one in said], np.int32
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
