"""The steps of `evaluation.tuning`, which runs this file in an environment of its own: JAX needs a
newer numpy than Rasa pins. It reads and writes files and knows nothing else of the project.
"""

from __future__ import annotations

import random
import sys
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

LAYERS, TUNED_FROM, HEADS, SIZE = 6, 3, 12, 384
EPOCHS, BATCH, SEED = 2, 32, 0
# Of the layers, and of the regressions on top, which begin with nothing; the first tenth of the
# steps warms up, then the rates fall as a cosine does.
RATE, RATE_OF_HEADS, WARMING, DECAY = 5e-5, 2e-2, 0.1, 0.01
DROPPED = 0.1
# The vectors are of length 1: so far apart may the regressions' odds be.
SCALE = 16.0
# What telling the intents apart counts, beside the signs.
OF_INTENTS = 1.0
# Texts of a length are read together, padded to one of these.
LENGTHS = (8, 16, 24, 32, 48, 64, 96, 128)
LEAST, MOST = 1e-3, 0.9
# So many batches of like lengths are taken from one shuffled run of texts.
RUN = 30


def norm(x: Any, weights: Any, name: str) -> Any:
    """A layer's norm."""
    middle = x.mean(-1, keepdims=True)
    spread = ((x - middle) ** 2).mean(-1, keepdims=True)
    unit = (x - middle) / jnp.sqrt(spread + 1e-12)
    return unit * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def dropped(x: Any, key: Any) -> Any:
    """What is left when some numbers are left out, in training; all of them with no key."""
    if key is None:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - DROPPED, x.shape), x / (1 - DROPPED), 0)


def layer(weights: Any, name: str, x: Any, bias: Any, key: Any = None) -> Any:
    """One layer of BERT."""
    count, length, _ = x.shape

    def dense(y: Any, part: str) -> Any:
        return y @ weights[f"{name}.{part}.weight"].T + weights[f"{name}.{part}.bias"]

    def heads(part: str) -> Any:
        y = dense(x, f"attention.self.{part}")
        return y.reshape(count, length, HEADS, SIZE // HEADS).transpose(0, 2, 1, 3)

    near = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.sqrt(SIZE // HEADS) + bias
    mixed = (jax.nn.softmax(near, -1) @ heads("value")).transpose(0, 2, 1, 3)
    one, two = (None, None) if key is None else jax.random.split(key)
    attended = dense(mixed.reshape(count, length, SIZE), "attention.output.dense")
    x = norm(x + dropped(attended, one), weights, f"{name}.attention.output.LayerNorm")
    outer = dense(jax.nn.gelu(dense(x, "intermediate.dense"), approximate=False), "output.dense")
    return norm(x + dropped(outer, two), weights, f"{name}.output.LayerNorm")


def far(mask: Any) -> Any:
    """What keeps padding from being attended to."""
    return (1 - mask)[:, None, None, :] * -1e9


def lower(weights: Any, ids: Any, mask: Any) -> Any:
    """The layers that stay as they are."""
    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
    x = norm(x + weights["embeddings.token_type_embeddings.weight"][0], weights,
             "embeddings.LayerNorm")  # fmt: skip
    for number in range(TUNED_FROM):
        x = layer(weights, f"encoder.layer.{number}", x, far(mask))
    return x


def upper(weights: Any, x: Any, mask: Any, key: Any = None) -> Any:
    """The layers that are tuned, and the vector."""
    for number in range(TUNED_FROM, LAYERS):
        own = None if key is None else jax.random.fold_in(key, number)
        x = layer(weights, f"encoder.layer.{number}", x, far(mask), own)
    mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    return mean / jnp.linalg.norm(mean, axis=-1, keepdims=True)


def loss(parts: Any, x: Any, mask: Any, wanted: Any, key: Any) -> Any:
    """What is wrong with the signs and the intents that are read from the vectors."""
    weights, heads = parts
    right, weight, intent = wanted
    vectors = upper(weights, x, mask, key)
    odds = (vectors @ heads["signs"] + heads["start"]) * SCALE
    signs = ((jnp.logaddexp(0, odds) - odds * right) * weight).sum()
    chances = jax.nn.log_softmax(vectors @ heads["intents"] * SCALE)
    of_intents = -(chances[jnp.arange(len(intent)), jnp.maximum(intent, 0)] * (intent >= 0)).sum()
    return (signs + OF_INTENTS * of_intents) / len(x)


def padded(some: list[np.ndarray[Any, Any]], count: int) -> tuple[Any, Any]:
    """Rows of different lengths as one array, and which of it is there."""
    length = next(size for size in LENGTHS if size >= max(len(row) for row in some))
    whole = np.zeros((count, length, *some[0].shape[1:]), some[0].dtype)
    mask = np.zeros((count, length), np.float32)
    mask[:, 0] = 1
    for place, row in enumerate(some):
        whole[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return whole, mask


def batches(lengths: list[int], seed: int) -> list[list[int]]:
    """All rows, in batches of like lengths, in any order."""
    shuffled = np.random.default_rng(seed).permutation(len(lengths)).tolist()
    found: list[list[int]] = []
    for start in range(0, len(shuffled), BATCH * RUN):
        run = sorted(shuffled[start : start + BATCH * RUN], key=lambda row: lengths[row])
        found += [run[place : place + BATCH] for place in range(0, len(run), BATCH)]
    random.Random(seed).shuffle(found)
    return found


def tuned(
    weights: dict[str, Any], texts: list[np.ndarray[Any, Any]], wanted: tuple[Any, ...]
) -> dict[str, Any]:
    """The upper layers' weights after training.

    Args:
        weights: the official ones.
        texts: token ids.
        wanted: of each text what is right for each output, what that weighs, and the intent, -1
            where it has none.
    """
    right, weight, intents = wanted
    fixed = {name: jnp.asarray(value) for name, value in weights.items()}
    below = jax.jit(partial(lower, fixed))
    hidden: list[Any] = [None] * len(texts)
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        read = np.asarray(below(*padded([texts[row] for row in rows], BATCH)), np.float16)
        for row, found in zip(rows, read, strict=False):
            hidden[row] = found[: len(texts[row])].copy()
    base = np.clip(right.mean(0), LEAST, MOST)
    heads = {
        "signs": jnp.zeros((SIZE, right.shape[1])),
        "start": jnp.asarray(np.log(base / (1 - base))) / SCALE,
        "intents": jnp.zeros((SIZE, int(intents.max()) + 1)),
    }
    names = [f"encoder.layer.{number}." for number in range(TUNED_FROM, LAYERS)]
    body = {name: jnp.asarray(value) for name, value in weights.items()
            if name.startswith(tuple(names))}  # fmt: skip
    steps = EPOCHS * -(-len(texts) // BATCH)

    def falling(rate: float) -> Any:
        return optax.warmup_cosine_decay_schedule(0, rate, int(WARMING * steps), steps)

    change = optax.multi_transform(
        {
            "body": optax.chain(
                optax.clip_by_global_norm(1.0), optax.adamw(falling(RATE), weight_decay=DECAY)
            ),
            "heads": optax.adam(falling(RATE_OF_HEADS)),
        },
        (jax.tree_util.tree_map(lambda _: "body", body), dict.fromkeys(heads, "heads")),
    )

    def step(parts: Any, state: Any, *batch: Any) -> Any:
        wrong, slope = jax.value_and_grad(loss)(parts, *batch)
        moves, state = change.update(slope, state, parts)
        return optax.apply_updates(parts, moves), state, wrong

    quick_step = jax.jit(step)
    parts: Any = (body, heads)
    state = change.init(parts)
    key, number = jax.random.PRNGKey(SEED), 0
    for epoch in range(EPOCHS):
        for rows in batches([len(text) for text in texts], SEED + epoch):
            x, mask = padded([hidden[row] for row in rows], BATCH)
            spare = ((0, BATCH - len(rows)), (0, 0))
            of_rows = (np.pad(right[rows], spare), np.pad(weight[rows], spare),
                       np.pad(intents[rows], spare[0], constant_values=-1))  # fmt: skip
            number += 1
            own = jax.random.fold_in(key, number)
            parts, state, wrong = quick_step(parts, state, x.astype(np.float32), mask, of_rows, own)
            if number % 100 == 0:
                print(f"step {number} of {steps}: {float(wrong):.2f}", file=sys.stderr, flush=True)
    return {name: np.asarray(value) for name, value in parts[0].items()}


def main(source: str, target: str) -> None:
    """Reads what `evaluation.tuning` wrote, and writes the tuned weights."""
    with np.load(source) as given:
        weights = {name[2:]: given[name] for name in given.files if name.startswith("w/")}
        ends = np.cumsum(given["lengths"])[:-1]
        texts = np.split(given["ids"], ends)
        wanted = (given["right"], given["weight"], given["intents"])
    np.savez(target, **tuned(weights, texts, wanted))


if __name__ == "__main__":
    main(*sys.argv[1:])
