"""What hurried thumbs write in another language, spelt out before it is encoded."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
SHORTHAND = {
    "es": {
        "q": "que", "k": "que", "ke": "que", "xq": "porque", "pq": "porque", "xk": "porque",
        "x": "por", "pa": "para", "pal": "para el", "tmb": "tambien", "tb": "tambien",
        "toy": "estoy", "ta": "esta", "d": "de", "bn": "bien", "aki": "aqui",
        "porfa": "por favor", "xfa": "por favor", "nomas": "solo", "ai": "ahi",
        "asta": "hasta", "boy": "voy", "ase": "hace", "aser": "hacer", "ola": "hola",
        "aver": "a ver", "kiero": "quiero",
    }
}  # fmt: skip


def spelt(text: str, language: str) -> str:
    """Lower case, with the shorthand of a language spelt out: "pa q sirve" -> "para que sirve"."""
    known = SHORTHAND.get(language, {})
    return _WORD.sub(lambda match: known.get(match.group(), match.group()), text.lower())
