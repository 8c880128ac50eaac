"""The parts of `make eval`: each measures, writes its pages and figures, and tells what is not good
enough, a sentence each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from clinic.reading.learned.model import IntentModel
from clinic.settings import ROOT
from evaluation import (
    after_alarm,
    corpus,
    corrections,
    facts,
    floors,
    hearing_report,
    journeys,
    spanish,
)
from evaluation.confusion import draw
from evaluation.conversations.holding import Figures, hold_all
from evaluation.conversations.lines import AT_ONCE, OverRest
from evaluation.conversations.scripts import FOLDER, SPANISH, UNREAD, scripts
from evaluation.conversations.started import started
from evaluation.figures import Share
from evaluation.measuring import Measured, measure
from evaluation.messages import held_out, read_set
from evaluation.outside import JOURNEYS, MESSAGES, QUESTIONS
from evaluation.product import Product
from evaluation.readme import note, of_conversations, of_messages
from evaluation.report import written
from evaluation.safety import measure_safety
from evaluation.talking import Talked, learned, own_clinic
from scripts.train import train

DOCS = ROOT / "docs" / "evaluation"
CONVERSING = """# Facts asked for, corrections, and what is said after an alarm

Written by `make eval`; do not edit. By writers who saw neither the product nor its data: twenty
facts of the clinic in ten or twelve wordings each, a hundred corrections at every step of every
flow (all of those were read while corrections were mended, and some misses of the facts by
writer 1; none by writer 2), and what people say of an alarm that was just raised (nobody who works
on the assistant has read those). In brackets stands the 95 % interval (Wilson).
"""
IN_SPANISH = """# Messages in Spanish

Written by `make eval`; do not edit. By two writers who saw neither the product nor its data; the
misses of writer 2 were read while the reading was mended, those of writer 3 were not. In brackets
stands the 95 % interval (Wilson).
"""
TALKED = """# Whole conversations

Written by `make eval`; do not edit. Scripts by writers who have seen nothing of the product, held
with all of it running; a conversation is right when every reply is as its writer wanted it. Nobody
who works on the assistant has read those of {unread}, or what went wrong in them. In
brackets stands the 95 % interval (Wilson).
"""
Worse = list[str]


@lru_cache(maxsize=1)
def _product() -> Product:
    return Product(train())


def _learned() -> IntentModel:
    return learned(train())


def messages(publish: bool) -> Worse:
    """Single messages: our own, those from outside, and real questions apart."""
    own = held_out()
    ours = measure(_product(), own, noise=False), measure(_product(), own, noise=True)
    draw(ours[0].pairs, DOCS / "confusion.png")
    figures = {"held_out": of_messages(ours[0]), "held_out_typos": of_messages(ours[1])}
    failed = floors.under("held out", ours[0], floors.HELD_OUT)
    failed += floors.under("held out, with typos", ours[1], floors.HELD_OUT_TYPOS)
    theirs = real = None
    if MESSAGES.path:
        labelled = read_set(MESSAGES.path)
        theirs = measure(_product(), labelled, noise=False), measure(_product(), labelled, True)
        failed += floors.under("outside", theirs[0], floors.OUTSIDE)
        figures |= {"outside": of_messages(theirs[0]), "outside_typos": of_messages(theirs[1])}
    if QUESTIONS.path:
        real = _real(QUESTIONS.path)
        failed += floors.under("real questions", real[0], floors.REAL)
        figures |= {"real": of_messages(real[0]), "real_typos": of_messages(real[1])}
    worse = note(publish, **figures)
    report = written(ours, theirs, real)
    (DOCS / "README.md").write_text(report, encoding="utf-8")
    print(report)
    return failed + worse


def _real(path: Path) -> tuple[Measured, Measured]:
    """Real questions, as written and with typos, in conversations: some come after others."""
    labelled = read_set(path)
    with own_clinic():
        reader = Talked(_learned(), [message.before for message in labelled])
        return measure(reader, labelled, noise=False), measure(reader, labelled, noise=True)


def signs(publish: bool) -> Worse:
    """How signs of an emergency are heard."""
    safety = {part: measure_safety(_product(), corpus.corpus(part)) for part in corpus.PARTS}
    safety["together"] = safety["open"] + safety["kept"]
    return hearing_report.write(_learned(), safety, publish)


def talked(publish: bool) -> Worse:
    """Facts asked for, corrections, and Spanish, in conversations without a server."""
    with own_clinic():
        asked, made = facts.ask_all(_learned()), corrections.make_all(_learned())
        after = after_alarm.say_all(_learned())
        said = spanish.try_all(_learned())
    tables = facts.table(asked), corrections.table(made), after_alarm.table(after)
    _write("conversing.md", CONVERSING, *tables)
    _write("spanish.md", IN_SPANISH, spanish.table(said))
    found = {
        "facts": facts.kept(asked),
        "corrections": corrections.kept(made),
        "after_alarm": after_alarm.kept(after),
    }
    worse = note(publish, **found, spanish=spanish.kept(spanish.messages_of(said)))
    for name, floor in floors.TALKED.items():
        worse += floors.below(name, Share(*found[name]["all"]), floor)
    return worse


def conversations(publish: bool) -> Worse:
    """Whole conversations with the running product, in English and Spanish."""
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as product:
        english, other = (
            hold_all(scripts(path), lambda: OverRest(product.rasa, product.free), AT_ONCE)
            for path in (FOLDER, SPANISH)
        )
    write_conversations(english, other)
    kept = of_conversations(english)
    worse = note(publish, conversations=kept, conversations_es=of_conversations(other))
    return worse + floors.below("turns of conversations", english.turns, floors.TURNS)


def write_conversations(english: Figures, other: Figures) -> None:
    """Writes the page of whole conversations."""
    unread = ", ".join(sorted(UNREAD))
    tables = "## English", english.table(), "## Spanish", other.table()
    _write("conversations.md", TALKED.format(unread=unread), *tables)


def from_outside(publish: bool) -> Worse:
    """Whole conversations from outside, by their own runner."""
    if not JOURNEYS.path:
        found = None
    else:
        with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as product:
            found = journeys.hold(JOURNEYS.path, product.rasa)
    _write("journeys.md", journeys.HEAD, journeys.table(found) if found else JOURNEYS.missing)
    if not found:
        return []
    worse = note(publish, journeys=journeys.kept(found))
    return worse + floors.below("journeys, whole", journeys.whole(found), floors.JOURNEYS)


def _write(page: str, *parts: str) -> None:
    text = "\n\n".join(part.strip() for part in parts) + "\n"
    (DOCS / page).write_text(text, encoding="utf-8")
    print(text)


PARTS: Mapping[str, Callable[[bool], Worse]] = {
    "messages": messages,
    "signs": signs,
    "talked": talked,
    "conversations": conversations,
    "journeys": from_outside,
}
