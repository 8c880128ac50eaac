"""Tells numpy's linear algebra which processor it runs on.

The OpenBLAS that comes with numpy 1.24 is older than many processors and does not ask a newer one
what it can do: it falls back to code for processors of 2004, which multiplies matrices at a fifth
of the speed. It can be told before numpy is imported.
"""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "OPENBLAS_CORETYPE"
CPUINFO = Path("/proc/cpuinfo")
# What OpenBLAS itself asks for before it takes a kind of code, the fastest first.
_KINDS = (
    ("SkylakeX", frozenset({"avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd", "fma"})),
    ("Haswell", frozenset({"avx2", "fma"})),
)


def name_processor() -> None:
    """Names this machine's kind of processor to what is imported after this, and to the processes
    that are started; leaves a name that was set by whoever runs the product. Without effect where
    the system does not say what its processor can do (other systems than Linux)."""
    try:
        kind = kind_of(CPUINFO.read_text(encoding="utf-8"))
    except OSError:
        return
    if kind:
        os.environ.setdefault(VARIABLE, kind)


def kind_of(cpuinfo: str) -> str | None:
    """The kind of processor, as OpenBLAS calls it, whose features /proc/cpuinfo lists; None for
    one that OpenBLAS chooses for as well by itself."""
    for line in cpuinfo.splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "flags":
            features = set(value.split())
            return next((kind for kind, needed in _KINDS if needed <= features), None)
    return None
