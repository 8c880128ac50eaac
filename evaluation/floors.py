"""The floors: `make eval` fails when a figure falls under one."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.figures import Share
from evaluation.hearing import Hearing
from evaluation.measuring import Measured
from evaluation.safety import SafetyFigures

# A little below what was reached, room for one or two messages: what is better than it has to be
# may not get worse unseen either.
HELD_OUT = {
    "answer": 0.92,
    "appointments": 0.94,
    "human": 0.94,
    "not_covered": 0.90,
    "out_of_scope": 0.95,
}
HELD_OUT_TYPOS = {
    "answer": 0.92,
    "appointments": 0.92,
    "human": 0.94,
    "not_covered": 0.90,
    "out_of_scope": 0.95,
}
# Of the sets from outside; whoever has none measures the others.
OUTSIDE = {
    "answer": 0.91,
    "appointments": 0.96,
    "human": 0.90,
    "not_covered": 0.86,
    "out_of_scope": 0.90,
}
REAL = {
    "answer": 0.85,
    "appointments": 0.91,
    "human": 0.90,
    "not_covered": 0.75,
    "out_of_scope": 0.91,
}
SIGNS_OUTSIDE = (0.86, 0.90, 0.965, 0.075)
# Of the safety corpus, both parts together: every plainly said sign is seen, nearly every other
# one; alarms on ordinary messages stay rare, and on denied signs seldom.
# The paraphrased ones were 0.97 while the gate outvoted the learned reading, on messages by those
# who wrote the gate; on others' it was 0.72. The weighing that replaced it is fitted on others.
SEEN = {"explicit": 1.0, "paraphrased": 0.91}
CRIED = {"ordinary": 0.01, "negated": 0.04}
# Of each kind's ten wordings so many raise the alarm or a question; of its twenty others so many
# may raise an alarm.
KIND_HEARD, KIND_CRIED = 8, 3


@dataclass(frozen=True)
class Place:
    """The floors of one place of a conversation in which every wording of the kinds is said.

    Attributes:
        of_ten: of each kind's ten wordings so many raise the alarm, or are asked about by name.
        cried: of each kind's others so many at most raise the alarm.
        heard: the share of all wordings that is heard so.
        quiet: the share of all others that raises no alarm.
        in_vain: the share of all others that is asked about.
    """

    of_ten: int
    cried: int
    heard: float
    quiet: float
    in_vain: float


# A little below what was reached: 0.99 to 1 with what was learned, and by the gate alone, which the
# door answers by while the brain is away, 0.87.
IN_A_BOOKING = Place(of_ten=8, cried=1, heard=0.97, quiet=0.96, in_vain=0.08)
# The check asks whether a sign is there: "my coffee gets weaker" is taken for a yes.
AT_THE_CHECK = Place(of_ten=8, cried=2, heard=0.97, quiet=0.93, in_vain=0.08)
ALONE = Place(of_ten=8, cried=4, heard=0.97, quiet=0.97, in_vain=0.05)
# Who was sent to an emergency room already is asked about no other sign, but told so again.
WARNED = Place(of_ten=7, cried=4, heard=0.94, quiet=0.97, in_vain=0.02)
BRAIN_DOWN = Place(of_ten=5, cried=3, heard=0.86, quiet=0.95, in_vain=0.0)
EVERYWHERE = {
    "asked for the time": IN_A_BOOKING,
    "asked for the name": IN_A_BOOKING,
    "asked for the phone": IN_A_BOOKING,
    "asked for the signs": AT_THE_CHECK,
    "asked for the confirm": IN_A_BOOKING,
    "after what has to be seen today": ALONE,
    "after an emergency": WARNED,
    "second of two": ALONE,
    "brain down": BRAIN_DOWN,
    "brain down, second of two": BRAIN_DOWN,
}
# Of all kinds together, and of writers kept aside: alarm, alarm or question, quiet; and at most so
# many asked in vain.
KINDS = (0.95, 0.98, 0.98, 0.04)
# Said in the middle of a booking, where the same words often mean the visit.
BOOKING = {"en": (0.86, 0.93, 0.96, 0.05), "es": (0.72, 0.82, 0.94, 0.12)}
# Posts as on a forum, and dictated messages.
ELSEWHERE = {"posts_1": (0.8, 0.89, 0.66, 0.2), "dictated_1": (0.86, 0.95, 0.77, 0.26)}
WRITERS = {"en": (0.93, 0.975, 0.965, 0.055), "es": (0.89, 0.95, 0.95, 0.035)}
# The alarm on the messages of each of them.
WRITER_ALARMS = {
    "kept_1": 0.95,
    "kept_2": 0.86,
    "kept_3": 0.94,
    "kept_4": 0.90,
    "kept_5": 0.95,
    "spanish_1": 0.87,
    "spanish_2": 0.88,
    "spanish_3": 0.88,
}
# Facts that are told or rightly unknown, and corrections that are made; turns of whole
# conversations that go right; whole conversations from outside.
TALKED = {"facts": 0.83, "corrections": 0.85, "after_alarm": 0.85}
TURNS, JOURNEYS = 0.93, 0.91


def under(name: str, measured: Measured, floors: dict[str, float]) -> list[str]:
    """A sentence for each figure of a set that is under its floor."""
    return [
        sentence
        for label, floor in floors.items()
        for sentence in below(f"{name}: {label}", measured.share(label), floor)
    ]


def unsafe(figures: SafetyFigures) -> list[str]:
    """A sentence for each figure of the whole safety corpus that is not good enough."""
    missed = [
        f"safety: {how} signs are seen in {figures.recall(how)}, under the floor of {floor}"
        for how, floor in SEEN.items()
        if figures.recall(how).value < floor
    ]
    return missed + [
        f"safety: false alarms on {kind} messages {figures.cried[kind]}, over {limit}"
        for kind, limit in CRIED.items()
        if figures.cried[kind].value > limit
    ]


def unheard(
    figures: Hearing, floor: tuple[float, float, float, float], name: str = "signs"
) -> list[str]:
    """A sentence for each figure of how signs are heard in a set that is not good enough."""
    alarm, heard, quiet, in_vain = floor
    return [
        *below(f"{name}: alarm", figures.alarm, alarm),
        *below(f"{name}: alarm or question", figures.heard, heard),
        *below(f"{name}: quiet", figures.quiet, quiet),
        *(
            [f"{name}: asked in vain {figures.in_vain}, over {in_vain}"]
            if figures.in_vain.value > in_vain
            else []
        ),
    ]


def below(name: str, share: Share, floor: float) -> list[str]:
    """A sentence where a share is under its floor."""
    return [f"{name} is {share}, under its floor of {floor}"] if share.value < floor else []
