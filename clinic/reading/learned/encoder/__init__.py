"""The sentence encoder: all-MiniLM-L6-v2 as an 8-bit ONNX graph built on this machine."""

from clinic.reading.learned.encoder.build import build
from clinic.reading.learned.encoder.runtime import Encoder, get_encoder

__all__ = ["Encoder", "build", "get_encoder"]
