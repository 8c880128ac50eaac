"""How the intents belong together; the decision weighs groups before single intents."""

from clinic.content import TOPIC_IDS, topic_intent

TOPICS = frozenset(topic_intent(topic) for topic in TOPIC_IDS)
NOT_COVERED = frozenset(
    {
        "ask_medication",
        "ask_surgery",
        "ask_imaging",
        "ask_diagnosis",
        "ask_pregnancy",
        "ask_prognosis",
        "ask_activity",
        "ask_insurance",
        "ask_other_condition",
        "ask_treatment_detail",
        "ask_logistics",
    }
)
APPOINTMENTS = frozenset(
    {"book_screening", "reschedule_screening", "cancel_screening", "check_screening"}
)
PERSON = frozenset({"talk_to_person"})
OUTSIDE = frozenset({"out_of_scope", "insult"})
ALARMS = {"E": "report_red_flag", "C": "report_crisis", "U": "report_urgent"}
ALARM_INTENTS = frozenset(ALARMS.values())
# What can be one of several wishes in a message; small talk beside a wish is only politeness.
WISHES = TOPICS | NOT_COVERED | APPOINTMENTS | PERSON
GROUPS = {
    "answer": TOPICS,
    "not_covered": NOT_COVERED,
    "appointment": APPOINTMENTS,
    "person": PERSON,
    "out_of_scope": OUTSIDE,
}


def decision_of(intent: str) -> str:
    """The decision that leads to an intent: its group's name, else "reply"."""
    return next((name for name, intents in GROUPS.items() if intent in intents), "reply")
