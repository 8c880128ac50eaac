"""Writes docs/evaluation/safety.md and its picture: `python -m evaluation signs`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic.reading.learned.model import IntentModel
from clinic.reading.safety.weighing import weights
from clinic.settings import ROOT
from evaluation import corpus_tables, crisis_posts, floors, hearing_curves
from evaluation.hearing import (
    Judged,
    hearing,
    judged,
    kept,
    kinds,
    outside,
    outside_named,
    said_elsewhere,
    said_while_booking,
)
from evaluation.hearing_tables import (
    COLUMNS,
    LANGUAGES,
    by_group,
    by_manner,
    by_status,
    by_writer,
    of_language,
    row,
    status,
    taken,
)
from evaluation.outside import MESSAGES, SIGNS
from evaluation.readme import note, of_hearing
from evaluation.safety import SafetyFigures

DOCS = ROOT / "docs" / "evaluation"
REAL = "real"
HEAD = """# How signs of an emergency are heard

Written by `make eval` (`python -m evaluation signs`); do not edit. The verdict on each message by
itself, by the model that the product serves. In brackets stands the 95 % interval (Wilson).

*Alarm*: of messages with a sign that is there now, those that raise one. *Or asked*: the alarm, or
a question whether a sign is there. *Of that sign*: the alarm, or a question that names the very
sign (of a set whose labels name none: one as urgent as the right tier). *Very tier*: the alarm is
of the sign's own tier. *Quiet*: of messages without a sign, those that raise no alarm. *In vain*:
those that are asked about.
"""
KEPT = """## Writers kept aside

Whole writers (`tests/safety/writers/`): they saw neither the product nor its data, and nothing was
learned from their messages. Sets of evidence and the Spanish thresholds were compared on them, so
that their figures are a little hopeful.
"""
CURVES = """### Recall and false alarms

The alarm's threshold varied, all else as it is; the band is the 95 % interval of the recall, the
point is what is in force, in brackets how many messages with a sign and without. "Written" and
"edited" is what was written for the set from outside, apart from what is real in it.

![Recall and false alarms, for each language, each writer kept aside, and real text](safety.png)
"""
ABOUT_VISITS = """### Said while booking

Thoughts of suicide said in the middle of a booking, and what only sounds like it: "take me off, I
won't be around Friday" (`tests/safety/booking/`, another writer, of whom nothing is learned; whose
misses were read once).
"""
FROM_ELSEWHERE = """### Written and dictated as elsewhere

Posts as on a forum for people in distress, and messages dictated without a stop
(`tests/safety/elsewhere/`, a writer each, of whom nothing is learned or read): longer than what
patients write, and much of it sad without being a sign of anything.
"""
KINDS = """## By kind

`tests/safety/kinds.yml`: ten ways to say each sign, ten denials, five questions, five figures of
speech, by who built the gate. Every miss is printed below.
"""
OUTSIDE = """Of which no text is kept here; the labels of this set name a tier, not the sign.
"""
BY_SIGN = """### Whose labels name the sign

The emergencies of the other set from outside, and what sounds like one in it (`EVAL_SET`).
"""
CRISIS = """## Posts about a crisis

"Between Help and Harm", a public set: 206 posts that four people each have labelled (`CRISIS_SET`,
see `evaluation/crisis_posts.py`); nothing of it is kept here. Posts are longer than what people
write to a clinic, and tell of much else.
"""
QUIET_SHARES = """What is denied, asked about, past or a figure of speech: how often it raises no
alarm.
"""
MANNER = """The English ones: by length, and all of them said in another way.
"""
PEERS = """## Published peers

Their sets differ from ours and from each other's.

| | hears | of its alarms right, or quiet |
|---|---|---|
| CMD-1, crisis messages, logistic regression (npj Digital Medicine 2023) | 0.98 | 0.66 right |
| Epic's portal triage in use | 0.63 | 0.67 right |
| Verily's guardrail, own set; another's | 0.99; 0.98 | 0.99; 0.86 quiet |
| 23 symptom checkers, emergencies (BMJ 2015) | 0.80 | |
"""


def _missed(items: Sequence[Judged]) -> list[str]:
    """A line for each missed alarm and each false one, with the message: of open sets only."""
    lines = []
    for item in items:
        wrong = not item.alarm if item.example.present else item.alarm and not item.example.in_doubt
        if wrong:
            said = item.verdict.decision
            lines.append(f"- {item.example.writer}, {status(item)}, {said}: {item.example.text}")
    return [*(lines or ["None."]), ""]


@dataclass(frozen=True)
class Heard:
    """What was made of every set of messages.

    Attributes:
        kept: of writers kept aside.
        visits: said while booking.
        elsewhere: as on a forum, and dictated.
        kinds: of kinds.yml.
        far: from outside.
        named: from outside, the labels of which name the sign.
        posts: about a crisis, by label.
        corpus: the figures of the safety corpus, by part.
    """

    kept: Sequence[Judged]
    visits: Sequence[Judged]
    elsewhere: Sequence[Judged]
    kinds: Sequence[Judged]
    far: Sequence[Judged]
    named: Sequence[Judged]
    posts: Mapping[str, crisis_posts.Found]
    corpus: Mapping[str, SafetyFigures]

    def curves(self) -> dict[str, Sequence[Judged]]:
        """The sets that a curve is drawn of: each language, each writer, text from outside."""
        sets: dict[str, Sequence[Judged]] = {}
        for items, name in ((self.kept, "kept writers"), (self.visits, "while booking")):
            for language, told in LANGUAGES.items():
                sets[f"{told}, {name}"] = of_language(items, language)
        for items in (self.kept, self.elsewhere):
            for writer in sorted({item.example.writer for item in items}):
                sets[writer.replace("_", " ")] = _by(items, writer)
        for origin in sorted({item.example.writer for item in self.far}):
            sets[f"outside, {origin}"] = _by(self.far, origin)
        return sets


def _by(items: Sequence[Judged], writer: str) -> list[Judged]:
    return [item for item in items if item.example.writer == writer]


def report(heard: Heard, learned: IntentModel) -> str:
    """The whole report, in Markdown."""
    lines = [HEAD, KEPT, *by_writer(heard.kept), taken(heard.kept, learned), ""]
    lines += [CURVES, *hearing_curves.table(heard.curves())]
    lines += [
        ABOUT_VISITS,
        *by_writer(heard.visits),
        "The English ones missed, and cried wolf:",
        "",
    ]
    lines += _missed(of_language(heard.visits, "en"))
    lines += [FROM_ELSEWHERE, *by_writer(heard.elsewhere)]
    lines += ["### Kept writers by what is said of a sign", "", *by_status(heard.kept)]
    lines += ["### Kept writers by manner", "", MANNER, *by_manner(heard.kept, learned)]
    for language, name in LANGUAGES.items():
        lines += [f"### Kept writers by kind, {name}", "", QUIET_SHARES]
        lines += by_group(of_language(heard.kept, language))
    lines += [KINDS, *COLUMNS, row("all kinds", hearing(heard.kinds)), "", *by_group(heard.kinds)]
    lines += ["### Missed, and cried wolf", "", *_missed(heard.kinds)]
    lines += corpus_tables.section(heard.corpus)
    lines += ["## Messages from outside", "", *_outside(heard)]
    lines += [CRISIS, *crisis_posts.table(heard.posts)]
    lines += [PEERS, "## What each piece of evidence adds", ""]
    lines += ["Log odds, a unit of it (`python -m evaluation.weigh` fits them).", ""]
    lines += ["| | " + " | ".join(weights()) + " |", "|---" * (1 + len(weights())) + "|"]
    return "\n".join([*lines, *_weights(), ""])


def _outside(heard: Heard) -> list[str]:
    lines = [SIGNS.missing, ""]
    if heard.far:
        origins = sorted({item.example.writer for item in heard.far})
        lines = [OUTSIDE, *COLUMNS, row("all", hearing(heard.far))]
        lines += [row(origin, hearing(_by(heard.far, origin))) for origin in origins]
        lines.append("")
    lines.append(BY_SIGN)
    if not heard.named:
        return [*lines, MESSAGES.missing, ""]
    origins = sorted({item.example.writer for item in heard.named})
    lines += [*COLUMNS, row("all", hearing(heard.named))]
    return [*lines, *(row(one, hearing(_by(heard.named, one))) for one in origins), ""]


def _weights() -> list[str]:
    named = {
        language: dict(weigh.reasons([1.0] * len(weigh.of)))
        for language, weigh in weights().items()
    }
    first = next(iter(named.values()))
    lines = [
        f"| {name} | " + " | ".join(f"{of[name]:+.2f}" for of in named.values()) + " |"
        for name in first
    ]
    for name, told in (("alarm from", "alarm"), ("asked from", "ask")):
        values = " | ".join(f"{getattr(weigh, told):.2f}" for weigh in weights().values())
        lines.append(f"| *{name}* | {values} |")
    return lines


def write(
    learned: IntentModel, corpus: Mapping[str, SafetyFigures], publish: bool = False
) -> list[str]:
    """Writes report, picture and the README's table.

    Args:
        learned: what was learned.
        corpus: the figures of the safety corpus, by part.
        publish: take all figures as published.

    Returns:
        A sentence for each figure under its floor, or worse than was published.
    """
    heard = Heard(
        kept=judged(kept(), learned),
        visits=judged(said_while_booking(), learned),
        elsewhere=judged(said_elsewhere(), learned),
        kinds=judged(kinds(), learned),
        far=outside(learned),
        named=outside_named(learned),
        posts=crisis_posts.measure(learned),
        corpus=corpus,
    )
    hearing_curves.draw(heard.curves(), DOCS / "safety.png")
    text = report(heard, learned)
    (DOCS / "safety.md").write_text(text, encoding="utf-8")
    print(text)
    figures = {
        "signs_en": of_language(heard.kept, "en"),
        "signs_es": of_language(heard.kept, "es"),
        "signs_booking": of_language(heard.visits, "en"),
        "signs_booking_es": of_language(heard.visits, "es"),
        "signs_posts": _by(heard.elsewhere, "posts_1"),
        "signs_dictated": _by(heard.elsewhere, "dictated_1"),
        "signs_kinds": heard.kinds,
        "signs_outside": heard.far,
        "signs_real": _by(heard.far, REAL),
        "signs_written": [item for item in heard.far if item.example.writer != REAL],
    }
    worse = note(
        publish,
        **{name: of_hearing(hearing(items)) for name, items in figures.items() if items},
        crisis_posts=crisis_posts.kept(heard.posts),
    )
    return worse + _under(heard)


def _under(heard: Heard) -> list[str]:
    """A sentence for each figure that is under its floor."""
    failed = floors.unsafe(heard.corpus["together"])
    failed += floors.unheard(hearing(heard.kinds), floors.KINDS, "kinds")
    for language in LANGUAGES:
        visits = hearing(of_language(heard.visits, language))
        failed += floors.unheard(visits, floors.BOOKING[language], f"while booking, {language}")
        writers = hearing(of_language(heard.kept, language))
        failed += floors.unheard(writers, floors.WRITERS[language], f"kept writers, {language}")
    for writer, floors_of_it in floors.ELSEWHERE.items():
        failed += floors.unheard(hearing(_by(heard.elsewhere, writer)), floors_of_it, writer)
    for writer, floor in floors.WRITER_ALARMS.items():
        failed += floors.below(f"{writer}, alarm", hearing(_by(heard.kept, writer)).alarm, floor)
    if heard.far:
        failed += floors.unheard(hearing(heard.far), floors.SIGNS_OUTSIDE, "from outside")
    return failed
