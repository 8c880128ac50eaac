"""Questions about the clinic itself, answered from its facts or not at all."""

from __future__ import annotations

import re

from actions.safety import safety_first
from actions.services import keep_unanswered
from actions.turn import Events, Turn, TurnAction
from clinic.content.facts import WEEKDAYS, ClinicFacts, OpeningHours

# Which words ask for which fact. Read on text whose intent is known already, so plain words do.
SUBJECTS = {
    "directions": r"\b(park\w*|bus|directions?|get there|entrance)\b",
    "address": r"\b(where|address|locat\w*|far|find you|street|zip|map)\b",
    "hours": r"\b(hours?|open\w*|clos\w*|weekends?|saturdays?|sundays?|evenings?|late|early)\b",
    "phone": r"\b(phone|number|call|tel\w*|ring)\b",
    "bring": r"\b(bring|wear|clothes|paperwork)\b",
    "insurance": r"\b(insur\w*|medicare|medicaid|cover(age|ed)?|plan|referral)\b",
    "prices": r"\b(cost\w*|price\w*|pay\w*|fee|fees|how much|charge\w*)\b",
}


class ActionAnswerLogistics(TurnAction):
    """Answers from clinic.yml; an empty field is "I don't have that here"."""

    action = "action_answer_logistics"

    def respond(self, turn: Turn) -> Events:
        repeated = safety_first(turn)
        clinic = turn.content.clinic
        facts = known_facts(clinic)
        asked = [name for name, words in SUBJECTS.items() if re.search(words, turn.text.lower())]
        told = [name for name in asked if facts.get(name)]
        for name in told:
            turn.say(f"utter_{name}", **{name: facts[name], "zone_label": clinic.zone_label})
        if not told:
            keep_unanswered(turn, "not_covered")
            if clinic.phone_shown:
                turn.say("utter_fact_unknown", turn.help_buttons(), phone=clinic.phone_shown)
            else:
                turn.say("utter_fact_unknown_no_phone", turn.help_buttons())
        return repeated


def known_facts(clinic: ClinicFacts) -> dict[str, str | None]:
    """The facts patients ask for, as they are said; None where clinic.yml is empty."""
    return {
        "directions": clinic.directions,
        "address": clinic.address,
        "hours": say_hours(clinic.hours),
        "phone": clinic.phone_shown,
        "bring": clinic.what_to_bring,
        "insurance": clinic.insurance,
        "prices": clinic.prices,
    }


def say_hours(hours: OpeningHours) -> str:
    """The opening hours, a line a day: `Monday 9:00 AM-12:00 PM, 1:00 PM-5:00 PM`."""
    lines = []
    for day in WEEKDAYS:
        spans = [f"{start:%-I:%M %p}-{end:%-I:%M %p}" for start, end in hours.get(day, ())]
        if spans:
            lines.append(f"{day.capitalize()} {', '.join(spans)}")
    return "\n".join(lines)
