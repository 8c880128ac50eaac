"""Builds the encoder once: `python -m clinic.reading.learned.encoder.build`."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from clinic.settings import ROOT

FOLDER = ROOT / "build" / "encoder"
MODEL, TOKENIZER = "encoder-int8-by-channel.onnx", "tokenizer.json"


def build() -> Path:
    """The folder with the int8 model and its tokenizer, built if it is not there yet.

    Raises:
        EncoderMissing: the package with the weights is not installed, or not the official one.
    """
    if (FOLDER / MODEL).exists() and (FOLDER / TOKENIZER).exists():
        return FOLDER
    # onnx takes a second to import and is needed here only.
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from clinic.reading.learned.encoder.graph import build_graph
    from clinic.reading.learned.encoder.weights import find_file, read_weights

    print("[encoder] Building the sentence encoder (half a minute, once) ...", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as scratch:
        full, small = Path(scratch) / "encoder.onnx", Path(scratch) / MODEL
        onnx.save(build_graph(read_weights()), str(full))
        # One scale for each channel: cosine to the exact vectors 0.993, with one for each matrix
        # 0.958.
        quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True)
        shutil.copyfile(find_file(TOKENIZER), FOLDER / TOKENIZER)
        os.replace(small, FOLDER / MODEL)
    return FOLDER


def version() -> str:
    """A digest of the built encoder: another one makes other vectors."""
    return hashlib.sha256((build() / MODEL).read_bytes()).hexdigest()


if __name__ == "__main__":
    print(build())
