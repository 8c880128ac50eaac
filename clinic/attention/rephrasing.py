"""Notices that a patient asks again, in other words, what was answered a moment ago."""

from __future__ import annotations

import re

# "That's not what I asked", "no, I mean ...": said after an answer that missed.
_PROTEST = re.compile(
    r"\bnot (?:what|wat) i (?:asked|meant|wanted|said)\b|\b(?:i|what i) (?:mean|meant|asked)\b"
    r"|\b(?:didn'?t|did not|doesn'?t|does not) answer\b|\b(?:wrong|not my) (?:answer|question)\b",
    re.IGNORECASE,
)
# Two messages that were taken for the same ask the same when half of the shorter one's letter
# groups are in the other; of two that were not, nearly all groups must be in both: "what is dry
# needling" and "does dry needling hurt" are two questions.
SHARED, SHARED_OF_BOTH = 0.5, 0.8
_SHORTEST = 8
_COMMON = frozenset(
    """
    a an the i my me you your it is are was do does did can could would should will what whats how
    why when where which who to of for with in on and or but so if about please tell this that
    have has any some be there sciatica pain
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def is_rephrased(earlier: str, later: str, same_intent: bool) -> bool:
    """Whether `later` asks what `earlier` asked: it says so, or shares its rarer words.

    Words are compared by groups of three letters, so a word that is spelled right the second time
    counts. What is common to all questions here ("what", "sciatica") does not.

    Args:
        same_intent: whether both were taken for the same.
    """
    if earlier.startswith("/") or len(earlier) < _SHORTEST:
        return False
    if _PROTEST.search(later):
        return True
    first, second = _groups(earlier), _groups(later)
    if not first or not second:
        return False
    if earlier.strip().lower() == later.strip().lower():
        return False
    shared = len(first & second)
    if same_intent:
        return shared / min(len(first), len(second)) >= SHARED
    return shared / len(first | second) >= SHARED_OF_BOTH


def _groups(text: str) -> set[str]:
    words = [word for word in re.findall(r"[a-z]+", text.lower()) if word not in _COMMON]
    return {f" {word} "[at : at + 3] for word in words for at in range(len(word))}
