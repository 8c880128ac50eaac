"""Weighs what a message means in its setting against what its words mean anywhere.

The setting tells which kind of thing is said: an answer to what was asked, a follow-up, or
something of its own. What is said of its own means the same wherever it is said, so that which
question or wish it is, is told by the words alone: "what causes it" is no other question after an
alarm, however few were asked there.
"""

from __future__ import annotations

from dataclasses import replace

from clinic.reading.intents import SAID_ANYWHERE
from clinic.reading.learned.ranking import Ranking

# "What about ...?", and from where on what it names is known by itself.
ABOUT, SURE_ALONE = "follow_about", 0.75


def in_setting(within: Ranking, alone: Ranking) -> Ranking:
    """The ranking of a message: the kind from its setting, and what is said anywhere by itself.

    Args:
        within: read in its setting.
        alone: read without any.
    """
    known = alone.intent in SAID_ANYWHERE and alone.probability >= SURE_ALONE
    if within.intent == ABOUT and known:
        # "What about swimming" is asked of swimming, whatever went before.
        return replace(alone, nearness={**within.nearness, **alone.nearness})
    anywhere = sum(p for intent, p in within.likely if intent in SAID_ANYWHERE)
    by_itself = sum(p for intent, p in alone.likely if intent in SAID_ANYWHERE)
    if by_itself <= 0.0:
        return within
    share = anywhere / by_itself
    likely = [(intent, p) for intent, p in within.likely if intent not in SAID_ANYWHERE]
    likely += [(intent, p * share) for intent, p in alone.likely if intent in SAID_ANYWHERE]
    likely.sort(key=lambda pair: -pair[1])
    return replace(within, likely=likely, nearness={**within.nearness, **alone.nearness})
