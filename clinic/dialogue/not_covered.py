"""What the assistant does not answer: said kindly, kept for the staff, nothing made up."""

from __future__ import annotations

from clinic.dialogue import after_an_alarm, answers
from clinic.dialogue.turn import Turn
from clinic.reading.read import Wish

HEALTH = frozenset(
    {
        "ask_medication",
        "ask_surgery",
        "ask_imaging",
        "ask_diagnosis",
        "ask_pregnancy",
        "ask_prognosis",
        "ask_activity",
        "ask_other_condition",
    }
)


def decline(turn: Turn, wish: Wish) -> None:
    """Says that the article does not cover a health question, and who can help."""
    if turn.asked_often:
        turn.say("asked_often_unknown", *turn.ways_on())
    elif wish.intent == "ask_other_condition" and wish.subject:
        turn.say("other_part", *turn.ways_on(), part=wish.subject)
    else:
        turn.say(wish.intent, *turn.ways_on())
    turn.services.keep_unanswered("not_covered", wish.intent)
    turn.set(declined=True, fact=None)
    turn.answered = True


def detail(turn: Turn, wish: Wish) -> None:
    """Gives the article's line on a treatment unless it was just given, and says that it holds no
    more on it; where no treatment is spoken of, that it does not say."""
    missing = "detail_unknown"
    topic = wish.subject or turn.state.topic
    if topic and topic.startswith(answers.TREATMENT) and topic in turn.content.topics:
        just_said = turn.content.passage(topic).text in "\n".join(act.text for act in turn.acts)
        if topic != turn.before.topic and not just_said:
            answers.say_passage(turn, topic)
        kept = [item for item in turn.state.told if item != topic]
        turn.set(topic=topic, fact=None, told=(*kept, topic))
        missing = "detail_not_in_article"
    turn.say(missing, *turn.ways_on())
    turn.services.keep_unanswered("detail", wish.intent)
    if turn.may_offer:
        turn.asks("book_offer")
    turn.set(declined=True)
    turn.answered = True


def outside(turn: Turn, wish: Wish) -> None:
    """Declines what has nothing to do with the clinic."""
    turn.say("out_of_scope", *answers.starters(turn))
    turn.services.keep_unanswered("out_of_scope", wish.intent)
    turn.set(declined=True)
    turn.answered = True


def not_understood(turn: Turn) -> None:
    """Asks what was meant, offering what it may have been; then offers a person."""
    turn.answered = True
    if turn.state.alarm and not turn.state.stack and after_an_alarm.stays(turn):
        return
    clarified = turn.state.clarified + 1
    turn.set(clarified=clarified, declined=True)
    if clarified >= 2 and not turn.state.stack:
        turn.say("still_unsure", turn.button("person"))
        turn.services.keep_unanswered("unclear", "nlu_fallback")
        turn.asks("call_offer")
        return
    choices = [turn.button_of(intent) for intent in turn.read.alternatives]
    offered = [choice for choice in choices if choice][: answers.SUGGESTED]
    if offered and not turn.state.stack:
        turn.say("clarify", *offered, turn.button("person"))
        turn.asks("which")
    else:
        turn.say("rephrase", *answers.starters(turn))
    turn.services.keep_unanswered("clarified", "nlu_fallback")
