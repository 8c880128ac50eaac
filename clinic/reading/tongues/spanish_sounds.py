"""How Spanish is said in America, in letters, and what thumbs write for a word of it."""

from __future__ import annotations

import re

from clinic.reading.learned.spelt import SHORTHAND as LEARNED

# Longer than three letters a word is mended by its sound; these are shorter, or say no sound.
SHORTHAND = LEARNED["es"] | {
    "ora": "hora", "oi": "hoy", "oy": "hoy", "qe": "que", "qien": "quien", "aqi": "aqui",
    "kien": "quien", "cn": "con", "dnd": "donde", "tmbn": "tambien", "dsp": "despues",
    "grax": "gracias", "grs": "gracias", "salu2": "saludos", "sta": "esta", "stoy": "estoy",
    "tngo": "tengo", "ps": "pues", "pos": "pues", "boi": "voy", "vdd": "verdad",
    "tel": "telefono", "num": "numero", "xfavor": "por favor", "porfis": "por favor",
}  # fmt: skip
# What is said in one country only, as it is said in all.
REGIONAL = {
    "jale": "trabajo", "chamba": "trabajo", "na": "nada", "klk": "hola", "wepa": "hola",
    "guagua": "autobus", "pinche": "maldita",
    "aguitado": "triste", "aguitada": "triste", "calentura": "fiebre", "ahorita": "ahora",
    "horita": "ahora", "celu": "celular", "chequeo": "revision", "valoracion": "evaluacion",
    "regala": "da", "regalan": "dan", "regaleme": "deme", "trancon": "trafico", "coge": "toma",
    "lonche": "almuerzo", "sobada": "masaje", "chequeen": "revisen",
}  # fmt: skip
# Names that are a letter, or no sound, from a common word: "Rosa Díaz", typed "rosa diaz".
NAMES = frozenset(
    """
    cadena diaz ester felix magana manuel mares meza serna silva soria tania tovar
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# In this order: what is said alike in letters that are alike.
_SAID = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ch", "\u010d"),
        ("^hie", "ye"),
        ("h", ""),
        ("ll", "y"),
        ("[vw]", "b"),
        ("qu(?=[ei])|q", "k"),
        ("c(?=[ei])|z|x", "s"),
        ("gu(?=[ei])", "\u011f"),
        ("g(?=[ei])", "j"),
        ("g", "\u011f"),
        ("c", "k"),
        ("n(?=[bp])", "m"),
        (r"([^r])\1+", r"\1"),
        ("y$", "i"),
    )
]


def sound(word: str) -> str:
    """How a word without accents is said: equal for "vien" and "bien", "ekiboque" and
    "equivoque"."""
    for pattern, said in _SAID:
        word = pattern.sub(said, word)
    return word
