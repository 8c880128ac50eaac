"""Builds the encoder once: `python -m clinic.reading.learned.encoder.build`."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from clinic.reading.learned.encoder.weights import TUNED, find_file, read_tuned, read_weights
from clinic.settings import ROOT

FOLDER = ROOT / "build" / "encoder"
TOKENIZER = "tokenizer.json"


def model_file() -> Path:
    """The model in whole numbers; other tuned layers are another file."""
    tuned = hashlib.sha256(TUNED.read_bytes()).hexdigest()[:12]
    return FOLDER / f"encoder-uint8-{tuned}.onnx"


def build() -> Path:
    """The folder with the model and its tokenizer, built if it is not there yet.

    Raises:
        EncoderMissing: the package with the weights is not installed, or not the official one.
    """
    model = model_file()
    if model.exists() and (FOLDER / TOKENIZER).exists():
        return FOLDER
    # onnx takes a second to import and is needed here only.
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from clinic.reading.learned.encoder.graph import build_graph

    print("[encoder] Building the sentence encoder (half a minute, once) ...", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as scratch:
        full, small = Path(scratch) / "encoder.onnx", Path(scratch) / model.name
        weights = read_weights()
        onnx.save(build_graph({**weights, **read_tuned(weights)}), str(full))
        # Signed weights are a quarter faster, but a processor without VNNI cuts their sums off at
        # 16 bits: the vectors, and so what is understood, would be another machine's. One scale
        # for each channel: cosine to the exact vectors 0.992, with one for each matrix 0.958.
        quantize_dynamic(full, small, weight_type=QuantType.QUInt8, per_channel=True)
        shutil.copyfile(find_file(TOKENIZER), FOLDER / TOKENIZER)
        os.replace(small, model)
    for old in FOLDER.glob("encoder-*.onnx"):
        if old != model:
            old.unlink()
    return FOLDER


def version() -> str:
    """A digest of the built encoder: another one makes other vectors."""
    build()
    return hashlib.sha256(model_file().read_bytes()).hexdigest()


if __name__ == "__main__":
    print(build())
