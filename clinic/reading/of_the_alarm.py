"""What a message says of the alarm in force, and what it wishes for beside that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic.content.facts import ClinicFacts
from clinic.reading.after_alarm import (
    ALARM,
    CALLED,
    TAKEN_BACK,
    asks_about_the_alarm,
    wished_beside,
)
from clinic.reading.cared_for import is_in_care
from clinic.reading.context import Context
from clinic.reading.intents import APPOINTMENTS
from clinic.reading.meaning import BOOK
from clinic.reading.read import Read, TimeSaid, Wish
from clinic.reading.timing import read_time
from clinic.reading.wishes import SURE_OF_A_WISH, Meant

# That whom an alarm is about is in the hospital, where that is somebody else than the writer.
IN_CARE = "in_care"


@dataclass(frozen=True)
class Beside:
    """What is wished for beside a word on the alarm.

    Attributes:
        time: that is named.
        wishes: a visit at that time, where the message has no wish for one of its own; and that
            others care for whom the alarm is about.
    """

    time: TimeSaid | None
    wishes: tuple[Wish, ...]


def beside_an_alarm(
    text: str, said: Sequence[Meant], rest: str, context: Context, facts: ClinicFacts
) -> Beside | None:
    """What is wished for beside the word that an alarm in force was none, or that help is there:
    "they cleared me. thursday at 4" wishes for that time, "that was on monday" for none. None where
    no such word is said.

    Args:
        said: what the message means.
        rest: its words without names and numbers.
    """
    intents = {item.intent for item in said}
    cared_for = is_in_care(text)
    if context.alarm is None or not (cared_for or intents & {CALLED, TAKEN_BACK}):
        return None
    time = read_time(wished_beside(rest), context, facts)
    wanted = time is not None and time.reading is not None and not intents & APPOINTMENTS
    told = (Wish(CALLED, 1.0, IN_CARE, text),) if cared_for else ()
    return Beside(time, (*told, Wish(BOOK)) if wanted else told)


def of_the_alarm(
    text: str, said: Sequence[Meant], rest: str, context: Context, facts: ClinicFacts
) -> Read | None:
    """A message that is about the alarm in force, with what it wishes for beside that; None where
    it is about something else."""
    intents = [item.intent for item in said]
    sure = said[0].probability >= SURE_OF_A_WISH
    follows = asks_about_the_alarm(text, intents, sure, context)
    if follows is None:
        return None
    followed = Wish(follows, subject=ALARM, words=text)
    heard = [*said, Meant(follows, 1.0, text)]
    beside = beside_an_alarm(text, heard, rest, context, facts)
    if beside is None:
        return Read(wishes=(followed,))
    acts = [Wish(item.intent, 1.0, None, item.text) for item in said if item.intent in APPOINTMENTS]
    return Read(wishes=(followed, *acts, *beside.wishes), time=beside.time)


def with_what_is_beside(wishes: tuple[Wish, ...], beside: Beside | None) -> tuple[Wish, ...]:
    """The wishes of a message with those beside its word on the alarm, each once."""
    known = {wish.intent for wish in wishes if wish.intent in APPOINTMENTS}
    added = beside.wishes if beside else ()
    return (*wishes, *(wish for wish in added if wish.intent not in known))
