"""A Read with its choice and its short answers in one form, so that each is looked at once."""

from __future__ import annotations

from dataclasses import replace

from clinic.content import TOPIC_IDS, topic_intent
from clinic.dialogue.free_times import SLOT
from clinic.dialogue.not_covered import HEALTH
from clinic.reading.read import Read, Stance, TimeSaid, Wish
from clinic.reading.when.wish import Days, Option

STANCES: dict[str, Stance] = {
    "affirm": "yes",
    "yes": "yes",
    "yes_book": "yes",
    "one_or_more": "yes",
    "waiting_list": "yes",
    "deny": "no",
    "no": "no",
    "none_of_these": "no",
    "deny_sign": "no",
    "undecided": "undecided",
    "wait": "wait",
    "stop": "stop",
    "keep_visit": "keep",
}
WISHES = {
    "book": "book_screening",
    "book_another": "book_screening",
    "person": "talk_to_person",
    "person_spanish": "talk_to_person",
    "other_time": "change_time",
    "move": "reschedule_screening",
    "call_off": "cancel_screening",
}
# What says nothing beyond what the Read's own fields hold.
SAID_BY_FIELDS = frozenset({"inform", "correct", "refuse", "for_someone_else"})


# What is asked for, as the field of a Read that gives it.
GIVEN = {
    "name": "names",
    "phone": "phones",
    "callback_phone": "phones",
    "visit_phone": "phones",
    "reference": "reference",
    "time": "time",
}
# Said to a question, the wish it asks about is a yes to it.
AGREES = {
    "confirm": frozenset({"book_screening", "confirm_visit"}),
    "confirm_move": frozenset({"reschedule_screening", "confirm_visit"}),
    "confirm_call_off": frozenset({"cancel_screening"}),
}
# So sure must a topic be to be answered beside what the article does not cover.
SURE_BESIDE = 0.9
TOPICS = frozenset(map(topic_intent, TOPIC_IDS))
TYPED = frozenset({"name", "phone", "callback_phone", "visit_phone", "reference"})
# What a message is taken for when it is not understood.
NOT_UNDERSTOOD = frozenset({"out_of_scope", "nlu_fallback"})


def normal(read: Read, asked: str | None) -> Read:
    """The Read with a chosen option as the wish or the stance it stands for.

    A choice is all that its words say, but for what is asked beside a time that is chosen; and
    what gives just what was asked for is understood.
    """
    key = read.choice or ""
    wishes = _understood(read, asked) if not key or key.startswith(SLOT) else []
    if key.startswith("topic:") and key.removeprefix("topic:") in TOPIC_IDS:
        wishes = [Wish(topic_intent(key.removeprefix("topic:")))]
    elif key.startswith("intent:"):
        wishes = [Wish(key.removeprefix("intent:"))]
    elif key in WISHES:
        wishes = [Wish(WISHES[key])]
    if any(wish.intent == "one_or_more" for wish in wishes):
        key = "one_or_more"
    stance = STANCES.get(key, read.stance)
    for wish in wishes:
        stance = stance or STANCES.get(wish.intent)
    time = None if key else read.time
    if time is not None and _only_refuses(time) and not (asked == "time" and _of_any_day(time)):
        # "None of those work" wishes for no time; it refuses those on offer, or the chosen one.
        time, stance = None, None if asked in AGREES else "no"
        wishes = [wish for wish in wishes if wish.intent != "change_time"]
        wishes += [Wish("change_time")] if asked in AGREES else []
    if stance == "stop" and read.corrections:
        stance = None  # "change my number" stops nothing
    stance, wishes = _answering(stance, _sure(wishes), None if time and asked in AGREES else asked)
    kept = {
        (wish.intent, wish.subject): wish
        for wish in reversed(wishes)  # asked twice, "is it free? what's the catch", told once
        if wish.intent not in STANCES and wish.intent not in SAID_BY_FIELDS
    }
    return replace(
        read, wishes=tuple(reversed(kept.values())), stance=stance, choice=key or None, time=time
    )


def _sure(wishes: list[Wish]) -> list[Wish]:
    """Without what may be an answer of the article, beside a question that it does not answer: a
    wrong medical answer costs more than none."""
    if not any(wish.intent in HEALTH for wish in wishes):
        return wishes
    return [wish for wish in wishes if wish.intent not in TOPICS or wish.probability >= SURE_BESIDE]


def _only_refuses(time: TimeSaid) -> bool:
    """Whether all that is said of times is that some, each to the minute, don't suit."""
    wish = time.reading.wish if time.reading else None
    if wish is None or time.therapist or wish.options != (Option(),) or not wish.never:
        return False
    return all(item.hours.exact or item.hours.first == item.hours.last for item in wish.never)


def _of_any_day(time: TimeSaid) -> bool:
    """Whether it is an hour that does not suit, on whatever day: "no, 2 doesn't work"."""
    never = time.reading.wish.never if time.reading and time.reading.wish else ()
    return any(item.hours.exact and item.days == Days() for item in never)


def _understood(read: Read, asked: str | None) -> list[Wish]:
    """The wishes, without what a message is taken for that just gives what was asked for."""
    if asked in GIVEN and getattr(read, GIVEN[asked]):
        return [wish for wish in read.wishes if wish.intent not in NOT_UNDERSTOOD]
    if asked in TYPED:
        # Where a name or a number is asked for, "12345" is an answer that can't be read.
        unread = Wish("nlu_fallback")
        return [unread if wish.intent in NOT_UNDERSTOOD else wish for wish in read.wishes]
    return list(read.wishes)


def _answering(
    stance: Stance | None, wishes: list[Wish], asked: str | None
) -> tuple[Stance | None, list[Wish]]:
    """Stance and wishes, where a wish only says the answer to what was asked."""
    agrees = AGREES.get(asked or "", frozenset())
    if stance is None and any(wish.intent in agrees for wish in wishes):
        # "Book it", to "Shall I book it?".
        return "yes", [wish for wish in wishes if wish.intent not in agrees]
    if asked == "book_offer" and stance in ("no", "stop"):
        # "No, I don't want a screening" is no wish for one, and calls none off.
        said = ("book_screening", "cancel_screening")
        return stance, [wish for wish in wishes if wish.intent not in said]
    return stance, wishes
