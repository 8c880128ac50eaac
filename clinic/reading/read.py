"""The Read: what a message says, given what was said before.

It is the only thing of a patient's message that leaves this package: the dialogue and the
actions are given a Read and never the words (`quote` is for the staff's eyes and the record).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from clinic.languages import ENGLISH
from clinic.reading.safety.verdict import Verdict
from clinic.reading.when import Reading

# How the patient stands to what was asked or offered. `keep`: what stands shall stand ("no wait
# keep it"); `stop`: end what is going on; `wait`: "one second".
Stance = Literal["yes", "no", "undecided", "wait", "stop", "keep"]
Feeling = Literal["fear", "sad", "pain", "frustrated", "complaint", "relief"]
Field = Literal["name", "phone", "time", "reference"]
Whose = Literal["patient", "caller"]


@dataclass(frozen=True)
class Wish:
    """One thing a message asks for.

    Attributes:
        intent: what it is, an intent of domain.yml ("ask_causes", "fact_parking",
            "book_screening", "follow_why", "thank").
        probability: 0 to 1.
        subject: what it is about where the intent leaves that open: a topic id ("causes",
            "treatment:dry_needling"), a part of the body ("knee"), a weekday or date that a
            question about hours names ("2026-12-24"), a therapist's id.
        words: its part of the message, for the record of unanswered questions only.
    """

    intent: str
    probability: float = 1.0
    subject: str | None = None
    words: str = ""


@dataclass(frozen=True)
class Named:
    """A name that was given.

    Attributes:
        name: as it is written down ("Ana Diaz").
        whose: the patient's, or the caller's who writes for somebody else.
    """

    name: str
    whose: Whose = "patient"


@dataclass(frozen=True)
class Phone:
    """A phone number that was given.

    Attributes:
        number: E.164.
        whose: the patient's or the caller's.
        wrong: it is said not to work, or not to be theirs: don't use it.
    """

    number: str
    whose: Whose = "patient"
    wrong: bool = False


@dataclass(frozen=True)
class TimeSaid:
    """Days and times in a message.

    Attributes:
        reading: the wish in it, or why there is none ("past", "too_far").
        adds: it narrows what was wished before ("not monday", "after 4") rather than taking its
            place; limits and exclusions stay until they are taken back.
        takes_back: limits said before no longer hold ("any day is fine after all").
        therapist: id of the therapist who is asked for; "any" takes that back.
    """

    reading: Reading | None = None
    adds: bool = False
    takes_back: bool = False
    therapist: str | None = None


@dataclass(frozen=True)
class Correction:
    """Something given before is wrong.

    Attributes:
        field: what.
        given: whether the right value stands in this Read too (`names`, `phones`, `time`).
    """

    field: Field
    given: bool


@dataclass(frozen=True)
class Read:
    """What a message says.

    Attributes:
        safety: what is done about signs; it outranks everything else.
        language: of the words.
        wishes: everything asked for, in the order said; one with the intent "nlu_fallback" when
            nothing was understood; empty when the message only answers what was asked.
        alternatives: intents it may have meant, the likeliest first, when it was not understood.
        stance: to what was asked or offered.
        feeling: one that is told, to be met with a kind sentence first.
        choice: key of the option on offer that is chosen (`clinic.reading.context.Option`).
        names, phones, time, reference: what was given, whether asked for or not.
        call_when: when (not) to call, in plain words ("not before noon").
        corrections: what was given before and is wrong.
        refuses: what the patient will not or can't give ("phone").
        known_before: instead of an answer it is said that it was given at another time.
        relation: for whom it is, when not for the writer ("mother", "someone else").
        readable: whether there is a known word in it; "qwxz" has none.
        quote: the words themselves, for the staff and the record; nothing decides by them.
    """

    safety: Verdict = field(default_factory=Verdict)
    language: str = ENGLISH
    wishes: tuple[Wish, ...] = ()
    alternatives: tuple[str, ...] = ()
    stance: Stance | None = None
    feeling: Feeling | None = None
    choice: str | None = None
    names: tuple[Named, ...] = ()
    phones: tuple[Phone, ...] = ()
    time: TimeSaid | None = None
    reference: str | None = None
    call_when: str | None = None
    corrections: tuple[Correction, ...] = ()
    refuses: frozenset[Field] = field(default_factory=frozenset)
    known_before: bool = False
    relation: str | None = None
    readable: bool = True
    quote: str = ""

    def wants(self, intent: str) -> bool:
        """Whether one of the wishes is this intent."""
        return any(wish.intent == intent for wish in self.wishes)
