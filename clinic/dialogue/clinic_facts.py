"""Questions about the clinic, answered from clinic.yml by their subject or not at all."""

from __future__ import annotations

from datetime import date

from clinic.content.facts import Therapist
from clinic.dialogue import answers, booking, free_times, opening
from clinic.dialogue.turn import Turn
from clinic.reading.read import Wish
from clinic.screenings import Screening, Slot, times
from clinic.screenings.hours import working_on

PREFIX = "fact_"
# What is answered from a field of `answers` in clinic.yml, word for word.
FIELDS = {
    "cost": "cost",
    "prices": "prices",
    "insurance": "insurance",
    "referral": "referral",
    "wear": "what_to_wear",
    "parking": "parking",
    "transit": "transit",
    "entrance": "entrance",
    "telehealth": "telehealth",
    "home_visit": "home_visits",
    "languages": "languages",
    "email": "email",
    "fax": "fax",
    "records": "records",
    "companion": "companions",
    "age": "ages",
    "privacy": "privacy",
}
OTHERS = ("hours", "length", "notice", "bring", "therapists", "address", "phone")


def is_subject(name: str) -> bool:
    """Whether there is such a subject."""
    return name in FIELDS or name in OTHERS


def tell(turn: Turn, wish: Wish) -> None:
    """Tells one fact; what clinic.yml does not hold is said to be unknown, by its name."""
    subject = wish.intent.removeprefix(PREFIX)
    said_before = "screening_info" in turn.state.told or turn.before.fact in ("cost", "prices")
    if subject == "cost" and not said_before and not turn.state.stack:
        # What the article says of it stands first; in the middle of a booking the fact will do.
        answers.say_passage(turn, "screening_info")
        turn.set(told=(*turn.state.told, "screening_info"))
    told = _tell(turn, subject, wish.subject)
    if not told:
        if subject == "prices" and turn.before.fact not in ("cost", "prices"):
            _tell(turn, "cost", None)  # "what does it cost?" is mostly asked of the screening
        _unknown(turn, subject)
        turn.services.keep_unanswered("not_covered", wish.intent)
    if subject == "cost" and told and turn.may_offer:
        turn.offer_under_last(turn.button("book"))
    turn.set(fact=subject, topic=None, declined=not told, clarified=0)
    turn.answered = True


def _tell(turn: Turn, subject: str, named: str | None) -> bool:
    clinic = turn.clinic
    if subject == "hours":
        _hours(turn, named)
    elif subject == "length":
        turn.say("fact_length")
    elif subject == "notice":
        turn.say("fact_notice")
    elif subject == "address" and clinic.address:
        turn.say("fact_address", address=clinic.address)
    elif subject == "phone" and clinic.phone_shown:
        turn.say("fact_phone")
    elif subject == "bring" and clinic.what_to_bring:
        turn.say("fact_bring", bring=clinic.what_to_bring)
    elif subject == "therapists":
        _therapists(turn, named)
    elif subject in FIELDS and (held := getattr(clinic.answers, FIELDS[subject])):
        if any(held in act.text for act in turn.acts):
            return True  # "what does it cost? how much is the screening?"
        again = turn.before.fact == subject
        turn.say("fact_again" if again else "fact", fact=held)
    else:
        return False
    return True


def _unknown(turn: Turn, subject: str) -> None:
    if turn.asked_often:
        turn.say("asked_often_unknown", *turn.ways_on())
        return
    thing = f"thing_{subject}"
    if thing not in turn.content.replies:
        thing = "thing_other"
    words = turn.content.replies[thing].texts[0]
    turn.say("fact_unknown", *turn.ways_on(), thing=words)


def _therapists(turn: Turn, named: str | None) -> None:
    therapists = turn.clinic.therapists
    one = next((item for item in therapists if item.id == named), None)
    day = opening.day_meant(named, turn.now, turn.clinic) if named and not one else None
    if day is not None:
        _therapists_on(turn, day)
        return
    free_times.take(turn)  # "thursday 1 pm. is that Robin?"
    theirs = booking.theirs(turn)
    if theirs and one:
        _with_whom(turn, theirs, one)
        return
    if one and (turn.flow != "book" or turn.state.therapist == one.id):
        turn.say("fact_therapist", name=one.name, about=one.about or "")
        return
    if len(therapists) == 1:
        turn.say("fact_therapist", name=therapists[0].name, about=therapists[0].about or "")
        return
    names = [item.name for item in therapists]
    listed = times.either(", ".join(names[:-1]), names[-1])
    turn.say("fact_therapists", names=listed)
    if theirs:
        _with_whom(turn, theirs, None)


def _with_whom(turn: Turn, theirs: Slot | Screening, asked: Therapist | None) -> None:
    """Who gives the screening that stands, or is being booked; and about them, where one asked."""
    name = booking.therapist_name(turn, theirs.therapist)
    if asked and asked.id != theirs.therapist:
        turn.say("with_another", when=turn.when(theirs), name=name, therapist=asked.name)
        return
    turn.say("with_whom", when=turn.when(theirs), name=name)
    if asked and asked.about:
        turn.say("fact_therapist", name=name, about=asked.about)


def _therapists_on(turn: Turn, day: date) -> None:
    there = working_on(turn.clinic, day)
    names = [item.name for item in turn.clinic.therapists if item.id in there]
    listed = times.either(", ".join(names[:-1]), names[-1]) if len(names) > 1 else "".join(names)
    reply = "therapists_that_day" if names else "therapists_none_that_day"
    turn.say(reply, day=times.say_day(day), names=listed)


def _hours(turn: Turn, named: str | None) -> None:
    clinic, now = turn.clinic, turn.now
    day = opening.day_meant(named, now, clinic) if named else None
    if day is not None:
        spans = opening.spans_on(clinic, day)
        said = times.say_day(day)
        if spans:
            turn.say("hours_that_day", day=said, hours=opening.say_spans(spans))
        else:
            turn.say("hours_closed_that_day", day=said, hours=opening.say_week(clinic))
        return
    week = opening.say_week(clinic)
    until = opening.open_until(clinic, now)
    if named == "weekend":
        weekend = [clinic.hours.get(name) for name in ("saturday", "sunday")]
        turn.say("hours" if any(weekend) else "hours_no_weekend", hours=week)
    elif until:
        turn.say("hours_open_now", until=times.say_clock(until), hours=week)
    else:
        day_and_time = opening.say_next(clinic, now)
        turn.say("hours_closed_now", **day_and_time, hours=week)
