"""What a message is taken for, in the desk's words."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from clinic.content import get_content, topic_intent
from clinic.content.facts import WEEKDAYS, show_phone
from clinic.screenings.times import say_day

# Each heading of the list on the page "Add to a topic", and what stands under it beside the topics.
CLINIC, VISITS, HEALTH, TALK = (
    "About the clinic",
    "Screenings and people",
    "Health, beside the article",
    "In the conversation",
)
MEANINGS: dict[str, dict[str, str]] = {
    CLINIC: {
        "fact_hours": "Opening hours",
        "fact_length": "How long a visit takes",
        "fact_notice": "How far ahead to book, and by when to change",
        "fact_cost": "What the screening costs",
        "fact_prices": "Prices of treatment",
        "fact_insurance": "Insurance",
        "fact_referral": "Whether a referral is needed",
        "fact_bring": "What to bring",
        "fact_wear": "What to wear",
        "fact_therapists": "The therapists",
        "fact_address": "The address",
        "fact_parking": "Parking",
        "fact_transit": "Bus and train",
        "fact_entrance": "The way in",
        "fact_telehealth": "Video visits",
        "fact_home_visit": "Home visits",
        "fact_languages": "Languages spoken here",
        "fact_phone": "The phone number",
        "fact_email": "The email address",
        "fact_fax": "The fax number",
        "fact_records": "Medical records",
        "fact_companion": "Bringing somebody along",
        "fact_age": "Ages that are seen",
        "fact_privacy": "Privacy",
        "ask_insurance": "Insurance",
        "ask_logistics": "Getting to the clinic",
        "fact_other": "Something else about the clinic",
    },
    VISITS: {
        "book_screening": "Book a screening",
        "reschedule_screening": "Move a screening",
        "cancel_screening": "Call a screening off",
        "check_screening": "Look up a screening",
        "talk_to_person": "Talk to a person",
        "confirm_visit": "Says they will come",
        "running_late": "Is running late",
        "keep_visit": "Wants to keep the visit",
        "leave_waiting_list": "Wants off the waiting list",
        "not_me": "The text went to the wrong person",
        "for_someone_else": "It is for somebody else",
        "already_called": "Has called already",
    },
    HEALTH: {
        "ask_activity": "Sports and daily activities",
        "ask_diagnosis": "Asks what they have",
        "ask_imaging": "X-rays and scans",
        "ask_medication": "Medicine",
        "ask_other_condition": "Another illness",
        "ask_pregnancy": "Pregnancy",
        "ask_prognosis": "How long it will last",
        "ask_surgery": "Surgery",
        "ask_treatment_detail": "Details of a treatment",
        "feel_fear": "Is afraid",
        "feel_frustrated": "Is fed up",
        "feel_pain": "Is in pain",
        "feel_relief": "Feels better",
        "feel_sad": "Is sad",
    },
    TALK: {
        "greet": "Says hello",
        "thank": "Says thank you",
        "goodbye": "Says goodbye",
        "compliment": "Says something kind",
        "tell_of_self": "Tells of their day, asks nothing",
        "complain": "Complains",
        "insult": "Insults",
        "out_of_scope": "Nothing to do with the clinic",
        "ask_capabilities": "What the assistant can do",
        "ask_if_bot": "Whether it is a person",
        "speak_spanish": "Wants to speak Spanish",
        "tell_me_more": "Tell me more",
        "what_else": "What else there is",
        "follow_about": "And what about …?",
        "follow_doubt": "Doubts the answer",
        "follow_how": "How?",
        "follow_why": "Why?",
        "follow_purpose": "What for?",
        "follow_repeat": "Say it again",
        "follow_simpler": "Say it in simpler words",
        "why_needed": "Why the assistant asks that",
        "correct": "Corrects something",
        "refuse": "Does not want to say",
        "undecided": "Does not know yet",
        "wait": "Wait a moment",
        "stop": "Stop",
        "false_alarm": "It was no emergency",
        "affirm": "Yes",
        "deny": "No",
        "inform": "Gives a name, number or time",
        "none_of_these": "None of these",
        "one_or_more": "One of these or more",
        "deny_sign": "Does not have that sign",
        "change_time": "Another time",
        "report_red_flag": "Tells of a warning sign",
        "report_crisis": "Tells of a crisis",
        "report_urgent": "Tells of something urgent",
        "ask_about_red_flag": "Asks about a warning sign",
        "nlu_fallback": "Not understood",
    },
}
# What a message gives, and what is kept of it under a short name.
GIVEN = {
    "name": "Name",
    "phone": "Phone",
    "time": "Time",
    "reference": "Reference",
    "answer": "Answers",
    "call": "When to call",
    "feeling": "Feels",
}
_SHORT = {
    "answer": {
        "yes": "yes",
        "no": "no",
        "undecided": "does not know yet",
        "wait": "wait a moment",
        "stop": "stop",
        "keep": "keep the visit",
    },
    "feeling": {
        "fear": "afraid",
        "sad": "sad",
        "pain": "in pain",
        "frustrated": "fed up",
        "complaint": "badly served",
        "relief": "better",
    },
    "time": {"any": "any therapist"},
}
_SUBJECTS = {"now": "right now", "weekend": "the weekend", "alarm": "the alarm"}
_KNOWN = {intent: label for some in MEANINGS.values() for intent, label in some.items()}


def topic_labels() -> dict[str, str]:
    """The topics' labels, each under what a message that asks for it is taken for."""
    return {topic_intent(topic.id): topic.label for topic in get_content().topics.values()}


def meaning_label(name: str) -> str:
    """What a message is taken for; a topic of the article or a fact of the clinic by its name."""
    known = {**_KNOWN, **topic_labels()}
    for one in (name, topic_intent(name), f"fact_{name}"):
        if one in known:
            return known[one]
    return name.removeprefix("ask_").replace("_", " ").capitalize()


def subject_label(subject: str) -> str:
    """What a message is about, where its meaning leaves that open: a topic or a fact by its name, a
    therapist by theirs, a day as it is said; a part of the body is a word."""
    content = get_content()
    if subject in content.topics:
        return str(content.topics[subject].label)
    if f"fact_{subject}" in _KNOWN:
        return _KNOWN[f"fact_{subject}"]
    if subject in _SUBJECTS:
        return _SUBJECTS[subject]
    if subject in WEEKDAYS:
        return f"{subject.capitalize()}s"
    with suppress(ValueError):
        return say_day(date.fromisoformat(subject))
    return _therapist(subject) or subject.replace("_", " ")


def given_label(what: str, value: str) -> str:
    """What a message gives, in words.

    Args:
        what: one of `GIVEN`.
    """
    if what == "phone":
        return show_phone(value)
    known = _SHORT.get(what, {}).get(value)
    return known or (what == "time" and _therapist(value)) or value


def _therapist(name: str) -> str | None:
    therapists = get_content().clinic.therapists
    return next((one.name for one in therapists if one.id == name), None)
