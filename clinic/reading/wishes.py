"""Decides what a message wants, from what its words may mean.

The costs behind the thresholds: a wrong medical answer costs ten times an unnecessary question
back. docs/evaluation/experiments.md shows what other thresholds would lead to.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from clinic.reading.act_words import (
    asks,
    calls_it_off,
    comes_then,
    denies_act,
    does_it_then,
    says_act,
    says_and_means,
)
from clinic.reading.context import Context
from clinic.reading.intents import (
    ALARM_INTENTS,
    ANSWERS,
    APPOINTMENTS,
    FACTS,
    FEELINGS,
    FOLLOWING,
    GROUPS,
    NOT_COVERED,
    OUTSIDE,
    PERSON,
    QUESTIONS,
    TALK,
    TOPICS,
    WISHES,
)
from clinic.reading.learned.ranking import Ranking
from clinic.reading.words import spelt_out

NOTHING = "nlu_fallback"
SCREENING = "ask_screening_info"
# A single intent is taken when it is so likely,
SURE = 0.30
# and an answer from the article only when an example of it is so near, and no more than so much
# speaks for something that the article does not cover.
NEAR = 0.40
DOUBT = 0.25
# What is no answer from the article needs no near example when it is as sure as this: a person
# called in vain costs less than "get me a human" asked back.
SURE_FROM_AFAR = 0.95
# A fact of the clinic told in vain costs less still.
FACT_FROM_AFAR = 0.6
# What is said in so many words that no example need be near: replies, and what follows an answer.
BY_ITS_SETTING = OUTSIDE | ANSWERS | FOLLOWING | FEELINGS.keys()
# "And how do you treat it?" after an answer follows it, so more doubt is allowed.
DOUBT_FOLLOWING = 0.5
FOLLOWING_WORDS = 8
_POINTS_BACK = re.compile(r"\b(?:it|that|this|those|them|these)\b", re.IGNORECASE)
# Less likely than that, a group of intents may still be: then its likeliest is taken.
GROUP_SURE = 0.55
# Two topics in one group closer than this are asked about.
CLOSE = 0.55
# A clause counts as a wish of its own when it is as sure as this.
CLAUSE_SURE, CLAUSE_NEAR = 0.50, 0.48
# So sure, the meaning of the whole stands beside those of its clauses.
WHOLE_SURE = 0.85
# As sure as this, a message is what the learned reading hears, also where it could be what was
# asked for.
SURE_OF_A_WISH = 0.75
ALTERNATIVES = 3
# What begins or ends something costs more when it was not meant than a question back: it has to be
# as sure as this, and as near to an example, or said with a word of its own.
ACT_SURE, ACT_NEAR = 0.50, 0.55
ACTS = APPOINTMENTS | PERSON | {"stop", "not_me", "affirm"}
# Meant or not, these change what goes on; the others only look for a visit or ask for a number.
FAR_REACHING = frozenset({"book_screening", "stop", "not_me", "affirm"})
# What goes on may be dropped for one of these: "nvm the call, let's just book".
STOP, INSTEAD = "stop", frozenset({"book_screening", "talk_to_person"})
# As sure as this, an act is meant beside another wish.
ACT_BESIDE = 0.75
# As likely as this, "it" may be a visit: "can I do it on Friday".
MAY_BE_A_VISIT = 0.4
# For whom a visit is hides no wish beside it: "for my husband, where are you".
FOR_ANOTHER = "for_someone_else"
ANOTHER_TIME = "change_time"
# Beside a wish to call a visit off, a wish for a time moves it.
_A_NEW_TIME = frozenset({"book_screening", "reschedule_screening"})
# So likely, the act whose word is said is meant rather than what is far from every example.
ACT_MAYBE = 0.08


@dataclass(frozen=True)
class Meant:
    """What one text means.

    Attributes:
        intent: an intent, or `NOTHING` when it was not understood.
        probability: of the intent, or of its group where the group decided.
        text: the words.
        alternatives: what it may have meant, when it was not understood.
    """

    intent: str
    probability: float
    text: str
    alternatives: tuple[str, ...] = ()


def meant(rankings: Sequence[Ranking], text: str, context: Context) -> list[Meant]:
    """What a message means: one thing, or each of its several wishes, in the order said.

    Args:
        rankings: of the whole message, then of its clauses; at least the first.
        text: the message.
        context: what was said before.
    """
    most_doubt = DOUBT_FOLLOWING if _follows(text, context) else DOUBT
    # Of several clauses each asks for itself.
    several = len(rankings) > 1 or rankings[0].intent == ANOTHER_TIME
    first = rankings[0] if several else _asked_anew(rankings[0], context)
    whole = one_meaning(first, most_doubt)
    parts = [_asked_anew(part, context) for part in rankings[1:]]
    return _with_clauses(whole, parts)


def _asked_anew(clause: Ranking, context: Context) -> Ranking:
    """A clause that asks for a time where none was offered: "and have you got anything Friday?"
    wishes for a visit, or moves the one that was booked; so does "can I come at like 12:30", and
    "can I do it on Friday" where a visit may be meant."""
    if context.flow is not None:
        return clause
    act = "reschedule_screening" if context.booked or context.stands else "book_screening"
    if clause.intent == ANOTHER_TIME:
        sure = clause.mass(frozenset({ANOTHER_TIME, act}))
        near = clause.nearness.get(ANOTHER_TIME, 0.0)
    elif clause.probability < SURE_OF_A_WISH and _asks_to_come(clause):
        sure, near = SURE_OF_A_WISH, ACT_NEAR
    else:
        return clause
    rest = [pair for pair in clause.likely if pair[0] not in (ANOTHER_TIME, act)]
    return replace(clause, likely=[(act, sure), *rest], nearness={**clause.nearness, act: near})


def _asks_to_come(clause: Ranking) -> bool:
    words, of_a_visit = spelt_out(clause.text), clause.mass(APPOINTMENTS)
    return comes_then(words) or (of_a_visit >= MAY_BE_A_VISIT and does_it_then(words))


def doubt(ranking: Ranking) -> float:
    """How likely a message is about something that the article does not cover. What the screening
    costs and how long it takes is in the article and among the clinic's facts."""
    facts = frozenset() if ranking.intent == SCREENING else FACTS
    return ranking.mass(NOT_COVERED | facts | OUTSIDE)


def one_meaning(ranking: Ranking, most_doubt: float = DOUBT) -> Meant:
    """What a text means, taken for one thing."""
    return _act(ranking) or _meaning(ranking, most_doubt)


def _act(ranking: Ranking) -> Meant | None:
    """What is to be begun or ended, where that is heard or said outright; not understood, where it
    is heard and not surely enough. None where it is about something else."""
    intent, sure, words = ranking.intent, ranking.probability, spelt_out(ranking.text)
    near = ranking.nearness.get(intent, 0.0)
    if intent == "keep_visit" and calls_it_off(words):
        return Meant("cancel_screening", sure, ranking.text)
    if _is_denied(ranking):
        return _instead_of_the_act(ranking)
    if intent in ACTS and sure >= ACT_SURE and says_act(intent, words):
        return Meant(intent, sure, ranking.text)
    if intent == "book_screening":
        # For whom it is takes nothing from it: "I'm setting this up for my husband".
        sure = ranking.mass(frozenset({intent, FOR_ANOTHER}))
    unsure = intent in ACTS and not _acts(intent, sure, near, words)
    # "You know what, let's book it after all" asks for no list of what can be done.
    passing = intent in TALK and sure < SURE_OF_A_WISH
    known = near >= ACT_NEAR or intent in ACTS | TOPICS or sure >= SURE_FROM_AFAR
    if known and not (unsure or passing):
        return None
    likely = (name for name, p in ranking.likely[:ALTERNATIVES] if p >= ACT_MAYBE)
    said = next((name for name in likely if name in ACTS and says_and_means(name, words)), None)
    if said:
        return Meant(said, sure, ranking.text)
    return _unsure(ranking, sure, TOPICS | NOT_COVERED | WISHES, ALTERNATIVES) if unsure else None


def _meaning(ranking: Ranking, most_doubt: float) -> Meant:
    intent, sure = ranking.intent, ranking.probability
    if intent in ALARM_INTENTS:
        # Not sure enough for an alarm: the next likeliest decides.
        intent, sure = next(pair for pair in ranking.likely if pair[0] not in ALARM_INTENTS)
    near = ranking.nearness.get(intent, 0.0)
    asked_back = TOPICS | NOT_COVERED | WISHES
    if intent in TOPICS and near >= NEAR and doubt(ranking) > most_doubt:
        return _unsure(ranking, sure, asked_back, ALTERNATIVES)
    enough = SURE
    if near < NEAR and intent not in BY_ITS_SETTING:
        enough = FACT_FROM_AFAR if intent in FACTS else SURE_FROM_AFAR
    if sure >= enough and (near >= NEAR or intent not in TOPICS):
        return Meant(intent, sure, ranking.text)
    masses = {name: ranking.mass(intents) for name, intents in GROUPS.items()}
    group, mass = max(masses.items(), key=lambda item: item[1])
    outside = masses["out_of_scope"] + masses["not_covered"] + masses["fact"]
    if near < NEAR and outside < GROUP_SURE / 2:
        return _unsure(ranking, sure, asked_back, 0)
    best = [name for name, _ in ranking.likely if name in GROUPS[group]]
    if mass >= GROUP_SURE and group not in ("answer", "appointment"):
        return Meant(best[0], mass, ranking.text)
    if group == "answer" and mass >= CLOSE:
        return _unsure(ranking, sure, TOPICS, 2)
    if outside > masses["answer"]:
        group = max(("not_covered", "out_of_scope", "fact"), key=masses.__getitem__)
        best = [name for name, _ in ranking.likely if name in GROUPS[group]]
        return Meant(best[0], masses[group], ranking.text)
    return _unsure(ranking, sure, asked_back, ALTERNATIVES)


def _instead_of_the_act(ranking: Ranking) -> Meant:
    """What is likeliest beside an act that is denied; nothing that is understood, where none is."""
    rest = ((name, p) for name, p in ranking.likely if name not in ACTS)
    intent, sure = next(rest, (NOTHING, 0.0))
    return Meant(intent if sure >= ACT_MAYBE else NOTHING, sure, ranking.text)


def _is_denied(ranking: Ranking) -> bool:
    return denies_act(ranking.intent, spelt_out(ranking.text))


def _acts(intent: str, sure: float, near: float, words: str) -> bool:
    """Whether something is begun or ended by what was heard."""
    if says_act(intent, words):
        return True
    if intent not in FAR_REACHING:
        return sure >= ACT_SURE
    return sure >= SURE_FROM_AFAR or (sure >= ACT_SURE and near >= ACT_NEAR)


def _unsure(ranking: Ranking, sure: float, among: frozenset[str], most: int) -> Meant:
    likely = tuple(name for name, _ in ranking.likely if name in among)
    return Meant(NOTHING, sure, ranking.text, likely[:most])


def _follows(text: str, context: Context) -> bool:
    """Whether a message asks on about the topic that was answered last."""
    if context.topic is None:
        return False
    return len(text.split()) <= FOLLOWING_WORDS and bool(_POINTS_BACK.search(text))


def _act_likely(ranking: Ranking) -> float:
    """How likely an act is meant; of a visit, whichever is meant: "can I come Tuesday?" is nothing
    less for sounding like one to be moved."""
    if ranking.intent in APPOINTMENTS:
        return ranking.mass(APPOINTMENTS)
    return ranking.probability


def _beside(ranking: Ranking) -> Meant | None:
    """The wish of its own that a clause is; None where it is not sure enough to be one."""
    sure, near = ranking.probability, ranking.near
    if ranking.intent not in ACTS:
        said = _act(ranking)
        if said and said.intent in WISHES:
            return said  # "book me w whoever", beside a question
    elif _is_denied(ranking) or _act_likely(ranking) < ACT_BESIDE:
        return None
    enough = ACT_NEAR if ranking.intent in TOPICS else CLAUSE_NEAR
    if ranking.intent not in WISHES or sure < CLAUSE_SURE or near < enough:
        return None
    return Meant(ranking.intent, sure, ranking.text)


def _instead(whole: Meant, rankings: Sequence[Ranking]) -> list[Meant]:
    """An end, and what is to be begun instead of it, where both are said."""
    if whole.intent != STOP and not any(map(_stops, rankings)):
        return []
    begun = [
        Meant(name, sure, ranking.text)
        for ranking in rankings
        for name, sure in ranking.likely[:ALTERNATIVES]
        if name in INSTEAD and sure >= SURE and _begins(name, spelt_out(ranking.text))
    ]
    return [Meant(STOP, SURE_FROM_AFAR, whole.text), begun[-1]] if begun else []


def _stops(clause: Ranking) -> bool:
    """Whether a clause ends something: "can't leave before that" is hardly heard so, and ends
    nothing."""
    sure = clause.probability >= ACT_SURE or says_act(STOP, spelt_out(clause.text))
    return clause.intent == STOP and sure


def _begins(intent: str, words: str) -> bool:
    return says_act(intent, words) and not says_act(STOP, words)


def _says_it(item: Meant) -> bool:
    return says_act(item.intent, spelt_out(item.text))


def _moves(rankings: Sequence[Ranking]) -> bool:
    return any(_wants_a_time(ranking.text) for ranking in rankings)


def _wants_a_time(clause: str) -> bool:
    """Whether a clause asks for another time, or says to move: "cancel it. they put me on the road
    that week" tells why, and moves nothing."""
    return "?" in clause or any(says_act(name, spelt_out(clause)) for name in _A_NEW_TIME)


def _sure_beside(whole: Meant, rankings: Sequence[Ranking]) -> list[Meant]:
    """The wishes its clauses say for sure; beside a feeling only what asks, or says an act: "I'm 61
    and I've been crying all day" asks for no age; nor does "am I speaking with a person, or with a
    machine?" ask for a person."""
    sure = [item for item in map(_beside, rankings) if item]
    if not sure and whole.probability < ACT_SURE:
        # "You know what, let's book it after all"
        return [Meant(r.intent, r.probability, r.text) for r in rankings if _is_an_act(r)]
    if whole.intent == "ask_if_bot" and whole.probability >= SURE_OF_A_WISH:
        return [item for item in sure if item.intent not in PERSON]
    if whole.intent in FEELINGS and whole.probability >= SURE_OF_A_WISH:
        return [item for item in sure if asks(item.text) or _says_it(item)]
    return sure


def _is_of_its_questions(whole: Meant, said: Sequence[Meant], rankings: Sequence[Ranking]) -> bool:
    """Whether an act that is heard in the whole is said in nothing but its several questions: "how
    much is the screening, and can I come in my scrubs"."""
    asked = {item.text for item in said if item.intent in QUESTIONS}
    if whole.intent not in APPOINTMENTS or whole.probability >= WHOLE_SURE or len(asked) < 2:
        return False
    rest = [ranking.text for ranking in rankings if ranking.text not in asked]
    return not any(says_act(whole.intent, spelt_out(text)) for text in rest)


def _is_an_act(clause: Ranking) -> bool:
    """Whether a clause is an act that is said outright."""
    likely = clause.intent in APPOINTMENTS and clause.probability >= ACT_SURE
    return likely and says_and_means(clause.intent, spelt_out(clause.text))


def _one_act(whole: Meant, said: Sequence[Meant], rankings: Sequence[Ranking]) -> Meant:
    """What is wanted of a visit: "can't make it tomorrow, got anything Thursday?" is one wish."""
    moves = any(
        item.intent == "book_screening"
        or (item.intent == "reschedule_screening" and _wants_a_time(item.text))
        for item in said
    )
    if whole.intent == "cancel_screening" and moves:
        whole = replace(whole, intent="reschedule_screening")
    called_off = any(item.intent == "cancel_screening" and _says_it(item) for item in said)
    if whole.intent == "reschedule_screening" and called_off and not _moves(rankings):
        whole = replace(whole, intent="cancel_screening")
    return whole


def _with_clauses(whole: Meant, rankings: Sequence[Ranking]) -> list[Meant]:
    """The whole message's meaning, with the further wishes its clauses have."""
    instead = _instead(whole, rankings)
    if instead:
        return instead
    sure = _sure_beside(whole, rankings)
    wishes = {item.intent: item for item in reversed(sure)}
    if not wishes:
        return [whole]
    said = [item for item in sure if wishes[item.intent] is item]
    if _is_of_its_questions(whole, said, rankings):
        return said
    if whole.intent in APPOINTMENTS and whole.probability >= ACT_SURE:
        whole = _one_act(whole, said, rankings)
        return [whole, *(item for item in said if item.intent not in APPOINTMENTS)]
    if whole.intent in ACTS and says_act(whole.intent, spelt_out(whole.text)):
        return [whole, *(item for item in said if item.intent not in ACTS)]
    if len(wishes) == 1 and whole.intent in wishes:
        return [whole]
    return [whole, *said] if _stands_beside(whole, wishes) else said


def _stands_beside(whole: Meant, wishes: Container[str]) -> bool:
    """Whether the whole means something besides what its clauses wish for: a clause that is sure,
    beside a whole that is surer, is another wish."""
    if whole.intent == FOR_ANOTHER:
        return whole.probability >= SURE_OF_A_WISH
    other = whole.intent in WISHES and whole.intent not in wishes
    return other and whole.probability >= WHOLE_SURE
