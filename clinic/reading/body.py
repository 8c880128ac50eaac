"""Finds parts of the body in a message: those that sciatica is felt in, and all others."""

from __future__ import annotations

import re

from clinic.reading.words import spelt_out

# Where sciatica is felt, as the article says.
OF_SCIATICA = frozenset(
    [
        "back",
        "lower",
        "back",
        "low",
        "back",
        "spine",
        "leg",
        "legs",
        "buttock",
        "buttocks",
        "foot",
        "feet",
        "toe",
        "toes",
        "calf",
        "thigh",
        "hip",
        "hamstring",
        "glute",
        "butt",
    ]
) | {"lower back", "low back"}
# Every other part, with the name that the assistant says it by.
OTHERS = {
    "knee": "knee", "knees": "knee", "kneecap": "knee", "ankle": "ankle", "ankles": "ankle",
    "heel": "heel", "shin": "shin", "arch": "foot arch", "groin": "groin", "neck": "neck",
    "shoulder": "shoulder", "shoulders": "shoulder", "rotator cuff": "shoulder",
    "collarbone": "collarbone", "arm": "arm", "arms": "arm", "elbow": "elbow",
    "elbows": "elbow", "wrist": "wrist", "wrists": "wrist", "hand": "hand", "hands": "hand",
    "finger": "finger", "fingers": "finger", "thumb": "thumb", "rib": "rib", "ribs": "rib",
    "ribcage": "rib", "chest": "chest", "jaw": "jaw", "head": "head", "headache": "head",
    "headaches": "head", "migraine": "head", "migraines": "head", "face": "face",
    "upper back": "upper back", "mid back": "mid back", "middle back": "mid back",
    "tailbone": "tailbone", "coccyx": "tailbone", "stomach": "stomach", "belly": "stomach",
    "abdomen": "stomach", "pelvis": "pelvis", "pelvic": "pelvis", "achilles": "Achilles tendon",
    "bunion": "toe", "plantar": "heel", "tooth": "tooth", "teeth": "tooth", "ear": "ear",
    "eye": "eye", "eyes": "eye", "skin": "skin", "lungs": "lung", "heart": "heart",
    "tmj": "jaw", "carpal tunnel": "wrist", "tennis elbow": "elbow", "quad": "quad",
    "quads": "quad", "bicep": "arm", "biceps": "arm", "forearm": "arm",
}  # fmt: skip
_OTHER = re.compile(
    rf"\b({'|'.join(sorted(map(re.escape, OTHERS), key=len, reverse=True))})\b"
    # "Hand" in "on the other hand", "head" in "heads up", "face to face", "hands on".
    r"(?!(?:s|-)? ?(?:on|up|to face|therapy)\b)"
)
_OWN = re.compile(rf"\b(?:{'|'.join(sorted(OF_SCIATICA, key=len, reverse=True))})\b")


def find_other_part(text: str) -> str | None:
    """The first part of the body that is none of sciatica's ("knee"); None when there is none."""
    match = _OTHER.search(spelt_out(text))
    return OTHERS[match.group(1)] if match else None


def names_own_part(text: str) -> bool:
    """Whether a part is named that sciatica is felt in."""
    return bool(_OWN.search(spelt_out(text)))
