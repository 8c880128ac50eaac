"""What a message wishes for beside what it gives or chooses: an answer is no wish besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clinic.reading.act_words import asks
from clinic.reading.context import Context
from clinic.reading.giving import Given
from clinic.reading.intents import (
    ANSWERS,
    APPOINTMENTS,
    FACTS,
    NOT_COVERED,
    PERSON,
    QUESTIONS,
    TOPICS,
)
from clinic.reading.learned.ranking import Ranking
from clinic.reading.meaning import BOOK
from clinic.reading.phones import looks_like_phone
from clinic.reading.read import Wish
from clinic.reading.who import is_who
from clinic.reading.wishes import NOTHING, SURE_OF_A_WISH, Meant

# What is asked for and typed.
GIVES = frozenset({"name", "phone", "callback_phone", "visit_phone", "reference", "time"})
_VAGUE_FOR_ANOTHER = frozenset({NOTHING, "ask_diagnosis", "ask_other_condition", "out_of_scope"})
_ASKED_BESIDE = TOPICS | NOT_COVERED | FACTS | PERSON
# So likely they are answered where nothing else is heard in a clause that asks.
_HARDLY = {**dict.fromkeys(TOPICS | NOT_COVERED, 0.5), **dict.fromkeys(FACTS, 0.3)}
_TOLD_OF_ANOTHER = TOPICS | NOT_COVERED | {"fact_age"}


def with_the_visit(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """What is wished for by who asks that somebody else be seen: "my mother's back is bad, can you
    see her" wishes for a visit, and what is told of her asks nothing."""
    kept = [wish for wish in wishes if wish.intent not in _TOLD_OF_ANOTHER or asks(wish.words)]
    if not any(wish.intent in APPOINTMENTS for wish in kept):
        kept.append(Wish(BOOK))
    return tuple(wish for wish in kept if wish.intent not in _VAGUE_FOR_ANOTHER)


def asked_beside(said: Sequence[Meant], clauses: Sequence[Ranking]) -> list[Meant]:
    """What is asked beside a choice, in a clause of its own: "the later one, but is parking free".
    The day that is chosen may sound like a question about the hours. What is asked outright is not
    passed over because it is hardly understood: its likeliest meaning is answered."""
    asking = [clause for clause in clauses if asks(clause.text)]
    asked = {clause.intent for clause in asking} - {"fact_hours"}
    heard = [item for item in said if is_who(item) or item.intent in asked & _ASKED_BESIDE]
    hardly = (
        Meant(clause.intent, clause.probability, clause.text)
        for clause in asking
        if clause.intent in _HARDLY and clause.probability >= _HARDLY[clause.intent]
    )
    return heard or [item for item in hardly if item.intent in asked][:1]


def without_answers_taken_for_wishes(
    said: list[Meant], given: Given, context: Context, ranking: Ranking
) -> list[Meant]:
    """What was asked for and is given is no wish besides, however the words look: a name that is
    also a word, seven digits, a code; nor is a correction."""
    asked = context.asked
    if given.phones and [item.intent for item in said] == ["fact_phone"] and not asks(ranking.text):
        return [replace(said[0], intent="inform")]  # "my phone is ..." asks for no number
    question = said[0].intent in QUESTIONS and said[0].probability >= SURE_OF_A_WISH
    if given.amended and len(said) == 1 and said[0].intent not in ANSWERS and not question:
        return [replace(said[0], intent="correct")]
    if asked not in GIVES or len(said) > 1:
        return said
    answers = (
        (asked == "name" and any(name.whose == "patient" for name in given.names))
        or (asked in ("phone", "callback_phone", "visit_phone") and bool(given.phones))
        or (asked == "reference" and given.reference is not None)
        or (asked in ("phone", "callback_phone", "visit_phone") and looks_like_phone(ranking.text))
    )
    if answers and (said[0].intent not in QUESTIONS or said[0].probability < SURE_OF_A_WISH):
        return [replace(said[0], intent="inform")] if said[0].intent not in ANSWERS else said
    return said
