"""What the conversations and the measurements consist of: training examples, no two alike.

A question that was asked a moment ago costs less than a new one (its words are still read), and
patients ask new ones; so every measured turn asks one of its own.
"""

from __future__ import annotations

import random

from clinic.learning.examples import Examples
from clinic.settings import ROOT

SEED = 9
# Of the messages of all lengths, so many are examples as they are, in patients' lengths, and so
# many are examples joined to lengths spread evenly up to LONGEST characters.
AS_THEY_ARE, JOINED, LONGEST = 900, 100, 500


def questions() -> list[str]:
    """Questions about the article's topics, in an order that is always the same."""
    found = _examples("ask_")
    random.Random(SEED).shuffle(found)
    return found


def messages_of_all_lengths() -> list[str]:
    """Messages of every kind, from one word to a long story."""
    dice = random.Random(SEED)
    pool = _examples()
    dice.shuffle(pool)
    joined = [joined_to(LONGEST * (number + 1) // JOINED, dice) for number in range(JOINED)]
    chosen = pool[:AS_THEY_ARE] + joined
    dice.shuffle(chosen)
    return chosen


def joined_to(characters: int, dice: random.Random) -> str:
    """Examples joined to a text of so many characters."""
    pool, text = _examples(), ""
    while len(text) < characters:
        text += dice.choice(pool) + ". "
    return text[:characters]


def _examples(intents: str = "") -> list[str]:
    learned = Examples(ROOT / "data" / "nlu").texts
    return list(dict.fromkeys(text for text, intent in learned if intent.startswith(intents)))
