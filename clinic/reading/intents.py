"""The intents, and how they belong together; the reading weighs groups before single intents."""

from clinic.content import TOPIC_IDS, topic_intent

TOPICS = frozenset(topic_intent(topic) for topic in TOPIC_IDS)
TOPIC_OF_INTENT = {topic_intent(topic): topic for topic in TOPIC_IDS}
# Details of a treatment that the article lacks, and other questions about health.
NOT_COVERED = frozenset(
    {
        "ask_medication",
        "ask_surgery",
        "ask_imaging",
        "ask_diagnosis",
        "ask_pregnancy",
        "ask_prognosis",
        "ask_activity",
        "ask_other_condition",
        "ask_treatment_detail",
    }
)
# Questions about the clinic, answered from content/clinic.yml.
FACTS = frozenset(
    f"fact_{name}"
    for name in [
        "hours",
        "length",
        "notice",
        "cost",
        "prices",
        "insurance",
        "referral",
        "bring",
        "wear",
        "therapists",
        "address",
        "parking",
        "transit",
        "entrance",
        "telehealth",
        "home_visit",
        "languages",
        "phone",
        "email",
        "fax",
        "records",
        "companion",
        "age",
        "privacy",
        "other",
    ]
)
# What follows an answer and is about it.
FOLLOWING = frozenset(
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
APPOINTMENTS = frozenset(
    {
        "book_screening",
        "reschedule_screening",
        "cancel_screening",
        "check_screening",
        "confirm_visit",
        "running_late",
        "leave_waiting_list",
    }
)
PERSON = frozenset({"talk_to_person"})
OUTSIDE = frozenset({"out_of_scope", "insult"})
FEELINGS = {
    "feel_fear": "fear",
    "feel_sad": "sad",
    "feel_pain": "pain",
    "feel_frustrated": "frustrated",
    "complain": "complaint",
    "feel_relief": "relief",
}
ALARMS = {"E": "report_red_flag", "C": "report_crisis", "U": "report_urgent"}
ALARM_INTENTS = frozenset(ALARMS.values())
QUESTIONS = TOPICS | NOT_COVERED | FACTS | FOLLOWING | OUTSIDE
# Replies to what was asked or offered: no wishes of their own.
ANSWERS = frozenset(
    {
        "affirm",
        "deny",
        "undecided",
        "wait",
        "stop",
        "inform",
        "change_time",
        "none_of_these",
        "one_or_more",
        "correct",
        "refuse",
        "keep_visit",
        "for_someone_else",
        "already_called",
        "false_alarm",
    }
)
# What can be one of several wishes in a message; small talk beside a wish is only politeness.
WISHES = TOPICS | NOT_COVERED | FACTS | APPOINTMENTS | PERSON | {"why_needed"}
TALK = frozenset(
    {"greet", "thank", "goodbye", "ask_if_bot", "ask_capabilities", "compliment", "tell_of_self"}
    | {"speak_spanish"}
)
# What means the same wherever it is said.
SAID_ANYWHERE = (
    TOPICS | NOT_COVERED | FACTS | APPOINTMENTS | PERSON | OUTSIDE | ALARM_INTENTS | TALK
) | {"ask_about_red_flag"}
GROUPS = {
    "answer": TOPICS,
    "not_covered": NOT_COVERED,
    "fact": FACTS,
    "appointment": APPOINTMENTS,
    "person": PERSON,
    "out_of_scope": OUTSIDE,
}


def decision_of(intent: str) -> str:
    """The decision that leads to an intent: its group's name, else "reply"."""
    return next((name for name, intents in GROUPS.items() if intent in intents), "reply")
