"""Follow-ups to what was just said: why, how, what for, in other words, once more, really?

Where the article holds the answer (topics.yml says in which passage) it is quoted; where not,
that is said, and never another topic or a booking instead.
"""

from __future__ import annotations

from clinic.content import TOPIC_IDS
from clinic.dialogue import after_an_alarm, answers, booking, clinic_facts, not_covered, visits
from clinic.dialogue.turn import Turn
from clinic.reading.after_alarm import ALARM
from clinic.reading.read import Wish

FOLLOWS = frozenset(
    {
        "follow_why",
        "follow_how",
        "follow_purpose",
        "follow_simpler",
        "follow_repeat",
        "follow_doubt",
        "follow_about",
        "tell_me_more",
        "what_else",
    }
)


def follow(turn: Turn, wish: Wish) -> None:
    """Answers a follow-up by what it follows."""
    if wish.subject == ALARM:
        after_an_alarm.stands_by_the_alarm(turn, wish)
        return
    if wish.subject in TOPIC_IDS and wish.subject != turn.state.topic:
        answers.answer(turn, [wish.subject])
        return
    handler = {
        "follow_repeat": _repeat,
        "follow_doubt": _doubt,
        "follow_simpler": _simpler,
        "follow_about": _about,
        "tell_me_more": _more,
        "what_else": _more,
    }.get(wish.intent, _why_or_how)
    handler(turn, wish)
    turn.answered = True


def _why_or_how(turn: Turn, wish: Wish) -> None:
    topic = turn.state.topic
    if turn.state.fact:
        turn.say("fact_no_more", *turn.ways_on())
        return
    if topic is None:
        turn.say("follow_nothing", *answers.starters(turn))
        return
    place = turn.content.topics[topic].follows(wish.intent.removeprefix("follow_"))
    if place is None:
        turn.say("article_no_more", *turn.ways_on(), asks=turn.content.topics[topic].asks)
        turn.services.keep_unanswered("detail", wish.intent)
        turn.set(declined=True)
    elif place == topic:
        turn.say("says_why")
        answers.answer(turn, [place])
    else:
        answers.answer(turn, [place])


def _more(turn: Turn, wish: Wish) -> None:
    if turn.state.fact and wish.intent == "tell_me_more":
        turn.say("fact_no_more", *turn.ways_on())
    elif not answers.more(turn, further=wish.intent == "what_else"):
        turn.say("no_topic_yet", *answers.starters(turn))


def _repeat(turn: Turn, wish: Wish) -> None:
    state = turn.state
    standing = booking.known_visit(turn) if turn.before.booked else None
    if wish.subject and clinic_facts.is_subject(wish.subject):
        clinic_facts.tell(turn, Wish(f"fact_{wish.subject}"))
    elif standing:
        visits.show(turn, standing)
    elif state.fact:
        clinic_facts.tell(turn, Wish(f"fact_{state.fact}"))
    elif state.topic:
        answers.answer(turn, [state.topic])
    elif not state.stack:
        turn.say("follow_nothing", *answers.starters(turn))


def _doubt(turn: Turn, _: Wish) -> None:
    state = turn.state
    if state.fact:
        turn.say("fact_sure", *turn.ways_on())
        clinic_facts.tell(turn, Wish(f"fact_{state.fact}"))
    elif state.topic:
        heading = turn.content.passage(state.topic).heading
        turn.say("article_sure", *turn.ways_on(), heading=heading)
        if state.topic == "screening_info":
            answers.say_passage(turn, state.topic)
    elif state.reference and state.booked:
        turn.say("booked_sure", reference=state.reference)
    else:
        turn.say("doubt_nothing", *turn.ways_on())


def _simpler(turn: Turn, _: Wish) -> None:
    if turn.state.topic is None:
        turn.say("follow_nothing", *answers.starters(turn))
        return
    turn.say("own_words_only", *turn.ways_on())


def _about(turn: Turn, wish: Wish) -> None:
    if wish.subject and clinic_facts.is_subject(wish.subject):
        clinic_facts.tell(turn, Wish(f"fact_{wish.subject}"))
    elif wish.subject in TOPIC_IDS:
        answers.answer(turn, [wish.subject])
    else:
        not_covered.decline(turn, Wish("ask_other_condition", subject=wish.subject))
