"""The tables of docs/evaluation/safety.md: by writer, sign, status and manner, with intervals."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from clinic import clock
from clinic.reading.context import Before, Context
from clinic.reading.learned.model import IntentModel
from clinic.reading.learned.noise import noisy
from clinic.reading.safety.groups import get_groups
from clinic.reading.safety.judging import judge
from evaluation.figures import Share
from evaluation.hearing import Hearing, Judged, hearing

ROW = "| {} | {} | {} | {} | {} | {} | {} |"
COLUMNS = [
    ROW.format("", "alarm", "or asked", "of that sign", "very tier", "quiet", "in vain"),
    "|---" * 7 + "|",
]
LANGUAGES = {"en": "English", "es": "Spanish"}
# What a message says of a sign; none is any other message without one.
STATUSES = ("present", "doubt", "denied", "past", "asked", "figure", "none")
# Words of a message, by which it is short, of a few sentences, or a story.
SHORT, LONG = 8, 60
MINUTE = 60.0
ASKED_FIRST = "what are your hours on saturday?"
# So many ordinary messages before a sign and after it, without a full stop: about a page.
AROUND = 15
ONE_OF = 5


def row(name: str, figures: Hearing) -> str:
    """A row of figures."""
    shares = (figures.alarm, figures.heard, figures.named, figures.exact)
    others = (figures.quiet, figures.in_vain)
    return ROW.format(name, *map(_cell, (*shares, *others)))


def _cell(share: Share) -> str:
    return str(share) if share.of else "-"


def by_writer(items: Sequence[Judged]) -> list[str]:
    """Figures of each writer, and of each language."""
    writers = sorted({item.example.writer for item in items})
    rows = [
        row(writer.replace("_", " "), hearing([i for i in items if i.example.writer == writer]))
        for writer in writers
    ]
    together = [
        row(f"**{name}**", hearing(some))
        for language, name in LANGUAGES.items()
        if (some := of_language(items, language))
    ]
    return [*COLUMNS, *rows, *together, ""]


def of_language(items: Sequence[Judged], language: str) -> list[Judged]:
    """The messages of one language."""
    return [item for item in items if item.example.language == language]


def by_group(items: Sequence[Judged]) -> list[str]:
    """How each sign is heard, and how often what is said of it that is none is left quiet."""
    heads = ("kind", "tier", "alarm", "or asked", "denied", "asked about", "past", "figure")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for key, group in get_groups().groups.items():
        present = [item for item in items if key in item.example.present]
        shares = [Share.among([getattr(i, how) for i in present]) for how in ("alarm", "heard")]
        for status in ("denied", "asked", "past", "figure"):
            some = [i for i in items if (key, status) in i.example.signs and not i.example.present]
            shares.append(Share.among([not item.alarm for item in some]))
        lines.append(f"| {group.name} | {group.tier} | {' | '.join(map(_cell, shares))} |")
    return [*lines, ""]


def by_status(items: Sequence[Judged]) -> list[str]:
    """What is made of messages by what they say of a sign, in each language."""
    lines = ["| what is said of a sign | language | alarm | asked | quiet |", "|---" * 5 + "|"]
    for one in STATUSES:
        for language, name in LANGUAGES.items():
            some = [item for item in of_language(items, language) if status(item) == one]
            if some:
                cells = [
                    str(Share.among([item.verdict.decision == decision for item in some]))
                    for decision in ("alarm", "ask", "quiet")
                ]
                lines.append(f"| {one} | {name} | {' | '.join(cells)} |")
    return [*lines, ""]


def status(item: Judged) -> str:
    """What a message says of signs: that one is there, or else the first thing that it says."""
    said = {how for _, how in item.example.signs}
    return next((how for how in STATUSES if how in said), "none")


def by_manner(items: Sequence[Judged], learned: IntentModel) -> list[str]:
    """The English messages by how long they are, and all of them typed in a hurry, sent after a
    question, and in the middle of a page without a full stop."""
    english = of_language(items, "en")
    lengths = {
        f"up to {SHORT} words": range(SHORT + 1),
        f"to {LONG} words": range(SHORT + 1, LONG + 1),
        "longer": range(LONG + 1, 10_000),
    }
    rows = []
    for name, length in lengths.items():
        some = [item for item in english if len(item.example.text.split()) in length]
        rows.append(row(f"{name} ({len(some)})", hearing(some)))
    plain = [i.example.text for i in english if not i.example.signs]
    some = english[::ONE_OF]  # a page takes a while to read
    for name, items_, change, before in (
        ("with slips and shorthand", english, _hurried, None),
        ("after a question", english, str, Before(ASKED_FIRST, MINUTE)),
        (f"in a page without a full stop ({len(some)})", some, _paged(plain), None),
    ):
        rows.append(row(name, hearing(list(_again(items_, learned, change, before)))))
    return [*COLUMNS, *rows, ""]


def _hurried(text: str) -> str:
    return noisy(text, random.Random(f"hurried {text}"))


def _paged(plain: Sequence[str]) -> Callable[[str], str]:
    """Puts a text into the middle of others, as one who dictates does."""

    def paged(text: str) -> str:
        chance = random.Random(f"page {text}")
        around = chance.sample(plain, 2 * AROUND)
        words = " ".join([*around[:AROUND], text, *around[AROUND:]]).split()
        return " ".join(word.rstrip(".!?;:") for word in words)

    return paged


def _again(
    items: Iterable[Judged],
    learned: IntentModel,
    change: Callable[[str], str],
    before: Before | None,
) -> Iterable[Judged]:
    """What is made of messages that are said in another way."""
    context = Context(clock.now(), before=before)
    for item in items:
        verdict = judge(change(item.example.text), context, learned.signs)
        yield replace(item, verdict=verdict)


def taken(items: Sequence[Judged], learned: IntentModel) -> str:
    """A line: the time of gate and reading, one thread's, over messages as they come."""
    context, times = Context(clock.now()), []
    for item in items:
        if item.example.language == "en":
            started = time.thread_time()
            judge(item.example.text, context, learned.signs)
            times.append((time.thread_time() - started) * 1000)
    middle, most = np.percentile(times, [50, 95])
    return (
        f"Gate and reading of one message take {middle:.1f} ms of one thread, {most:.1f} ms or "
        f"less for 95 of 100 (of {len(times)})."
    )
