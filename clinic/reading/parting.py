"""Cuts a clause further by what its parts mean: "cuánto dura y me anotas para una".

Which words open a wish a list can't hold in a language of verb endings. Where "y" or a comma joins,
each side is read by itself, and where both are surely two things they are two clauses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from clinic.reading.clauses import MOST_CLAUSES, SHORTEST_WORDS
from clinic.reading.intents import ANSWERS, FACTS, TALK, TOPICS, WISHES
from clinic.reading.learned.ranking import Ranking

# Reads texts by themselves, each a ranking.
ReadAlone = Callable[[list[str]], Sequence[Ranking]]

# A side means what it is heard as when it is so sure, and an example is so near.
SURE, NEAR = 0.6, 0.48
# A clause of more words is a story, which takes long to read in parts and wishes for little.
LONGEST_WORDS = 40
# Two wishes are two things, and so is what is asked of the clinic beside an answer or a kind word.
# "None of it, just pain in my leg" asks nothing about legs, and an act and its time are one.
_ANSWERS = ANSWERS | TALK
# What asks about all of the treatment.
_OF_ALL = frozenset({"ask_treatment_overview"})


def cut_by_meaning(
    clauses: Sequence[str], joins: re.Pattern[str], read_alone: ReadAlone
) -> list[str]:
    """The clauses, those cut further that say two things.

    Args:
        clauses: as the words show them; a message of one clause is one.
        joins: what may stand between two clauses.
        read_alone: reads each of some texts by itself.
    """
    found: list[str] = []
    for clause in clauses[:MOST_CLAUSES]:
        words = clause.split()
        short = len(words) <= LONGEST_WORDS
        found += _cut(" ".join(words), joins, read_alone) if short else [clause]
    return found[:MOST_CLAUSES]


def _cut(clause: str, joins: re.Pattern[str], read_alone: ReadAlone) -> list[str]:
    between = [match.span() for match in joins.finditer(clause)][: MOST_CLAUSES - 1]
    starts = [0, *(end for _, end in between)]
    ends = [*(start for start, _ in between), len(clause)]
    if len(starts) == 1:
        return [clause]
    alone = list(read_alone([clause[a:b] for a, b in zip(starts, ends, strict=True)]))
    begun, last, found = 0, alone[0], []
    for place in range(1, len(alone)):
        if _are_two(last, alone[place]):
            found.append(clause[begun : ends[place - 1]])
            begun, last = starts[place], alone[place]
        elif place + 1 < len(alone):
            (last,) = read_alone([clause[begun : ends[place]]])
    return [part.strip() for part in (*found, clause[begun:])]


def _are_two(one: Ranking, other: Ranking) -> bool:
    """Whether two sides are surely two things."""
    if not (_is_sure(one) and _is_sure(other)) or one.intent == other.intent:
        return False
    if {one.intent, other.intent} & _OF_ALL and {one.intent, other.intent} <= TOPICS:
        return False  # "what is best for it, heat or cold" asks about the second
    wishes = {side.intent for side in (one, other)} & WISHES
    beside = {side.intent for side in (one, other)} & _ANSWERS
    return len(wishes) == 2 or bool(wishes & FACTS and beside)


def _is_sure(side: Ranking) -> bool:
    enough = len(side.text.split()) >= SHORTEST_WORDS
    return enough and side.probability >= SURE and side.near >= NEAR
