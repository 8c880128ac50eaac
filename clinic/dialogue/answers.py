"""Answers from the clinic's article, word for word, with what may come next."""

from __future__ import annotations

from collections.abc import Iterable

from clinic.content import TOPIC_IDS, Passage
from clinic.dialogue.turn import Turn
from clinic.reading.context import Option

# After an answer without an offer, the screening is offered again after so many more answers.
ANSWERS_BETWEEN_OFFERS = 3
TREATMENT = "treatment:"
OVERVIEW = "treatment_overview"
TREATMENTS = tuple(topic for topic in TOPIC_IDS if topic.startswith(TREATMENT))
# So many topics are suggested after an answer.
SUGGESTED = 3


def answer(turn: Turn, topics: Iterable[str]) -> None:
    """Quotes the article on each topic; the last brings what may come next."""
    topics = list(dict.fromkeys(topics))
    if OVERVIEW in topics and not turn.brief:
        # Its list has the line on each treatment.
        topics = [topic for topic in topics if not topic.startswith(TREATMENT)]
    if turn.asked_often and topics[-1] == turn.state.topic:
        turn.say("asked_often", *turn.ways_on())
        turn.answered = True
        return
    repeated = [topic for topic in topics if topic == turn.before.topic]
    if repeated and len(topics) == 1 and turn.before.topic in turn.state.told[-1:]:
        turn.say("same_answer")
    for topic in topics:
        say_passage(turn, topic)
    turn.answered = True
    last = topics[-1]
    kept = [topic for topic in turn.state.told if topic not in topics]
    turn.set(topic=last, fact=None, told=(*kept, *topics), clarified=0)


def suggest(turn: Turn, beside: bool) -> None:
    """What may come next after an answer: the screening where it is due, related topics.

    Args:
        beside: something else was answered or asked too, so that nothing is offered.
    """
    state, topic = turn.state, turn.state.topic
    if topic is None or state.stack or beside:
        return
    if turn.brief and topic == OVERVIEW:
        # The whole list would be four texts; its lines are choices, the screening the last.
        book = (turn.button("book"),) if turn.may_offer else ()
        turn.offer_under_last(*map(turn.topic, TREATMENTS), *book)
        return
    related = [turn.topic(item) for item in _next(turn, topic)]
    if _offer_is_due(turn, topic):
        turn.say("offer_screening", turn.button("book"), *related[: SUGGESTED - 1])
        turn.set(answers_since_offer=0)
        turn.asks("book_offer")
        return
    turn.offer_under_last(*related)
    since = state.answers_since_offer
    if since is not None:
        turn.set(answers_since_offer=since + 1)


def say_passage(turn: Turn, topic: str) -> None:
    """Quotes the article on one topic, with its source.

    A treatment is one line of the article's list, so the sentence that opens the list goes with
    it; the overview is that sentence with the whole list. In a text message the treatments are
    named by their labels only.
    """
    passage = turn.content.passage(topic)
    lines = [passage.text]
    if topic.startswith(TREATMENT):
        lines.insert(0, turn.content.passage(OVERVIEW).text)
    elif topic == OVERVIEW and not turn.brief:
        lines += [turn.content.passage(item).text for item in TREATMENTS]
    elif topic == OVERVIEW and turn.state.stack:
        lines += [f"- {turn.content.topics[item].label}" for item in TREATMENTS]
    turn.say_fixed(
        "passage",
        "\n".join(lines),
        custom={
            "kind": "answer",
            "topic": topic,
            "source": {
                "title": _source(turn, passage),
                "url": turn.content.article_url(topic),
            },
        },
    )


def _source(turn: Turn, passage: Passage) -> str:
    """Where words are from: an article beside the one on sciatica is known by its title."""
    if turn.content.is_main(passage.topic):
        return turn.words("source", heading=passage.heading)
    return turn.words("source_beside", article=passage.title)


def more(turn: Turn, further: bool) -> bool:
    """Answers "tell me more" (`further` false) or "what else"; false when there is no topic yet."""
    topic = turn.state.topic
    if topic is None:
        return False
    told = set(turn.state.told)
    if further and topic.startswith(TREATMENT) and OVERVIEW not in told:
        answer(turn, [OVERVIEW])
        return True
    related = () if further else turn.content.topics[topic].related
    following = TOPIC_IDS[TOPIC_IDS.index(topic) + 1 :]
    left = [item for item in (*related, *following, *TOPIC_IDS) if item not in told]
    if left:
        answer(turn, left[:1])
    else:
        turn.say("all_told", *turn.ways_on())
        turn.answered = True
    return True


def starters(turn: Turn) -> tuple[Option, ...]:
    """What a conversation may begin with; nothing while something is asked."""
    if turn.state.stack:
        return ()
    book = (turn.button("book"),) if turn.may_offer else ()
    return (turn.topic("definition"), turn.topic(OVERVIEW), *book)


def _offer_is_due(turn: Turn, topic: str) -> bool:
    if not turn.may_offer or not turn.content.topics[topic].offer:
        return False
    since = turn.state.answers_since_offer
    return since is None or since + 1 >= ANSWERS_BETWEEN_OFFERS


def _next(turn: Turn, topic: str) -> list[str]:
    related = turn.content.topics[topic].related
    fresh = [item for item in related if item not in turn.state.told]
    return (fresh or list(related))[:SUGGESTED]
