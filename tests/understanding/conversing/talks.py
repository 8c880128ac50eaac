"""Conversations with the trained reading, and what they come from."""

from __future__ import annotations

from clinic.reading.learned.model import IntentModel
from evaluation.talking import Talk

BOOKING = ("I want to book a screening", "the first one", "Dana Miller")
BOOKED = ("book a screening", "the first one", "Dana Miller", "414-555-0182", "none", "yes")
EMERGENCY = "I wet myself twice this week and my bottom is numb"
TO_THE_CHECK = ("I want to book a screening", "the first one", "Ana Flores", "414-555-0133")


def held(model: IntentModel, *said: str) -> Talk:
    """A conversation until after the last message."""
    talk = Talk(model, "-".join(said)[:60])
    for words in said:
        talk.say(words)
    return talk


def replies(talk: Talk) -> list[str]:
    return [act.reply for act in talk.acts]


def passages(talk: Talk) -> list[str]:
    return [act.custom["topic"] for act in talk.acts if act.reply == "passage"]
