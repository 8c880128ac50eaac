"""Keeps training texts' vectors between trainings: an edit of a few examples is read alone.

The encoders are frozen, so a text's vector changes only with the encoder. What a training did not
ask for is dropped from the file when it is written.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from clinic.settings import ROOT

VECTORS = ROOT / "build" / "vectors"

Floats = NDArray[np.float32]
Encode = Callable[[list[str]], Floats]
# So many are encoded at a time: what one thread has read another one need not read again.
AT_A_TIME = 512


class Remembered:
    """An encoder that remembers: call it as one, from any thread, and leave it as a context to
    write the file.

    Args:
        encode: the encoder: texts to float32 (texts, size).
        path: the file of remembered vectors; missing or damaged, it is begun anew.
        encoder: names the encoder and its version; another one's vectors are not used.
    """

    def __init__(self, encode: Encode, path: Path, encoder: str) -> None:
        self._encode, self._path, self._encoder = encode, path, encoder
        self._known = self._read()
        self._used: dict[bytes, Floats] = {}

    def __call__(self, texts: Sequence[str]) -> Floats:
        """The vectors of `texts`, those that are not known encoded now."""
        keys = [self._key(text) for text in texts]
        different = dict(zip(keys, texts, strict=True))
        waiting = [key for key in different if key not in self._known]
        while waiting:
            some = {key: different[key] for key in waiting[:AT_A_TIME]}
            vectors = self._encode(list(some.values()))
            self._known.update(zip(some, vectors, strict=True))
            waiting = [key for key in waiting[AT_A_TIME:] if key not in self._known]
        found = [self._known[key] for key in keys]
        self._used.update(zip(keys, found, strict=True))
        return np.array(found, np.float32)

    def __enter__(self) -> Remembered:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._used:
            self._write()

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._encoder}\0{text}".encode()).digest()[:16]

    def _read(self) -> dict[bytes, Floats]:
        try:
            with np.load(self._path) as kept:
                keys, vectors = kept["keys"], kept["vectors"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}
        return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}

    def _write(self) -> None:
        """Whole or not at all: two trainings may end at once."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}.npz")
        keys = np.frombuffer(b"".join(self._used), np.uint8).reshape(-1, 16)
        np.savez(beside, keys=keys, vectors=np.array(list(self._used.values()), np.float32))
        os.replace(beside, self._path)
