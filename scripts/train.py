"""Trains when a source of the model changed: `python -m scripts.train [--force]`.

The encoder is built first, once. The model's sources are its configuration, the domain, the
training data and the components' own code; a digest of them names the model file, so the same
sources are never trained twice and an older model is never served by mistake.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"
SOURCES = ("config.yml", "domain.yml", "data/**/*.yml", "nlu/**/*.py", "nlu/**/*.txt", "uv.lock")
KEPT_MODELS = 3


def digest() -> str:
    """The digest (16 hex digits) of everything the model is made from."""
    sha = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            sha.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return sha.hexdigest()[:16]


def model_path() -> Path:
    """Where the model of the present sources is, or will be."""
    return MODELS / f"{digest()}.tar.gz"


def train(force: bool = False) -> Path:
    """The model of the present sources, trained if it is not there yet.

    Raises:
        SystemExit: training failed; Rasa's message stands above.
    """
    path = model_path()
    if path.exists() and not force:
        return path
    from nlu.encoder.build import build

    build()
    print("[train] Training (under a minute) ...", flush=True)
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    started = time.monotonic()
    logging.getLogger("rasa").setLevel(logging.WARNING)
    from rasa.model_training import train as rasa_train

    result = rasa_train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "data")],
        output=str(MODELS),
        fixed_model_name=path.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    if result.code != 0 or not path.exists():
        sys.exit("[train] Training failed; the reason stands above.")
    print(f"[train] Done in {time.monotonic() - started:.0f} s.", flush=True)
    by_age = sorted(MODELS.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    for old in by_age[:-KEPT_MODELS]:
        old.unlink()
    return path


if __name__ == "__main__":
    train(force="--force" in sys.argv[1:])
