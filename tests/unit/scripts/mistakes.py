"""Forty mistakes that a clinic can make in its content: held to what is said of each in the files
(`test_mistakes.py`) and at the desk (`tests/integration/desk/test_desk_mistakes.py`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Words of programs, not of people who write for patients.
OF_PROGRAMS = re.compile(
    r"Error|Traceback|None\b|type=|validator|ensure this value|field required|extra fields"
    r"|mapping|scalar|token|flow|block|<.*>|regex"
)


@dataclass(frozen=True)
class Mistake:
    """Something wrong that is written in place of what is right.

    Attributes:
        file: where.
        old, new: what stands there, and what is written instead.
        says: words of the sentence that tells of it.
        line: on which it is found, where that is not the first changed line.
        serves: it can be read all the same: only who looks at how it reads finds it.
    """

    file: str
    old: str
    new: str
    says: str
    line: int | None = None
    serves: bool = False

    def in_text(self, text: str) -> str:
        assert self.old in text, self
        return text.replace(self.old, self.new, 1)

    def line_in(self, text: str) -> int:
        """The line the checks are to name, of the file as it was."""
        if self.line:
            return self.line
        pairs = zip(text, self.in_text(text), strict=False)
        first = next(place for place, (one, other) in enumerate(pairs) if one != other)
        return text.count("\n", 0, first) + 1


FACTS, TOPICS, REPLIES = "clinic.yml", "topics.yml", "replies.yml"
ARTICLE, SAFETY, NOTICES = "sciatica.md", "safety.yml", "notices.yml"
PARKING = "There is free parking behind the building."
CHARGE = "There is no charge and nothing to pay on the day."
MISTAKES = [
    # What can't be read.
    Mistake(FACTS, "name: INVIVO", "name INVIVO", 'a ":" is missing'),
    Mistake(FACTS, "closures: []", "closures: [", "has to end with ]", line=50),
    Mistake(
        FACTS,
        f"parking: {PARKING}",
        "parking: Free: behind the building.",
        'have to stand in "quotes"',
    ),
    Mistake(FACTS, "  email:", "\temail:", "begins with a tab"),
    Mistake(FACTS, "  email:", "  parking: Somewhere else.\n  email:", "stands there twice"),
    Mistake("buttons.yml", 'yes: "Yes"', 'yes: "Yes', "missing quote", line=9),
    # Facts that can't be true.
    Mistake(FACTS, "zone: America/Chicago", "zone: America/Chigaco", "not an IANA zone"),
    Mistake(FACTS, '"+1 414-555-0142"', '"414-555"', "digits for a phone number"),
    Mistake(FACTS, 'friday: ["09:00-13:00"]', 'friday: ["13:00-09:00"]', "ends before it begins"),
    Mistake(FACTS, 'friday: ["09:00-13:00"]', 'friday: ["9-13"]', "should look like"),
    Mistake(FACTS, 'friday: ["09:00-13:00"]', 'fryday: ["09:00-13:00"]', "is not a weekday"),
    Mistake(FACTS, "length_minutes: 20", "length_minutes: twenty", "should be a whole number"),
    Mistake(FACTS, "length_minutes: 20", "length_minutes: -20", "should be 5 or more"),
    Mistake(FACTS, "hold_minutes: 10  ", "hold_minutess: 10 ", "look how it is spelled"),
    Mistake(FACTS, "closures: []", 'closures: ["2026-13-45"]', "a day that does not exist"),
    Mistake(FACTS, "- id: robin", "- id: alex", "the same id"),
    Mistake(FACTS, "  country: US", "  country: Neverland", "no holidays are known", line=46),
    Mistake(FACTS, "address: 100", "adress: 100", "look how it is spelled"),
    Mistake(FACTS, "article_url:     ", "article_url: invivo", "begins with https://"),
    # Words that patients can't read or be sent.
    Mistake(FACTS, PARKING, "Park… behind the building.", "costs twice as much", serves=True),
    Mistake(FACTS, PARKING, "See http://x about parking.", "can't be followed", serves=True),
    Mistake(FACTS, PARKING, "Free parking is behind us. " * 14, "300 characters at most"),
    Mistake(
        FACTS,
        PARKING,
        "Complimentary automobile accommodation is available immediately behind the establishment.",
        "too hard to read",
        serves=True,
    ),
    Mistake(
        "buttons.yml", "book: Book a free screening", "book: Stop", "may not be led", serves=True
    ),
    Mistake(
        "buttons.yml", "move: Move it", "move: Move my visit to another time", "1 to 24 characters"
    ),
    Mistake("buttons.yml", "move: Move it", "mowe: Move it", "there is no button"),
    Mistake(
        NOTICES,
        "see you soon",
        "see you soon and well " * 20,
        "too long for a text message",
        serves=True,
    ),
    Mistake(NOTICES, "{when}", "{wen}", "can be filled in"),
    Mistake(
        REPLIES,
        "helper of {clinic}. Ask",
        "helper of {clinik}. Ask",
        "nothing is known to put in place of {clinik}",
    ),
    Mistake(
        REPLIES,
        "You're welcome. I'm here",
        "You're welcome 🙂. I'm here",
        "costs twice as much",
        serves=True,
    ),
    # Topics and the article.
    Mistake(
        TOPICS, "related: [symptoms, causes", "related: [symptoms, cauzes", "is not another topic"
    ),
    Mistake(TOPICS, "offer: false", "offer: perhaps", "should be true or false"),
    Mistake(
        TOPICS,
        "label: What sciatica is",
        "label: What sciatica is and is not",
        "24 characters at most",
    ),
    Mistake(TOPICS, "definition:", "Definition Of It:", "name a topic with small letters"),
    Mistake(TOPICS, "  asks: what sciatica is\n", "", "asks: is missing", line=9),
    Mistake(ARTICLE, "## causes |", "## cauzes |", "there is no topic"),
    Mistake(ARTICLE, "## causes |", "## causes", "a heading is written"),
    Mistake(ARTICLE, "title: ", "titel: ", "front matter knows"),
    # Safety.
    Mistake(
        SAFETY,
        "Call 911 or go to the nearest emergency room now.",
        "Go to a doctor.",
        "has to name 911",
    ),
    Mistake(SAFETY, "    tier: E", "    tier: X", "should be E or C or U"),
]
