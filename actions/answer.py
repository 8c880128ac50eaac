"""Answers from the clinic's article, word for word."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.safety import safety_first
from actions.services import keep_rephrased, keep_unanswered
from actions.turn import Events, Turn, TurnAction, Wish
from clinic.content import TOPIC_IDS

# After an answer without an offer, the screening is offered again after so many more answers.
ANSWERS_BETWEEN_OFFERS = 3
TREATMENT = "treatment:"
OVERVIEW = "treatment_overview"


class ActionAnswer(TurnAction):
    """Answers every topic asked about in the message, and follow-ups to the last one."""

    action = "action_answer"

    def respond(self, turn: Turn) -> Events:
        repeated = safety_first(turn)
        keep_rephrased(turn)
        topics = asked_topics(turn)
        if not topics:
            return [*repeated, *_nothing_left(turn)]
        return [*repeated, *answer(turn, topics)]


class ActionAnswerDetail(TurnAction):
    """Gives the article's line on a treatment, and says that it holds no more on it."""

    action = "action_answer_detail"

    def respond(self, turn: Turn) -> Events:
        repeated = safety_first(turn)
        topic = _treatment_named(turn)
        if topic:
            say_passage(turn, topic)
        turn.say("utter_detail_not_in_article", turn.help_buttons())
        keep_unanswered(turn, "detail")
        return [
            *repeated,
            *([SlotSet("last_topic", topic)] if topic else []),
            SlotSet("open_offer", "book" if turn.may_offer_screening else "person"),
        ]


def asked_topics(turn: Turn) -> list[str]:
    """The topics to answer now, in order: those asked about, or the next after the last answer."""
    topics = [wish.topic for wish in turn.wishes if wish.topic]
    if topics:
        return list(dict.fromkeys(topics))
    if turn.intent not in ("tell_me_more", "what_else"):
        return []
    told = set(turn.slot("topics_told") or [])
    last = turn.slot("last_topic")
    if not last:
        return []
    related = turn.content.topics[last].related if turn.intent == "tell_me_more" else ()
    following = TOPIC_IDS[TOPIC_IDS.index(last) + 1 :]
    return [topic for topic in (*related, *following) if topic not in told][:1]


def answer(turn: Turn, topics: list[str]) -> Events:
    """Says the passages on `topics`, then what may come next; the slots that remember it."""
    for topic in topics[:-1]:
        say_passage(turn, topic)
    last = topics[-1]
    told = list(dict.fromkeys([*(turn.slot("topics_told") or []), *topics]))
    related = [turn.topic_button(topic) for topic in _next_topics(turn, last, told)]
    events = [
        SlotSet("last_topic", last),
        SlotSet("topics_told", told),
        SlotSet("clarified", None),
    ]
    if turn.tracker.active_loop_name:
        say_passage(turn, last)
        return events
    if _offer_is_due(turn, last):
        say_passage(turn, last)
        turn.say("utter_offer_screening", [turn.button("book"), *related[:2]])
        return [
            *events,
            SlotSet("open_offer", "book"),
            SlotSet("answers_since_offer", 0),
        ]
    say_passage(turn, last, related)
    since = turn.slot("answers_since_offer")
    return [
        *events,
        SlotSet("open_offer", None),
        *([] if since is None else [SlotSet("answers_since_offer", since + 1)]),
    ]


def answer_beside(turn: Turn, wishes: list[Wish]) -> None:
    """Answers the questions that came with another wish, such as one to book."""
    for topic in dict.fromkeys(wish.topic for wish in wishes if wish.topic):
        say_passage(turn, topic)


def say_passage(turn: Turn, topic: str, buttons: list[dict[str, str]] | None = None) -> None:
    """Quotes the article on one topic, with its source.

    A treatment is one line of the article's list, so the sentence that opens the list goes with
    it; the overview is that sentence with the whole list.
    """
    article = turn.content.article
    passage = article.passage(topic)
    lines = [passage.text]
    if topic.startswith(TREATMENT):
        lines.insert(0, article.passage(OVERVIEW).text)
    elif topic == OVERVIEW:
        lines += [item.text for item in article.passages if item.topic.startswith(TREATMENT)]
    turn.say(
        "utter_answer",
        buttons or [],
        passage="\n".join(lines),
        title=article.title,
        heading=passage.heading,
        topic=topic,
        url=turn.content.article_url(topic),
    )


def _offer_is_due(turn: Turn, topic: str) -> bool:
    if not turn.may_offer_screening or not turn.content.topics[topic].offer:
        return False
    since = turn.slot("answers_since_offer")
    return since is None or since + 1 >= ANSWERS_BETWEEN_OFFERS


def _next_topics(turn: Turn, topic: str, told: list[str]) -> list[str]:
    related = turn.content.topics[topic].related
    fresh = [item for item in related if item not in told]
    return (fresh or list(related))[:3]


def _nothing_left(turn: Turn) -> Events:
    """A follow-up with nothing to follow: no topic yet, or all of them told."""
    if turn.slot("last_topic"):
        turn.say("utter_all_told", turn.help_buttons())
    else:
        starters = ("definition", "symptoms", OVERVIEW)
        turn.say("utter_no_topic_yet", [turn.topic_button(topic) for topic in starters])
    return []


def _treatment_named(turn: Turn) -> str | None:
    """The treatment the question is about: named in it, or the last one answered."""
    for entity in turn.message.get("entities") or []:
        if entity.get("entity") == "treatment" and entity.get("value") in TOPIC_IDS:
            return str(entity["value"])
    last = turn.slot("last_topic")
    return last if last and last.startswith(TREATMENT) else None
