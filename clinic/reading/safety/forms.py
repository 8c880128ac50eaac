"""The dictionary forms that a word may be an inflection of, by rule and a short table.

The gate has to be ready within moments, also where no language model is: in the door's process,
which answers an emergency while the brain is away. Where a rule is too kind ("hers": her) nothing
is lost: a phrase of the vocabulary has to match in whole.
"""

from __future__ import annotations

from functools import lru_cache

SHORTEST = 4
_IRREGULAR = {
    form: base
    for base, forms in {
        "be": "am is are was were been being",
        "beat": "beaten",
        "begin": "began begun",
        "bite": "bit bitten",
        "bleed": "bled",
        "break": "broke broken",
        "burn": "burnt",
        "can": "could",
        "catch": "caught",
        "choke": "choked",
        "choose": "chose chosen",
        "come": "came",
        "cut": "cutting",
        "do": "did does done",
        "drink": "drank drunk",
        "eat": "ate eaten",
        "fall": "fell fallen",
        "feel": "felt",
        "find": "found",
        "get": "got gotten",
        "give": "gave given",
        "go": "went gone goes",
        "hang": "hung",
        "have": "has had",
        "hear": "heard",
        "hide": "hid hidden",
        "hit": "hitting",
        "hold": "held",
        "hurt": "hurting",
        "keep": "kept",
        "know": "knew known",
        "leave": "left",
        "lie": "lay lain lying",
        "lose": "lost",
        "make": "made",
        "mean": "meant",
        "put": "putting",
        "rise": "rose risen",
        "run": "ran",
        "say": "said",
        "see": "saw seen",
        "shake": "shook shaken",
        "shoot": "shot",
        "sit": "sat",
        "sleep": "slept",
        "speak": "spoke spoken",
        "stand": "stood",
        "stick": "stuck",
        "swell": "swollen",
        "swallow": "swallowed",
        "take": "took taken",
        "tear": "tore torn",
        "tell": "told",
        "think": "thought",
        "throw": "threw thrown",
        "wake": "woke woken",
        "wear": "wore worn",
        "wet": "wetting",
        "foot": "feet",
        "tooth": "teeth",
        "child": "children",
        "man": "men",
        "woman": "women",
        "wife": "wives",
        "calf": "calves",
        "bad": "worse worst",
    }.items()
    for form in forms.split()
}
_KEPT = frozenset(
    """
    this his its yes us was is has does always his bus gas less numbness weakness incontinence
    thing nothing anything something everything during morning evening king bring string ring
    need bed red seed speed indeed feed bleed news besides towards across perhaps illness
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[str, ...]:
    """A word, and the words it may be a form of: "dribbling" -> dribbling, dribble, dribbl."""
    found = [word]
    if word in _IRREGULAR:
        found.append(_IRREGULAR[word])
    if len(word) >= SHORTEST and word not in _KEPT and word.isalpha():
        found.extend(_regular(word))
    return tuple(dict.fromkeys(found))


def _regular(word: str) -> list[str]:
    if word.endswith("ies"):
        return [f"{word[:-3]}y", word[:-1]]
    if word.endswith("es"):
        return [word[:-1], word[:-2]]
    if word.endswith("s") and not word.endswith("ss"):
        return [word[:-1]]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word.removesuffix(ending)
            undoubled = [stem[:-1]] if len(stem) > 2 and stem[-1] == stem[-2] else []
            of_y = [f"{stem[:-1]}y"] if stem.endswith("i") else []
            return [stem, f"{stem}e", *undoubled, *of_y]
    return []
